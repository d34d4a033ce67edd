// One person's network: a small HTTP proxy between their browser and everything else. It can be cut, it can hold
// back what comes down, it can change what is served, and it remembers what went through its WebSockets.

import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { framesIn } from "./frames.mjs";

export class Network {
  static async start() {
    const network = new Network();
    network.server.listen(0, "127.0.0.1");
    await once(network.server, "listening");
    return network;
  }

  constructor() {
    this.server = http.createServer((request, response) => this.#forward(request, response));
    this.server.on("connect", (request, socket, head) => this.#tunnel(request, socket, head));
    this.server.on("connection", (socket) => this.#keep(socket));
    this.sockets = new Set();
    this.tunnels = new Set();
    this.isCut = false;
    this.isHeld = false;
    this.changes = new Map();
    this.forget();
  }

  /** What Playwright's `proxy` option wants; loopback addresses go through it too. */
  get proxy() {
    return { server: `http://127.0.0.1:${this.server.address().port}`, bypass: "<-loopback>" };
  }

  /** End every connection and refuse new ones. */
  cut() {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  restore() {
    this.isCut = false;
  }

  /** Let everything up, and nothing down: acknowledgements and other people's work stay out. */
  holdDownstream() {
    this.isHeld = true;
    for (const { upstream } of this.tunnels) upstream.pause();
  }

  releaseDownstream() {
    this.isHeld = false;
    for (const { upstream } of this.tunnels) upstream.resume();
  }

  /** Serve the file of this name (the page itself is `""`) as `change` makes it of its text, until `serveAsItIs`. */
  serveChanged(file, change) {
    this.changes.set(file, change);
  }

  serveAsItIs() {
    this.changes.clear();
  }

  /** Start remembering and counting afresh. */
  forget() {
    this.bytes = { up: 0, down: 0 };
    this.records = [];
  }

  /** The payloads of all WebSocket messages seen since `forget`, as `{ way: "up" | "down", payload }`. */
  frames() {
    return this.records.flatMap((record) =>
      ["up", "down"].flatMap((way) => framesIn(Buffer.concat(record[way])).map((payload) => ({ way, payload }))));
  }

  async stop() {
    this.cut();
    this.server.close();
    await once(this.server, "close");
  }

  #keep(socket) {
    if (this.isCut) {
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }

  #forward(request, response) {
    const { method, url, headers } = request;
    const change = this.changes.get(path.posix.basename(new URL(url).pathname));
    // What is to be changed must come as it is: not packed, and not "as you have it already".
    if (change) for (const name of ["accept-encoding", "if-none-match", "if-modified-since"]) delete headers[name];
    const onward = http.request(url, { method, headers }, async (answer) => {
      if (!change) {
        response.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(response);
        return;
      }
      const changed = change(await text(answer));
      response.writeHead(answer.statusCode, { "content-type": answer.headers["content-type"], "cache-control": "no-store" });
      response.end(changed);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  #tunnel(request, browser, head) {
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = net.connect(Number(port), hostname);
    this.#keep(upstream);
    const record = { up: [], down: [] };
    this.records.push(record);
    const tunnel = { upstream };
    this.tunnels.add(tunnel);
    const end = () => {
      this.tunnels.delete(tunnel);
      browser.destroy();
      upstream.destroy();
    };
    const see = (way, chunk) => {
      this.bytes[way] += chunk.length;
      record[way].push(chunk);
    };
    browser.on("close", end);
    upstream.on("close", end);
    upstream.once("connect", () => {
      browser.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      if (head.length > 0) upstream.write(head);
    });
    browser.on("data", (chunk) => {
      see("up", chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      see("down", chunk);
      browser.write(chunk);
    });
    if (this.isHeld) upstream.pause();
  }
}
