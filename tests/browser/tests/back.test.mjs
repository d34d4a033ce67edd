// The way back on a phone: it closes a sheet and leaves the screen alone, and a sheet may be gone before what it saves is
// answered. The words are those of the Chinese page.

import test from "node:test";
import { goes } from "../harness/screens.mjs";
import { looksAround } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

test("back closes a sheet and leaves the screen below it alone", async (t) => {
  const person = await sample(t);
  const { page } = person;
  const back = () => page.evaluate(() => history.back());
  const at = () => page.evaluate(() => location.hash);
  const isAt = (hash) => until(`the address is ${hash}`, async () => (await at()) === hash);
  const sheet = page.locator("dialog[open]");
  const edit = page.getByRole("button", { name: "编辑", exact: true });

  await goes(page, "#/customers");
  await page.locator("main a.row").first().click();
  await edit.waitFor();
  const customer = await at();
  // Twice: closed by back, and closed by its own button, which leaves nothing behind in the history.
  for (const close of [back, () => sheet.getByRole("button", { name: "关闭" }).first().click()]) {
    await edit.click();
    await sheet.waitFor();
    await close();
    await sheet.waitFor({ state: "detached" });
    await isAt(customer);
  }
  // One sheet right behind another has its entry, too.
  await edit.click();
  await sheet.waitFor();
  await sheet.getByRole("button", { name: "关闭" }).first().click();
  await edit.click();
  await sheet.waitFor();
  await back();
  await sheet.waitFor({ state: "detached" });
  await isAt(customer);
  await back();
  await isAt("#/customers");

  // A link on a sheet: back leads to where the sheet was opened.
  await page.getByRole("button", { name: "更多" }).last().click();
  await sheet.getByRole("link", { name: "公告" }).click();
  await isAt("#/announcements");
  await sheet.waitFor({ state: "detached" });
  await back();
  await isAt("#/customers");
  await back();
  await page.locator(".due-item").first().waitFor();
  person.assertNoComplaints();
});

test("a sheet may be gone before what it saves is answered", async (t) => {
  const person = await sample(t);
  const { page } = person;
  await page.keyboard.press("c");
  const sheet = page.locator("dialog[open]");
  await sheet.getByText("新建客户", { exact: true }).click();
  await sheet.getByRole("textbox").first().fill("成都晚答商贸");
  await page.waitForTimeout(300); // what was asked while typing is answered
  const busy = page.workers()[0].evaluate(() => { const end = Date.now() + 1_500; while (Date.now() < end); });
  await sheet.getByRole("button", { name: "添加" }).click();
  await page.evaluate(() => history.back());
  await sheet.waitFor({ state: "detached" });
  await busy;
  await page.locator(".toasts .act").first().waitFor();
  await goes(page, "#/customers");
  await page.locator("input[type=search]").first().fill("成都晚答");
  await page.locator("main a.row", { hasText: "成都晚答商贸" }).waitFor();
  person.assertNoComplaints();
});

/** Somebody on a phone who looks around in the sample team. */
async function sample(t) {
  const person = await (await world(t)).person("陈静");
  await looksAround(person.page);
  return person;
}
