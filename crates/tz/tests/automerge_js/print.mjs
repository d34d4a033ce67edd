// Prints the records of exported documents: node print.mjs FILE.automerge…
import { readFile } from "node:fs/promises";
import * as Automerge from "@automerge/automerge";

/** The records of one saved document: id → plain fields. A record is deleted when `live` is 0. */
export async function readRecords(file) {
  return plain(Automerge.toJS(Automerge.load(await readFile(file))));
}

/** Scalar strings as strings, and ids as 32 hexadecimal digits. */
export function plain(value) {
  if (Automerge.isImmutableString(value)) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

if (process.argv[1] === import.meta.filename) {
  for (const file of process.argv.slice(2)) {
    console.log(JSON.stringify(await readRecords(file), null, 2));
  }
}
