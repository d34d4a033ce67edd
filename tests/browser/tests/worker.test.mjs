// The worker may die; the page does not.

import assert from "node:assert/strict";
import test from "node:test";
import { loggedToday, logsFollowUp } from "../harness/story.mjs";
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
