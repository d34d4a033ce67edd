// The worker's store over IndexedDB, called directly: `src/bin/store_probe.rs`.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { places } from "../harness/places.mjs";
import { world } from "../harness/world.mjs";

/** A blank page with `openStore`, `bytes` and `text` in it. */
async function storePage(t) {
  const site = fs.mkdtempSync(path.join(os.tmpdir(), "tongzhou-probe-"));
  t.after(() => fs.rmSync(site, { recursive: true }));
  fs.cpSync(places.probe, site, { recursive: true });
  fs.writeFileSync(path.join(site, "index.html"), `<!doctype html><link rel="icon" href="data:,">
    <script type="module">
      import init, { ProbeStore } from "./store_probe.js";
      window.bytes = (...numbers) => new Uint8Array(numbers.flat());
      window.hex = (array) => [...array].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      window.openStore = async (name) => { await init(); return ProbeStore.open(name); };
      window.ready = true;
    </script>`);
  const here = await world(t, { site });
  const { page } = await here.person("probe");
  await page.waitForFunction(() => window.ready);
  return page;
}

test("keys come back in bytewise order, each prefix with its own", async (t) => {
  const page = await storePage(t);
  const found = await page.evaluate(async () => {
    const store = await openStore("order");
    const keys = [[1, 255, 255], [1], [2], [1, 0], [1, 255], [255, 255], [0], [1, 128], [255], [1, 127, 9], [255, 254]];
    await store.write(keys.map((key) => ["put", bytes(key), bytes(key.length)]), true);
    const answers = await store.read([bytes(1), bytes(255), bytes(1, 255), bytes(7), bytes(255, 255)]);
    return answers.map((pairs) => pairs.map(([key, value]) => `${hex(key)}=${hex(value)}`));
  });
  assert.deepEqual(found, [
    ["01=01", "0100=02", "017f09=03", "0180=02", "01ff=02", "01ffff=03"],
    ["ff=01", "fffe=02", "ffff=02"],
    ["01ff=02", "01ffff=03"],
    [],
    ["ffff=02"],
  ]);
});

test("random writes read back as from a plain sorted list", async (t) => {
  const page = await storePage(t);
  const difference = await page.evaluate(async () => {
    const store = await openStore("model");
    const model = new Map();
    let seed = 7;
    const random = (below) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    // Few different bytes, so that prefixes, overwrites and deletes meet often.
    const key = () => Array.from({ length: 1 + random(4) }, () => [0, 1, 127, 128, 254, 255][random(6)]);
    for (let round = 0; round < 60; round += 1) {
      const ops = [];
      for (let i = random(12); i >= 0; i -= 1) {
        const at = key();
        const kind = ["put", "put", "put", "delete", "delete prefix"][random(5)];
        const value = bytes(random(256), round);
        ops.push([kind, bytes(at), value]);
        if (kind === "put") model.set(hex(at), hex(value));
        if (kind === "delete") model.delete(hex(at));
        if (kind === "delete prefix") for (const other of [...model.keys()]) if (other.startsWith(hex(at))) model.delete(other);
      }
      await store.write(ops, round % 2 === 0);
      const prefix = key().slice(0, 2);
      const [got] = await store.read([bytes(prefix)]);
      const expected = [...model].filter(([other]) => other.startsWith(hex(prefix))).sort(([a], [b]) => (a < b ? -1 : 1));
      const shown = got.map(([k, v]) => [hex(k), hex(v)]);
      if (JSON.stringify(shown) !== JSON.stringify(expected)) return { round, prefix, shown, expected };
    }
    return null;
  });
  assert.equal(difference, null);
});

test("what is opened again is still there", async (t) => {
  const page = await storePage(t);
  await page.evaluate(async () => (await openStore("again")).write([["put", bytes(1), bytes(2)]], true));
  await page.reload();
  await page.waitForFunction(() => window.ready);
  const found = await page.evaluate(async () => (await (await openStore("again")).read([bytes(1)]))[0].map(([, value]) => hex(value)));
  assert.deepEqual(found, ["02"]);
});

test("the one who opened last writes, the one before is refused and changes nothing", async (t) => {
  const page = await storePage(t);
  const outcome = await page.evaluate(async () => {
    const first = await openStore("taken");
    await first.write([["put", bytes(1), bytes(1)]], true);
    const second = await openStore("taken");
    const refusal = await first.write([["put", bytes(1), bytes(9)]], true).then(() => "written", String);
    await second.write([["put", bytes(2), bytes(2)]], true);
    const [pairs] = await second.read([bytes()]);
    return { refusal, pairs: pairs.map(([key, value]) => `${hex(key)}=${hex(value)}`) };
  });
  assert.deepEqual(outcome, { refusal: "Superseded", pairs: ["01=01", "02=02"] });
});

test("a connection that the browser dropped is opened again, and the batch written once", async (t) => {
  const page = await storePage(t);
  const outcome = await page.evaluate(async () => {
    const store = await openStore("dropped");
    const original = IDBDatabase.prototype.transaction;
    let failures = 0;
    const failOnce = (name) => {
      IDBDatabase.prototype.transaction = function () {
        IDBDatabase.prototype.transaction = original;
        failures += 1;
        throw new DOMException("the connection is closing", name);
      };
    };
    failOnce("InvalidStateError");
    await store.write([["put", bytes(1), bytes(1)]], true);
    failOnce("UnknownError");
    const [pairs] = await store.read([bytes(1)]);
    IDBDatabase.prototype.transaction = function () { throw new DOMException("gone for good", "UnknownError"); };
    const refusal = await store.write([["put", bytes(2), bytes(2)]], true).then(() => "written", String);
    IDBDatabase.prototype.transaction = original;
    return { failures, pairs: pairs.length, refusal };
  });
  assert.deepEqual(outcome, { failures: 2, pairs: 1, refusal: 'Lost("UnknownError: gone for good")' });
});

test("a full disk is called full, and what was there stays", async (t) => {
  const page = await storePage(t);
  // Before the store is opened: the browser remembers for a while how much room it saw.
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 5_000_000 });
  await page.evaluate(async () => {
    window.store = await openStore("full");
    await store.write([["put", bytes(1), bytes(1)]], true);
  });
  const refusal = await page.evaluate(async () => {
    const noise = (length) => {
      const value = new Uint8Array(length);
      for (let at = 0; at < length; at += 65536) crypto.getRandomValues(value.subarray(at, Math.min(length, at + 65536)));
      return value;
    };
    for (let i = 0; i < 20; i += 1) {
      try {
        await store.write([["put", bytes(2, i), noise(1_000_000)]], true);
      } catch (error) {
        return String(error);
      }
    }
    return "everything fitted";
  });
  assert.equal(refusal, "Full");
  const pairs = await page.evaluate(async () => (await store.read([bytes(1)]))[0].length);
  assert.equal(pairs, 1);
});

test("ten megabytes in forty thousand values are read at once", async (t) => {
  const page = await storePage(t);
  const { count, millis } = await page.evaluate(async () => {
    const store = await openStore("large");
    for (let part = 0; part < 8; part += 1) {
      const ops = Array.from({ length: 5000 }, (_, i) => ["put", bytes(5, part, i >> 8, i & 255), new Uint8Array(250).fill(i & 255)]);
      await store.write(ops, false);
    }
    const start = performance.now();
    const count = await store.count(bytes(5));
    return { count, millis: Math.round(performance.now() - start) };
  });
  t.diagnostic(`read in ${millis} ms`);
  assert.equal(count, 40_000);
});
