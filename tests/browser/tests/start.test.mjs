// The page starts, and its worker answers.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import test from "node:test";
import { assertAccessible } from "../harness/accessibility.mjs";
import { places } from "../harness/places.mjs";
import { world } from "../harness/world.mjs";

test("the page starts and the worker answers, without a complaint", async (t) => {
  const here = await world(t);
  const ming = await here.person("阿明");
  await ming.page.locator("main").first().waitFor();
  await assertAccessible(ming.page, "the first screen");
  ming.assertNoComplaints();
});

test("the site works under a sub-path of a plain static host", async (t) => {
  const here = await world(t);
  const host = http.createServer((request, response) => serveUnder("/some/team/", request, response));
  await new Promise((listening) => host.listen(0, "127.0.0.1", listening));
  t.after(() => host.close());
  const ming = await here.person("阿明");
  await ming.page.goto(`http://127.0.0.1:${host.address().port}/some/team/`);
  await ming.page.locator("main").first().waitFor();
  ming.assertNoComplaints();
});

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

function serveUnder(base, request, response) {
  const { pathname } = new URL(request.url, "http://host");
  const name = pathname === base ? "index.html" : pathname.slice(base.length);
  const file = path.join(places.site, name);
  if (!pathname.startsWith(base) || !fs.existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
  fs.createReadStream(file).pipe(response);
}
