// Every screen and sheet in one theme, 中文 and English, on a phone: no violation of WCAG 2.2 A and AA.

import assert from "node:assert/strict";
import test from "node:test";
import { violations } from "./accessibility.mjs";
import { OWN_TEAM_SCREENS, SCREENS, drawn } from "./screens.mjs";
import { founds } from "./story.mjs";
import { world } from "./world.mjs";

/** The tests of one theme. */
export function testScreens(colorScheme) {
  for (const [language, locale] of [["中文", "zh-CN"], ["English", "en-US"]]) {
    test(`every screen is accessible: ${colorScheme}, ${language}`, async (t) => {
      const here = await world(t);
      const sample = await here.person("sample", { colorScheme, locale });
      const found = await visit(sample.page, SCREENS);
      const own = await here.person("own", { colorScheme, locale });
      await founds(own);
      found.push(...await visit(own.page, OWN_TEAM_SCREENS));
      assert.deepEqual(found, []);
      sample.assertNoComplaints();
      own.assertNoComplaints();
    });
  }
}

/** What is wrong on each of these, one after the other. */
async function visit(page, screens) {
  const found = [];
  for (const [screen, reach] of screens) {
    try {
      await reach(page);
    } catch (error) {
      throw new Error(`the screen ${screen} cannot be reached`, { cause: error });
    }
    await drawn(page);
    for (const violation of await violations(page)) found.push({ screen, ...violation });
  }
  return found;
}
