// What a form says and offers beyond the kinds of its fields. The words are those of the Chinese page.

import assert from "node:assert/strict";
import test from "node:test";
import { goes } from "../harness/screens.mjs";
import { logsFollowUp, looksAround } from "../harness/story.mjs";
import { world } from "../harness/world.mjs";

test("the form of a member says what another role and a last day do not end", async (t) => {
  const { page, sheet } = await sample(t);
  await goes(page, "#/team");
  await page.locator("main a[href*='/member/']").nth(1).click();
  await page.getByRole("button", { name: "编辑", exact: true }).click();
  await sheet.getByRole("group", { name: "角色", description: /只改资料/ }).waitFor();
  await sheet.getByRole("button", { name: "更多资料" }).click();
  const leaving = sheet.locator(".field", { has: page.getByLabel("离职日期", { exact: true }) });
  await leaving.getByText("访问权限暂时不会收回").waitFor();
});

test("a follow-up that is edited offers what may come of its channel", async (t) => {
  const { page, sheet } = await sample(t);
  await logsFollowUp(page);
  await page.locator("main .touch button[aria-label^=编辑]").first().click();
  const [channels, outcomes] = ["方式", "结果"].map((name) => sheet.getByRole("group", { name, exact: true }));
  await channels.getByRole("button", { name: "电话" }).click();
  await outcomes.getByRole("button", { name: "未接通" }).click();
  await channels.getByRole("button", { name: "拜访" }).click();
  await outcomes.getByRole("button", { name: "见到了" }).waitFor();
  const offered = await outcomes.getByRole("button").allInnerTexts();
  assert.deepEqual(offered.toSorted(), ["见到了", "没见到", "有意向", "要报价", "无意向"].toSorted());
  // What no visit comes to is taken back, and is to be said anew.
  assert.equal(await outcomes.locator("[aria-pressed=true]").count(), 0);
  await sheet.getByRole("button", { name: "保存" }).click();
  await outcomes.getByRole("alert").waitFor();
  await outcomes.getByRole("button", { name: "见到了" }).click();
  await sheet.getByRole("button", { name: "保存" }).click();
  await sheet.waitFor({ state: "detached" });
  await page.locator("main .touch", { hasText: "拜访 · 见到了" }).first().waitFor();
});

test("when a deal will close is an end of months, the next step is a day soon", async (t) => {
  const { page, sheet } = await sample(t);
  await goes(page, "#/deals");
  await page.locator(".board .card .row").first().click();
  await page.getByRole("button", { name: "编辑", exact: true }).click();
  const of = (label) => sheet.locator(".field", { has: page.getByLabel(label, { exact: true }) });
  const more = sheet.getByRole("button", { name: "更多资料" });
  if (await more.count() > 0) await more.click();
  const closes = of("预计成交");
  const said = await closes.getByRole("button").allInnerTexts();
  assert.equal(said[0], "本月底");
  assert.ok(said.includes("下季度末"), said.join());
  assert.ok(!said.includes("今天") && !said.includes("一周后"), said.join());
  await closes.getByRole("button", { name: "本月底" }).click();
  const { end, value } = await closes.getByRole("textbox").or(closes.locator("input")).first().evaluate((input) => {
    const now = new Date();
    return { end: new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate(), value: input.value };
  });
  assert.equal(Number(value.slice(-2)), end);
  assert.equal((await of("下一步日期").getByRole("button").allInnerTexts())[0], "今天");
});

async function sample(t) {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  t.after(() => person.assertNoComplaints());
  return { page, sheet: page.locator("dialog[open]") };
}
