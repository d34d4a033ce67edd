// The site on a device: it starts without a network, is kept whole or not at all, and a new version is offered.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { violations } from "../harness/accessibility.mjs";
import { copyOfSite, makeNewVersion, serveUnder } from "../harness/static_site.mjs";
import { follow, looksAround } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49";

const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";

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

test("scripts that do not come with the site do not run", async (t) => {
  const here = await world(t);
  const { page } = await here.person("陈静");
  await looksAround(page);
  const ran = await page.evaluate(async (elsewhere) => {
    window.ran = [];
    const written = document.createElement("script");
    written.textContent = "window.ran.push('written into the page')";
    document.body.append(written);
    document.body.insertAdjacentHTML("beforeend", "<img src='./missing.png' onerror=\"window.ran.push('of an element')\">");
    const fetched = document.createElement("script");
    fetched.src = elsewhere;
    const refused = new Promise((done) => { fetched.onerror = done; fetched.onload = done; });
    document.body.append(fetched);
    await refused;
    try {
      setTimeout("window.ran.push('of a text')", 0);
    } catch { /* refused at once */ }
    await new Promise((done) => setTimeout(done, 300));
    return window.ran;
  }, "data:text/javascript,window.ran.push('from elsewhere')");
  assert.deepEqual(ran, []);
  // It may be in nobody's frame either.
  const { headers } = await fetch(here.relay.url);
  assert.match(headers.get("content-security-policy"), /frame-ancestors 'none'/);
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

  // What is typed into a form survives the new version, until it is saved.
  await page.keyboard.press("c");
  await page.locator("dialog[open] button.row").nth(1).click();
  await page.locator("#field-task-title").fill("给锦华寄样品");
  await page.locator("dialog[open]").getByRole("button", { name: "更多资料" }).click();
  const customer = page.locator("dialog[open] .field .rows button.row").first();
  const about = await customer.locator(".title").innerText();
  await customer.click();
  await page.locator("dialog[open] .choice[aria-pressed=true]", { hasText: about }).waitFor();
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
  const begun = async () => {
    await page.keyboard.press("c");
    await page.locator("dialog[open] button.row").nth(1).click();
    await page.locator("#field-task-title").waitFor();
    return page.locator("#field-task-title").inputValue();
  };
  assert.equal(await begun(), "给锦华寄样品");
  await page.locator("dialog[open] .choice[aria-pressed=true]", { hasText: about }).waitFor();
  await page.locator("#field-task-title").press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.reload();
  await page.locator(".due-item").first().waitFor();
  assert.equal(await begun(), "", "saved, so no longer a draft");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
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

test("an invite in Safari on an iPhone is joined on the home screen first, or here after all", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { userAgent: SAFARI, permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = person;
  const invite = `${here.relay.url}#an-invite`;
  await follow(person, invite);
  await page.getByText("先添加到主屏幕").waitFor();
  assert.equal(await page.evaluate(() => location.hash), "#an-invite");
  assert.equal(await page.evaluate(() => window.tongzhouWorker === undefined), true);
  await page.getByRole("button", { name: "复制邀请" }).click();
  await page.getByRole("status").getByText("已复制").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), invite);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "仍在这里加入" }).click();
  // It is no invite of ours, and the app says so: it runs.
  await page.getByRole("alert").waitFor();
});

test("opened from the home screen, an invite is joined at once", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { userAgent: SAFARI });
  const { page } = person;
  await page.addInitScript(() => { Object.defineProperty(navigator, "standalone", { value: true }); });
  await follow(person, `${here.relay.url}#an-invite`);
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByText("先添加到主屏幕").isVisible(), false);
});

test("the icon that systems cut to their shape keeps its drawing in the middle", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const manifest = await person.page.evaluate(async () => (await fetch("./manifest.webmanifest")).json());
  const cut = manifest.icons.filter((icon) => icon.purpose === "maskable");
  assert.deepEqual(cut.map((icon) => icon.sizes), ["192x192", "512x512"]);
  for (const icon of cut) {
    const farthest = await person.page.evaluate(async (source) => {
      const picture = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      canvas.drawImage(picture, 0, 0);
      const { data, width } = canvas.getImageData(0, 0, picture.width, picture.height);
      const differs = (at) => [0, 1, 2, 3].some((part) => Math.abs(data[at + part] - data[part]) > 8);
      let farthest = data[3] === 255 ? 0 : 1;
      for (let at = 0; at < data.length; at += 4) {
        const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
        if (differs(at)) farthest = Math.max(farthest, Math.hypot(x + 0.5 - width / 2, y + 0.5 - width / 2) / width);
      }
      return farthest;
    }, icon.src);
    // The circle that no shape cuts: 40 % of the width around the middle.
    assert.ok(farthest > 0.2 && farthest <= 0.4, `${icon.src} reaches ${farthest}`);
  }
});

const LACKS = {
  "structured clones": () => { delete window.structuredClone; },
  // What such a browser says of a module with vectors in it.
  "vectors": () => { WebAssembly.validate = (module) => !new Uint8Array(module).includes(0x7b); },
};
for (const [what, takeAway] of Object.entries(LACKS)) {
  test(`a browser that is too old is told so: without ${what}`, async (t) => {
    const here = await world(t);
    const person = await here.person("陈静");
    const { page } = person;
    await page.addInitScript(takeAway);
    await page.reload();
    await page.getByText("这个浏览器太旧").waitFor();
    assert.equal(await page.locator("main").count(), 0);
  });
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
