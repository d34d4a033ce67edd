// What a browser downloads: the compressed twins that `cargo xtask dist` puts beside the site's files.

import fs from "node:fs";
import path from "node:path";
import { places } from "../harness/places.mjs";

/** Bytes of the twins of all files whose names match. */
export function brotliSize(names) {
  const files = fs.readdirSync(places.site).filter((file) => file.endsWith(".br") && names.test(file.slice(0, -3)));
  return files.reduce((sum, file) => sum + fs.statSync(path.join(places.site, file)).size, 0);
}
