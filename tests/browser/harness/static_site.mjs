// A plain static host under a sub-path, and copies of the site that are changed.

import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { once } from "node:events";
import { places } from "./places.mjs";

const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
};

/** Serve a folder under a path like `/sales/app/`; gives its address and what ends it. */
export async function serveUnder(prefix, folder = places.site) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const name = pathname.startsWith(prefix) ? pathname.slice(prefix.length) || "index.html" : undefined;
    const file = name && path.join(folder, name);
    if (!file || !fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    fs.createReadStream(file).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close };
}

/** A copy of the built site, without the compressed twins: what is changed in it is what is served. */
export function copyOfSite(folder) {
  fs.cpSync(places.site, folder, { recursive: true, filter: (file) => !file.endsWith(".br") });
  return folder;
}

/** Make the copy another version: its start page bears `mark`, and its service worker lists the new page. */
export function makeNewVersion(folder, mark) {
  const page = path.join(folder, "index.html");
  fs.writeFileSync(page, fs.readFileSync(page, "utf8").replace("<html ", `<html data-mark="${mark}" `));
  const hash = crypto.createHash("sha256").update(fs.readFileSync(page)).digest("base64");
  const worker = path.join(folder, "sw.js");
  const listed = fs.readFileSync(worker, "utf8").replace(/"\.\/": "sha256-[^"]+"/, `"./": "sha256-${hash}"`);
  fs.writeFileSync(worker, listed.replace(/const VERSION = "[^"]+"/, `const VERSION = "${hash}"`));
}
