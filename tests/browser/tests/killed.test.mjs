// The browser is killed at any moment while somebody writes: whatever the screen had called saved is there.
// TONGZHOU_KILLS says how often.

import assert from "node:assert/strict";
import test from "node:test";
import { CUSTOMER, joins, opens, team } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";

const KILLS = Number(process.env.TONGZHOU_KILLS ?? 20);
/** One log takes some tens of milliseconds, so a kill falls anywhere in the first to the fiftieth. */
const LATEST_MS = 1_500;

test("whatever the screen called saved is there after the browser is killed", async (t) => {
  const { here, founder, link } = await team(t);
  const ming = await here.personWithOwnBrowser("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  const address = await ming.page.evaluate(() => location.href);
  const saved = new Set();
  let interrupted = 0;
  for (let round = 0; round < KILLS; round += 1) {
    await ming.page.exposeFunction("calledSaved", (texts) => texts.forEach((text) => saved.add(text)));
    // Without a network nobody else can have what is said next.
    ming.network.cut();
    const before = saved.size;
    const writing = ming.page.evaluate(writeUntilTheEnd, `第${round}轮`).catch(() => {});
    await new Promise((resume) => setTimeout(resume, Math.random() * LATEST_MS));
    await ming.kill();
    await writing;
    if (saved.size > before) interrupted += 1;
    ming.network.restore();
    ming.url = address;
    await ming.reopen();
    await ming.page.getByRole("heading", { name: CUSTOMER, level: 1 }).waitFor();
  }
  await until("all that is there is with the founder", async () => {
    await founder.tz("sync");
    const rows = JSON.parse(await founder.tz("--json", "list", "follow_up"));
    const there = new Set(rows.map((row) => row.text));
    return [...saved].every((text) => there.has(text));
  });
  t.diagnostic(`${saved.size} touches were called saved, in ${interrupted} of ${KILLS} rounds`);
  assert.ok(interrupted >= KILLS / 2, `hardly anything was called saved: in ${interrupted} of ${KILLS} rounds`);
});

/** Logs one touch after the other, and reports each as soon as it stands on a screen that says "saved". In the page. */
async function writeUntilTheEnd(prefix) {
  const written = new Set();
  const look = () => {
    const sentence = document.querySelector("a.sync")?.textContent ?? "";
    if (!/已保存在本机|已上传|已收到/.test(sentence)) return;
    const shown = document.querySelector(".timeline")?.textContent ?? "";
    const saved = [...written].filter((text) => shown.includes(text));
    saved.forEach((text) => written.delete(text));
    if (saved.length > 0) window.calledSaved(saved);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  const found = async (selector) => {
    for (;;) {
      const element = document.querySelector(selector);
      if (element) return element;
      await new Promise((frame) => requestAnimationFrame(frame));
    }
  };
  for (let number = 0; ; number += 1) {
    const text = `${prefix}第${number}次。`;
    (await found(".side .actions button.primary")).click();
    const said = await found("dialog[open] textarea");
    said.value = text;
    said.dispatchEvent(new Event("input", { bubbles: true }));
    written.add(text);
    (await found("dialog[open] .outcomes button")).click();
    while (document.querySelector("dialog[open]")) await new Promise((frame) => requestAnimationFrame(frame));
  }
}
