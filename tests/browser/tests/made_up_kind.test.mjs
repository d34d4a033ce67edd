// A kind that is declared and nothing else: page and worker are built with it, and no screen knows it. The words are those
// of the Chinese page and of `language::label::made_up_kind`.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { places } from "../harness/places.mjs";
import { copyOfSite } from "../harness/static_site.mjs";
import { looksAround } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

test("a declared kind has its form, is found by pinyin, and is changed, taken back and deleted", async (t) => {
  const site = siteThatKnowsIt(t);
  const here = await world(t, { site });
  const { page } = await here.person("陈静");
  await looksAround(page);
  const sheet = page.locator("dialog[open]");
  const finds = async (typed, title) => {
    await page.keyboard.press("Control+k");
    await sheet.locator("input").fill(typed);
    await sheet.locator(".hit", { hasText: title }).click();
  };
  const field = (label) => sheet.getByLabel(new RegExp(`^${label}`));
  const saved = () => sheet.waitFor({ state: "detached" });

  await finds("雨伞", "雨伞");
  await sheet.getByText("手动", { exact: true }).waitFor();
  // What the declaration requires is asked for in the kind's words.
  await sheet.getByRole("button", { name: "添加" }).click();
  assert.match(await sheet.getByRole("alert").first().innerText(), /叫法/);
  await field("叫法").fill("门口的红伞");
  await sheet.getByText("自动", { exact: true }).click();
  await sheet.getByRole("button", { name: "更多资料" }).click();
  await field("备注").fill("伞骨有点松");
  await sheet.getByRole("button", { name: "添加" }).click();
  await saved();

  await finds("hongsan", "门口的红伞");
  await sheet.getByRole("button", { name: "更多资料" }).click();
  assert.equal(await field("备注").inputValue(), "伞骨有点松");
  await field("叫法").fill("门口的蓝伞");
  await sheet.getByRole("button", { name: "保存" }).click();
  await saved();
  await page.locator(".toasts").getByRole("button", { name: "撤销" }).click();
  await until("the old name is back", async () => {
    await finds("mkd", "门口的");
    const name = await field("叫法").inputValue();
    await page.keyboard.press("Escape");
    await saved();
    return name === "门口的红伞";
  });
  await finds("hongsan", "门口的红伞");
  await sheet.getByRole("button", { name: "删除" }).click();
  await saved();
  await page.keyboard.press("Control+k");
  await sheet.locator("input").fill("hongsan");
  await sheet.getByText("没有找到").waitFor();
});

/** The built site with page and worker that know one kind more, and no service worker: its list is of the others. */
function siteThatKnowsIt(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tongzhou-site-"));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  copyOfSite(folder);
  fs.rmSync(path.join(folder, "sw.js"));
  const put = (from, to) => fs.copyFileSync(path.join(places.madeUp, from), path.join(folder, to));
  for (const name of fs.readdirSync(folder)) {
    const end = /^app-[0-9a-f]+(\.js|_bg\.wasm)$/.exec(name)?.[1];
    if (end) put(`app${end}`, name);
  }
  for (const name of ["worker.js", "worker_bg.wasm"]) put(name, name);
  return folder;
}
