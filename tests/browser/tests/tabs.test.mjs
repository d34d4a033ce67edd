// Several tabs of one browser: one hosts the engine, all work.

import assert from "node:assert/strict";
import test from "node:test";
import { loggedToday, logsFollowUp } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

/** Somebody who looks around in the sample team, in two tabs; the first one leads. */
async function twoTabs(t) {
  const here = await world(t);
  const ming = await here.person("阿明");
  const first = ming.page;
  await first.getByRole("button", { name: "先看看示例团队" }).click();
  await first.locator(".due-item").first().waitFor();
  const open = async () => {
    const page = await ming.context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(ming.url);
    await page.locator(".due-item").first().waitFor();
    return page;
  };
  return { ming, first, second: await open(), open };
}

async function counts(page, count) {
  await until(`${count} are counted`, async () => (await loggedToday(page)) === count);
}

test("two tabs work side by side and show the same", async (t) => {
  const { ming, first, second } = await twoTabs(t);
  const before = await loggedToday(first);
  await logsFollowUp(second);
  await counts(first, before + 1);
  await logsFollowUp(first);
  await counts(second, before + 2);
  await second.close();
  await logsFollowUp(first);
  ming.assertNoComplaints();
});

test("when the tab that leads is closed the next one goes on, and what was just tapped is there once", async (t) => {
  const { first, second, open } = await twoTabs(t);
  let [leader, follower] = [first, second];
  let count = await loggedToday(first);
  for (let round = 0; round < 4; round += 1) {
    await follower.locator(".due-item > button.row").first().click();
    const outcome = follower.locator(".due-item .outcomes button").first();
    await outcome.waitFor();
    await Promise.all([leader.close(), outcome.click()]);
    count += 1;
    await counts(follower, count);
    [leader, follower] = [follower, await open()];
    await counts(follower, count);
  }
  await leader.reload();
  await leader.locator(".due-item").first().waitFor();
  await counts(leader, count);
});

test("a tab that leads but sleeps is replaced; waking up it looks on, and what it was told is there once", async (t) => {
  const { first, second } = await twoTabs(t);
  const before = await loggedToday(first);
  await first.locator(".due-item > button.row").first().click();
  const outcome = first.locator(".due-item .outcomes button").first();
  await outcome.waitFor();
  const asleep = first.workers()[0];
  const woken = asleep.evaluate(() => {
    for (const until = Date.now() + 12_000; Date.now() < until;);
  });
  await outcome.click();
  await second.bringToFront();
  await logsFollowUp(second);
  await woken;
  await counts(second, before + 2);
  await counts(first, before + 2);
  assert.equal(first.workers()[0], asleep, "it is the same worker, which looks on now");
  await logsFollowUp(first);
  await counts(second, before + 3);
  await second.reload();
  await second.locator(".due-item").first().waitFor();
  await counts(second, before + 3);
});
