// What is said for a moment, and how long. The words are those of the Chinese page.

import assert from "node:assert/strict";
import test from "node:test";
import { goes } from "../harness/screens.mjs";
import { edits, looksAround } from "../harness/story.mjs";
import { world } from "../harness/world.mjs";

test("a word about a page goes with it; what can be undone goes along and says of what it is", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  const toast = page.locator(".toasts .toast");
  // Much sooner than it would go by itself.
  const isGone = () => toast.waitFor({ state: "detached", timeout: 3_000 });

  await goes(page, "#/customers");
  await page.locator("main a.row").first().click();
  await page.locator(".side h1").waitFor();
  const name = await page.locator(".side h1").innerText();
  await page.locator(".side").getByRole("button", { name: "复制到微信" }).click();
  await toast.filter({ hasText: "复制" }).waitFor();
  await goes(page, "#/tasks");
  await isGone();

  await page.goBack();
  await page.locator(".side h1").waitFor();
  await edits(person, "地区", "绵阳");
  await toast.filter({ hasText: "已保存" }).waitFor();
  await goes(page, "#/tasks");
  await page.locator("main .task").first().waitFor();
  assert.equal(await toast.locator("span").first().innerText(), `已保存：${name}`);

  await goes(page, "#/settings");
  await page.getByRole("radio", { name: "English" }).click();
  await page.getByText("Appearance").first().waitFor();
  await isGone();
  person.assertNoComplaints();
});
