// A headless peer: the `tz` command over a replica folder of its own.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { places } from "./places.mjs";

const execute = promisify(execFile);

export class Peer {
  constructor(folder) {
    this.folder = folder;
  }

  /** Run `tz` with these words; returns what it prints, throws with what it says when it fails. */
  async tz(...words) {
    const { stdout } = await execute(places.tz, ["--dir", this.folder, ...words], { maxBuffer: 1 << 28 });
    return stdout;
  }
}
