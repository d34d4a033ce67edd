// Puts a `.br` twin beside each of the files that compression makes smaller. Node has the reference encoder.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

for (const file of process.argv.slice(2)) {
  const content = readFileSync(file);
  const twin = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  if (twin.length < content.length * 0.9) writeFileSync(`${file}.br`, twin);
}
