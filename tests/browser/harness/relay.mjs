// A real relay with a data folder of its own, which also serves the built site.

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { places } from "./places.mjs";
import { until } from "./until.mjs";

export class Relay {
  /** Start a relay over the folder `data`, on a free port unless one is named. */
  static async start(data, { port, site = places.site } = {}) {
    const relay = new Relay(data, port ?? (await freePort()), site);
    await relay.start();
    return relay;
  }

  constructor(data, port, site) {
    Object.assign(this, { data, port, site, log: "" });
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Start it, also again after `stop` or `kill`, on the same port and data. */
  async start() {
    const words = ["--listen", `127.0.0.1:${this.port}`, "--data", this.data, "--site", this.site];
    const child = spawn(places.relay, words, { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { this.log += text; });
    let failure;
    child.once("error", (error) => { failure = error; });
    await until("the relay serves the site", async () => {
      if (failure) throw failure;
      if (child.exitCode !== null) throw new Error(`the relay ended:\n${this.log}`);
      return (await fetch(this.url)).ok;
    });
  }

  /** End it in an orderly way. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** End it as a power cut would. */
  kill() {
    return this.#end("SIGKILL");
  }

  /** The same relay with an empty disk, as after a fire. */
  async losesEverything() {
    await this.stop();
    fs.rmSync(this.data, { recursive: true });
    await this.start();
  }

  async #end(signal) {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
