// Puts a `.br` twin beside each of the files that compression makes smaller. Node has the reference encoder.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

// Instructions are a few bytes long: how the distances between two like ones are coded matters, and which way is shorter
// the encoder does not try by itself (half a kilobyte of the worker).
const WAYS = [{ [constants.BROTLI_PARAM_NDIRECT]: 12 }, { [constants.BROTLI_PARAM_NPOSTFIX]: 1 }];

for (const file of process.argv.slice(2)) {
  const content = readFileSync(file);
  const twins = WAYS.map((way) =>
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, ...way } }));
  const twin = twins.reduce((one, other) => (other.length < one.length ? other : one));
  if (twin.length < content.length * 0.9) writeFileSync(`${file}.br`, twin);
}
