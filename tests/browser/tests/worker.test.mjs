// The worker may die; the page does not.

import assert from "node:assert/strict";
import test from "node:test";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const RESTARTED = "后台出错后已自动重启";

/** Somebody who looks around in the sample team, with Today drawn. */
async function visitor(t) {
  const here = await world(t);
  const ming = await here.person("阿明");
  await ming.page.getByRole("button", { name: "先看看示例团队" }).click();
  await ming.page.locator(".due-item").first().waitFor();
  return ming;
}

/** Two taps; the line under the date counts one more. */
async function logsFollowUp(page) {
  const before = await loggedToday(page);
  await page.locator(".due-item > button.row").first().click();
  await page.locator(".due-item .outcomes button").first().click();
  await until("one more is counted", async () => (await loggedToday(page)) === before + 1);
}

async function loggedToday(page) {
  const line = await page.locator("header.head p.muted").first().textContent();
  return Number(line.match(/已跟进 (\d+) 次/)?.[1] ?? 0);
}

test("an error in the worker restarts it, says so, and the work goes on", async (t) => {
  const ming = await visitor(t);
  await ming.page.workers()[0].evaluate(() => { setTimeout(() => { throw new Error("staged"); }); });
  await ming.page.getByText(RESTARTED).waitFor();
  await logsFollowUp(ming.page);
  assert.deepEqual(ming.complaints.filter((complaint) => !complaint.includes("staged")), []);
});

test("a worker that falls silent is replaced, and what it was asked is repeated", async (t) => {
  const here = await world(t);
  const ming = await here.person("阿明");
  await ming.page.clock.install();
  await ming.page.reload();
  await ming.page.getByRole("button", { name: "先看看示例团队" }).click();
  await ming.page.locator(".due-item").first().waitFor();
  const before = await loggedToday(ming.page);
  await ming.page.locator(".due-item > button.row").first().click();
  const silent = ming.page.workers()[0];
  silent.evaluate(() => { for (;;); }).catch(() => {});
  await ming.page.locator(".due-item .outcomes button").first().click();
  // Ten seconds at a time, until the bridge has missed enough signs of life.
  await until("the worker was replaced", async () => {
    await ming.page.clock.runFor(10_000);
    return ming.page.workers().some((worker) => worker !== silent);
  });
  await until("one more is counted", async () => (await loggedToday(ming.page)) === before + 1);
});

test("two tabs: the one opened last works, the other one is told", async (t) => {
  const ming = await visitor(t);
  const second = await ming.context.newPage();
  await second.goto(ming.url);
  await second.locator(".due-item").first().waitFor();
  await logsFollowUp(second);
  await ming.page.locator(".due-item > button.row").first().click();
  await ming.page.locator(".due-item .outcomes button").first().click();
  await ming.page.getByText("同舟已在另一个标签页打开").filter({ visible: true }).first().waitFor();
});
