// The site on a device: it starts without a network, is kept whole or not at all, and a new version is offered.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { copyOfSite, makeNewVersion, serveUnder } from "../harness/static_site.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49";

test("a team opens without a network, at the root of a relay", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  await startsOffline(person, here.relay.url);
});

test("the same on a plain static host under a sub-path", async (t) => {
  const site = await serveUnder("/sales/app/");
  t.after(site.close);
  const here = await world(t);
  const person = await here.person("陈静");
  await person.page.goto(site.url);
  await startsOffline(person, site.url);
  const kept = await person.page.evaluate(() => caches.keys());
  assert.ok(kept.every((name) => name.includes("/sales/app/")), `kept under its own path: ${kept}`);
});

test("a version of which one file is another is not kept at all", async (t) => {
  const here = await world(t);
  const folder = copyOfSite(path.join(here.folder, "site"));
  fs.appendFileSync(path.join(folder, "worker_loader.js"), "\n// another content");
  const site = await serveUnder("/", folder);
  t.after(site.close);
  const person = await here.person("陈静");
  await person.page.goto(site.url);
  const state = await person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("./sw.js", { updateViaCache: "none" });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker.state === "installing") {
      await new Promise((done) => { worker.addEventListener("statechange", done, { once: true }); });
    }
    return worker.state;
  });
  assert.equal(state, "redundant");
  await until("nothing is kept", async () => (await person.page.evaluate(() => caches.keys())).length === 0);
  // And the app runs as before.
  await looksAround(person.page);
});

test("a new version is offered, waits while a sheet is open, and comes when it is taken", async (t) => {
  const here = await world(t);
  const folder = copyOfSite(path.join(here.folder, "site"));
  const site = await serveUnder("/", folder);
  t.after(site.close);
  const person = await here.person("陈静");
  const { page } = person;
  await page.goto(site.url);
  await looksAround(page);
  await isKept(page);
  await page.reload();
  await page.locator(".due-item").first().waitFor();

  await page.keyboard.press("c");
  await page.locator("dialog[open] button").first().waitFor();
  makeNewVersion(folder, "second");
  const mark = () => page.evaluate(() => document.documentElement.dataset.mark);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  const offer = page.locator(".new-version");
  await offer.waitFor({ state: "attached" });
  assert.equal(await offer.isVisible(), false, "it does not lie over an open sheet");
  assert.equal(await mark(), undefined, "nothing was forced");
  await page.keyboard.press("Escape");
  await offer.waitFor();
  const button = offer.getByRole("button", { name: "更新" });
  const box = await button.boundingBox();
  assert.ok(box.height >= 44, `large enough for a thumb: ${box.height}`);

  await button.click();
  await until("the new version runs", async () => (await mark()) === "second");
  await page.locator(".due-item").first().waitFor();
  await until("the old one is forgotten", async () => (await page.evaluate(() => caches.keys())).length === 1);
  person.assertNoComplaints();
});

test("inside WeChat nothing starts, and the invite stays in the address", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { userAgent: WECHAT });
  const { page } = person;
  await page.goto(`${here.relay.url}#an-invite`);
  await page.reload();
  await page.getByText("在浏览器打开").waitFor();
  assert.equal(await page.evaluate(() => location.hash), "#an-invite");
  await page.waitForLoadState("networkidle");
  assert.equal(await page.evaluate(() => window.tongzhouWorker === undefined), true);
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
  assert.equal(await page.locator("main").count(), 0);
});

test("a browser that is too old is told so", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await page.addInitScript(() => { delete window.structuredClone; });
  await page.reload();
  await page.getByText("这个浏览器太旧").waitFor();
  assert.equal(await page.locator("main").count(), 0);
});

async function looksAround(page) {
  await page.locator(".ways button").nth(2).click();
  await page.locator(".due-item").first().waitFor();
}

async function isKept(page) {
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
}

async function startsOffline(person, url) {
  await looksAround(person.page);
  await isKept(person.page);
  const customer = await person.page.locator(".due-item .title").first().innerText();
  await person.page.close();
  await person.goOffline();
  person.page = await person.context.newPage();
  await person.page.goto(url);
  await person.page.getByText(customer).first().waitFor();
}
