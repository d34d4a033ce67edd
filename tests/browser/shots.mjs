// `cargo xtask shots`: a picture of every screen with the sample team, phone and desk, light and dark, 中文 and
// English, in target/shots.

import fs from "node:fs";
import path from "node:path";
import { DESK, PHONE } from "./harness/browser.mjs";
import { places } from "./harness/places.mjs";
import { world } from "./harness/world.mjs";

const SIZES = { phone: PHONE, desk: DESK };
const THEMES = ["light", "dark"];
const LANGUAGES = { zh: "zh-CN", en: "en-US" };

/** How to get to each screen, from the one before it. Found by structure, not by words: those change. */
const SCREENS = [
  ["welcome", async () => {}],
  ["start-a-team", (page) => page.locator(".ways button").nth(0).click()],
  ["join", async (page) => {
    await page.locator(".welcome .top button").first().click();
    await page.locator(".ways button").nth(1).click();
  }],
  ["today", async (page) => {
    await page.locator(".welcome .top button").first().click();
    await page.locator(".ways button").nth(2).click();
    await page.locator(".due-item").first().waitFor();
  }],
  ["today-logging", (page) => page.locator(".due-item > button.row").first().click()],
  ["today-logged", (page) => page.locator(".due-item .outcomes button").first().click()],
  ["customers", async (page) => {
    await go(page, "#/customers");
    await page.locator("a.row").first().waitFor();
  }],
  ["customers-search", (page) => page.locator("input[type=search]").first().fill("e")],
  ["customer", async (page) => {
    await page.locator("input[type=search]").first().fill("");
    await page.locator("a.row").first().click();
    await page.locator("a.row[aria-current]").first().waitFor({ state: "attached" });
  }],
  ["team", async (page) => {
    await go(page, "#/team");
    await page.locator("main a[href*='/member/']").first().waitFor();
  }],
  ["member", (page) => page.locator("main a[href*='/member/']").first().click()],
  ["settings", async (page) => {
    await go(page, "#/settings");
    await page.locator(".setting").first().waitFor();
  }],
  ["add", (page) => page.keyboard.press("c")],
  ["palette", async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
  }],
];

const folder = path.join(places.output, "shots");
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const endings = [];
let failures = 0;
try {
  const here = await world({ after: (end) => endings.push(end) });
  for (const [language, locale] of Object.entries(LANGUAGES)) {
    for (const [size, device] of Object.entries(SIZES)) {
      for (const theme of THEMES) await takeAll(here, { language, locale, size, device, theme });
    }
  }
} finally {
  for (const end of endings) await end();
}
console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`);
process.exitCode = failures === 0 ? 0 : 1;

async function takeAll(here, { language, locale, size, device, theme }) {
  const person = await here.person(`${size}-${theme}-${language}`, { ...device, locale, colorScheme: theme });
  await person.page.locator("main").first().waitFor();
  for (const [screen, reach] of SCREENS) {
    const name = `${screen}-${size}-${theme}-${language}`;
    try {
      await reach(person.page);
      await drawn(person.page);
      await person.page.screenshot({ path: path.join(folder, `${name}.png`) });
    } catch (error) {
      failures += 1;
      console.error(`${name}: ${String(error.message).split("\n")[0]}`);
    }
  }
  await person.close();
}

async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
}

/** Fonts are there, and nothing has moved for some frames. */
function drawn(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    let quiet = 0;
    const observer = new MutationObserver(() => { quiet = 0; });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    while (quiet < 12) {
      await new Promise((frame) => requestAnimationFrame(frame));
      quiet += 1;
    }
    observer.disconnect();
  });
}
