// What the first version stored: a browser that holds it opens it with today's page, and goes on with it.

import assert from "node:assert/strict";
import test from "node:test";
import { enterApp, fixture, leaveApp, putRows } from "../harness/rows.mjs";
import { opens, sentence, edits } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const CUSTOMER = "成都锦华服饰";

/** The names under "# customers" of the golden text. */
function customersOf(screens) {
  const part = screens.split("\n\n").find((part) => part.startsWith("# customers:"));
  return part.split("\n").slice(1).map((line) => line.split(" [")[0]);
}

test("what v1 stored is shown, edited, and there after a reload", async (t) => {
  const { rows, screens } = fixture("v1");
  const here = await world(t);
  const jing = await here.person("陈静");
  await leaveApp(jing);
  await jing.page.evaluate(async () => {
    // The first screen made an empty store.
    const request = indexedDB.deleteDatabase("tongzhou");
    await new Promise((resolve, reject) => { request.onsuccess = resolve; request.onerror = reject; });
  });
  await putRows(jing, rows);
  await enterApp(jing);
  await jing.page.evaluate(() => { location.hash = "#/customers"; });
  const expected = customersOf(screens).sort();
  assert.equal(expected.length, 3);
  await until("the customers of v1 are listed", async () => {
    const titles = await jing.page.locator("a.row .title").allInnerTexts();
    return JSON.stringify(titles.sort()) === JSON.stringify(expected);
  });
  await opens(jing, CUSTOMER);
  for (const words of ["第一次拜访，要报价", "离线拜访", "四月再谈", "微信回访", "王芳", "锦江区东大街 1 号"]) {
    await jing.page.getByText(words).first().waitFor();
  }
  await edits(jing, "地区", "德阳");
  await until("it is saved here", async () => /已保存在本机/.test(await sentence(jing)));
  await jing.page.reload();
  await jing.page.getByText("德阳").first().waitFor();
  await jing.page.getByText("第一次拜访，要报价").first().waitFor();
  jing.assertNoComplaints();
});
