// Drives @automerge/automerge-repo-sync-server with its own client library and prints what was measured, one
// `name value` per line: the counterpart of ../load.rs, as far as the two can be compared.
//
// A change counts as acknowledged when the server's heads, as the client hears of them, contain it. The server then has
// it in memory; it writes it to disk later and without fsync, so this asks less than the relay's acknowledgement. Clients
// and server share the machine, and the clients' own work (Automerge in WebAssembly) is part of every figure.

import { Repo } from "@automerge/automerge-repo";
import { BrowserWebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

const quick = process.argv.includes("--quick");
const SIZE = quick
  ? { clients: 10, seconds: 2, readers: 20, rounds: 10, idle: { connections: 20, documents: 5 } }
  : { clients: 50, seconds: 10, readers: 200, rounds: 10, idle: { connections: 500, documents: 2 } };
const TEXT = "x".repeat(60);
const PATIENCE_MS = 120_000;

class Server {
  static async start(folder) {
    const server = new Server();
    server.port = await freePort();
    server.child = spawn(process.execPath, ["node_modules/@automerge/automerge-repo-sync-server/src/index.js"], {
      env: { ...process.env, PORT: String(server.port), DATA_DIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const text of server.child.stdout) if (String(text).includes("Listening")) break;
    return server;
  }

  client(name) {
    const adapter = new BrowserWebSocketClientAdapter(`ws://127.0.0.1:${this.port}`);
    return new Repo({ network: [adapter], peerId: name, sharePolicy: async () => true });
  }

  get megabytes() {
    const status = fs.readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return (Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024) / 1e6;
  }

  async stop() {
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }
}

/** Change the document and wait until the server has it. */
async function acknowledged(handle, change) {
  const arrived = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no acknowledgement")), PATIENCE_MS);
    const hear = ({ heads }) => {
      if (!handle.heads().every((head) => heads.includes(head))) return;
      handle.off("remote-heads", hear);
      clearTimeout(timer);
      resolve();
    };
    handle.on("remote-heads", hear);
  });
  handle.change(change);
  await arrived;
}

const edit = (n) => (document) => {
  document[`field${n % 20}`] = `${TEXT}${n}`;
};

async function append(server) {
  const handles = [];
  for (let at = 0; at < SIZE.clients; at++) {
    const handle = server.client(`writer-${at}`).create();
    await acknowledged(handle, edit(0));
    handles.push(handle);
  }
  const times = [];
  const start = performance.now();
  const end = start + SIZE.seconds * 1000;
  await Promise.all(handles.map(async (handle) => {
    for (let n = 1; performance.now() < end; n++) {
      const asked = performance.now();
      await acknowledged(handle, edit(n));
      times.push(performance.now() - asked);
    }
  }));
  tell("appends_per_second", times.length / ((performance.now() - start) / 1000));
  tell("ack_p50_ms", quantile(times, 0.5));
  tell("ack_p99_ms", quantile(times, 0.99));
  await server.stop();
}

async function fanOut(server) {
  const writer = server.client("writer").create();
  await acknowledged(writer, edit(0));
  const readers = [];
  for (let at = 0; at < SIZE.readers; at++) {
    const handle = server.client(`reader-${at}`).find(writer.url);
    await handle.whenReady();
    readers.push(handle);
  }
  const times = [];
  for (let n = 1; n <= SIZE.rounds; n++) {
    const heard = readers.map((handle) => once(handle, "change"));
    const start = performance.now();
    writer.change(edit(n));
    await Promise.all(heard);
    times.push(performance.now() - start);
    // Clients send at most every 100 ms; the next round begins after that.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  tell("fan_out_p50_ms", quantile(times, 0.5));
  tell("fan_out_p99_ms", quantile(times, 0.99));
  await server.stop();
}

async function idle(server) {
  const { connections, documents } = SIZE.idle;
  for (let at = 0; at < connections; at++) {
    const repo = server.client(`idle-${at}`);
    await Promise.all(Array.from({ length: documents }, () => acknowledged(repo.create(), edit(0))));
  }
  tell("idle_connections", connections);
  tell("idle_spaces", connections * documents);
  tell("idle_mb", server.megabytes);
  await server.stop();
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function tell(name, value) {
  console.log(`${name} ${value.toFixed(3)}`);
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

// Each in a process of its own: clients go on trying to reach a server that is gone.
const parts = { append, fanOut, idle };
const part = parts[process.argv[2]];
if (part) {
  const folder = fs.mkdtempSync(path.join(process.cwd(), "data-"));
  try {
    await part(await Server.start(folder));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.exit(0);
}
for (const name of Object.keys(parts)) {
  const words = [import.meta.filename, name, ...process.argv.slice(2)];
  const [code] = await once(spawn(process.execPath, words, { stdio: "inherit" }), "exit");
  if (code !== 0) process.exit(code ?? 1);
}
