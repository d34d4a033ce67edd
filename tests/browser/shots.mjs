// `cargo xtask shots`: a picture of every screen, with the sample team and what only a team of one's own has, phone and
// desk, light and dark, 中文 and English, in target/shots.

import fs from "node:fs";
import path from "node:path";
import { DESK, PHONE } from "./harness/browser.mjs";
import { places } from "./harness/places.mjs";
import { OWN_TEAM_SCREENS, SCREENS, drawn } from "./harness/screens.mjs";
import { founds } from "./harness/story.mjs";
import { world } from "./harness/world.mjs";

const SIZES = { phone: PHONE, desk: DESK };
const THEMES = ["light", "dark"];
const LANGUAGES = { zh: "zh-CN", en: "en-US" };

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
  await takeEach(person.page, SCREENS, { language, size, theme });
  await person.close();
  const own = await here.person("陈静", { ...device, locale, colorScheme: theme });
  await founds(own);
  await takeEach(own.page, OWN_TEAM_SCREENS, { language, size, theme });
  await own.close();
}

async function takeEach(page, screens, { language, size, theme }) {
  for (const [screen, reach, only = size] of screens) {
    if (only !== size) continue;
    const name = `${screen}-${size}-${theme}-${language}`;
    try {
      await reach(page);
      await drawn(page);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    } catch (error) {
      failures += 1;
      console.error(`${name}: ${String(error.message).split("\n")[0]}`);
    }
  }
}
