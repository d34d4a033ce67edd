// The rows of the worker's store, in IndexedDB: read, written and damaged while no worker has them open.

import fs from "node:fs";
import { fileURLToPath } from "node:url";

const FIXTURES = new URL("../../fixtures/", import.meta.url);

/** The stored rows of a version, as pairs of hex, and what its screens showed. */
export function fixture(version) {
  const read = (name) => fs.readFileSync(fileURLToPath(new URL(`${version}/${name}`, FIXTURES)), "utf8");
  return { rows: read("rows.txt").trimEnd().split("\n").map((line) => line.split(" ")), screens: read("screens.txt") };
}

const EMPTY_PAGE = { contentType: "text/html", body: '<!doctype html><link rel="icon" href="data:,">' };

/** Leave the app for an empty page beside it: the same storage, and no worker. */
export async function leaveApp(person) {
  await person.page.route("**/beside", (route) => route.fulfill(EMPTY_PAGE));
  await person.page.goto(new URL("beside", person.url).href);
}

export async function enterApp(person) {
  await person.page.goto(person.url);
}

/** Put rows into a store that does not exist yet. */
export async function putRows(person, rows) {
  await person.page.evaluate(async (rows) => {
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const request = indexedDB.open("tongzhou", 1);
    const database = await new Promise((resolve, reject) => {
      request.onupgradeneeded = () => ["pairs", "lease"].forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction("pairs", "readwrite");
    for (const [key, value] of rows) transaction.objectStore("pairs").put(bytes(value), bytes(key));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, rows);
}

/** Turn over the bytes of the second half of every value under a one-letter prefix; gives how many there were. */
export async function damageRows(person, prefix) {
  return person.page.evaluate(async (prefix) => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await settled(indexedDB.open("tongzhou"));
    const transaction = database.transaction("pairs", "readwrite");
    const pairs = transaction.objectStore("pairs");
    const first = prefix.charCodeAt(0);
    const range = IDBKeyRange.bound(new Uint8Array([first]), new Uint8Array([first + 1]), false, true);
    const keys = await settled(pairs.getAllKeys(range));
    for (const key of keys) {
      const value = await settled(pairs.get(key));
      for (let at = value.length >> 1; at < value.length; at += 1) value[at] ^= 0x55;
      await settled(pairs.put(value, key));
    }
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    database.close();
    return keys.length;
  }, prefix);
}

/** Take one row out, by the letters of its key. */
export async function takeRow(person, letters) {
  await person.page.evaluate(async (letters) => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await settled(indexedDB.open("tongzhou"));
    const pairs = database.transaction("pairs", "readwrite").objectStore("pairs");
    const key = new TextEncoder().encode(letters);
    if ((await settled(pairs.get(key))) === undefined) throw new Error(`there is no row ${letters}`);
    await settled(pairs.delete(key));
    database.close();
  }, letters);
}
