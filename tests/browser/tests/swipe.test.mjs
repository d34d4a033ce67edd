// Rows under a finger, by real touch events: to the right a task or duty is done and a customer is logged,
// to the left task and customer wait; up and down is scrolling and nothing else. The words are those of the Chinese page.

import assert from "node:assert/strict";
import test from "node:test";
import { goes } from "../harness/screens.mjs";
import { looksAround } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

test("a task is done by a swipe to the right, put off by one to the left, and both can be undone", async (t) => {
  const { person, page, finger } = await onThePhone(t);
  await goes(page, "#/tasks");
  const row = page.locator("main .task a.row").first();
  await row.waitFor();
  const id = await row.getAttribute("data-row");
  const same = page.locator(`main .task a[data-row="${id}"]`);
  const day = () => same.getAttribute("data-day");
  const due = await day();

  // Not far enough: nothing happens, and it is no tap.
  await finger.draws(same, [50, 0]);
  await until("the row is back", async () => (await page.locator(".swiping").count()) === 0);
  assert.equal(await page.locator(".side").count(), 0);

  await finger.draws(same, [120, 4], async () => {
    assert.equal(await page.locator(".swiping").getAttribute("data-said"), "完成");
    assert.equal(await page.locator(".swiping.far").count(), 1);
  });
  await same.waitFor({ state: "detached" });
  await undoes(page);
  await same.waitFor();
  assert.equal(await day(), due);

  await finger.draws(same, [-120, -4], async () => {
    assert.equal(await page.locator(".swiping").getAttribute("data-said"), "推迟");
  });
  await until("it is due later", async () => {
    const now = await day();
    return now !== due && now > await page.evaluate(() => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10));
  });
  await page.locator(".toasts").getByText("推迟到").waitFor();
  await undoes(page);
  await until("it is due as before", async () => (await day()) === due);
  person.assertNoComplaints();
});

test("a customer is logged by a swipe to the right and put off by one to the left", async (t) => {
  const { person, page, finger } = await onThePhone(t);
  const row = page.locator(".due-item > .row").first();
  const id = await row.getAttribute("data-row");
  const name = await row.locator(".title").innerText();
  const same = page.locator(`.due-item > [data-row="${id}"]`);
  await finger.draws(same, [120, 0]);
  const sheet = page.locator("dialog[open]");
  await sheet.getByText(name).first().waitFor();
  await sheet.locator(".outcomes button").first().click();
  await sheet.waitFor({ state: "detached" });
  await page.locator(".toasts").getByText(`${name}：`).waitFor();
  await undoes(page);

  await goes(page, "#/customers");
  const listed = page.locator("main a.row").first();
  await listed.waitFor();
  const who = await listed.getAttribute("data-row");
  const due = await listed.getAttribute("data-day");
  await finger.draws(page.locator(`main a[data-row="${who}"]`), [-120, 0]);
  await page.locator(".toasts").getByText("推迟到").waitFor();
  await undoes(page);
  await until("it is where it was", async () => (await page.locator("main a.row").first().getAttribute("data-row")) === who);
  assert.equal(await page.locator("main a.row").first().getAttribute("data-day"), due);
  person.assertNoComplaints();
});

test("a duty is ticked off by a swipe to the right; to the left it does not go", async (t) => {
  if (monthIsOver()) {
    t.skip("the rest of the month is a weekend: nothing can be due");
    return;
  }
  const { person, page, finger } = await onThePhone(t);
  // A position from the template, held by whoever looks around: its duties come onto the day.
  await goes(page, "#/duties");
  await page.getByRole("button", { name: "销售主任", exact: true }).click();
  await page.locator("main .virtual a.row", { hasText: "暂无人担任" }).click();
  await page.locator(".side h1").waitFor();
  await page.locator(".side header button[aria-label=编辑]").click();
  await page.locator("dialog[open] #add-member").selectOption({ index: 1 });
  await page.locator("dialog[open]").getByRole("button", { name: "保存" }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  // What was due before is not asked of them; this one is due on the last working day of the month.
  const name = "月底对账";
  await page.getByRole("button", { name: "加职责", exact: true }).click();
  await page.locator("dialog[open] #field-duty-name").fill(name);
  await page.locator("dialog[open]").getByText("每月", { exact: true }).click();
  await page.locator("dialog[open]").getByText("更多资料", { exact: true }).click();
  await page.locator("dialog[open] #field-duty-day").fill("31");
  await page.locator("dialog[open]").getByRole("button", { name: "添加" }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await goes(page, "#/today");

  const duty = page.locator("main .task", { hasText: name }).first();
  const row = duty.locator("> div.row");
  await row.waitFor();
  // Each row takes its own place, and none another's.
  const outside = await page.locator("main .rows").evaluateAll((lists) => lists.filter((list) =>
    [...list.children].some((row) => row.getBoundingClientRect().bottom > list.getBoundingClientRect().bottom + 1)).length);
  assert.equal(outside, 0, "a list's rows reach out of it");
  await finger.draws(row, [-120, 0], async () => {
    assert.equal(await page.locator(".swiping.far").count(), 0);
  });
  await finger.draws(row, [120, 0], async () => {
    assert.equal(await page.locator(".swiping.far").getAttribute("data-said"), "完成");
  });
  await duty.locator(".tick.done").waitFor();
  await undoes(page);
  await duty.locator(".tick:not(.done)").waitFor();
  person.assertNoComplaints();
});

test("up and down scrolls, also when the finger strays, and the screen's edge is the system's", async (t) => {
  const { person, page, finger } = await onThePhone(t);
  await goes(page, "#/customers");
  await page.locator("main a.row").first().waitFor();
  const top = () => page.evaluate(() => document.querySelector(".place").scrollTop);
  // Down the list by a drag that ends far to the side.
  await finger.draws(page.locator("main a.row").nth(4), [-110, -260]);
  await until("the list has moved", async () => (await top()) > 100);
  assert.equal(await page.locator(".toasts .toast").count(), 0);
  assert.equal(await page.locator(".swiping").count(), 0);

  const box = await page.locator("main a.row").nth(6).boundingBox();
  await finger.drawsFrom({ x: 8, y: box.y + box.height / 2 }, [140, 0]);
  assert.equal(await page.locator("dialog[open]").count(), 0);
  person.assertNoComplaints();
});

test("without motion the row stays where it is and says what will happen", async (t) => {
  const { page, finger } = await onThePhone(t);
  await goes(page, "#/tasks");
  const row = page.locator("main .task a.row").first();
  await row.waitFor();
  const before = await row.boundingBox();
  await finger.draws(row, [100, 0], async () => {
    assert.deepEqual(await row.boundingBox(), before);
    const layer = await row.evaluate((element) => getComputedStyle(element.parentElement, "::before").zIndex);
    assert.equal(layer, "2");
  });
});

test("with motion the row follows the finger", async (t) => {
  const { page, finger } = await onThePhone(t, { reducedMotion: "no-preference" });
  await goes(page, "#/tasks");
  const row = page.locator("main .task a.row").first();
  await row.waitFor();
  const before = await row.boundingBox();
  await finger.draws(row, [60, 0], async () => {
    const moved = (await row.boundingBox()).x - before.x;
    assert.ok(Math.abs(moved - 60) <= 2, `moved by ${moved}`);
  });
});

async function onThePhone(t, context = {}) {
  const here = await world(t);
  const person = await here.person("陈静", context);
  const { page } = person;
  await looksAround(page);
  return { person, page, finger: new Finger(page, await person.context.newCDPSession(page)) };
}

/** One finger on the glass. */
class Finger {
  constructor(page, session) {
    Object.assign(this, { page, session });
  }

  /** From the middle of an element, in small steps, then up; `before` is called while the finger is still down. */
  async draws(element, way, before) {
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    await this.drawsFrom({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, way, before);
  }

  async drawsFrom({ x, y }, [right, down], before = async () => {}) {
    const STEPS = 12;
    const touch = (type, touchPoints) => this.session.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", [{ x, y }]);
    for (let step = 1; step <= STEPS; step += 1) {
      await touch("touchMove", [{ x: x + (right * step) / STEPS, y: y + (down * step) / STEPS }]);
      await this.page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
    }
    await before();
    await touch("touchEnd", []);
  }
}

async function undoes(page) {
  await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().click();
  await page.locator(".toasts").getByText("已撤销").first().waitFor();
}

/** Whether only Saturdays and Sundays are left of the month in Shanghai, today included. */
function monthIsOver() {
  const day = new Date(Date.now() + 8 * 3_600_000);
  const month = day.getUTCMonth();
  for (; day.getUTCMonth() === month; day.setUTCDate(day.getUTCDate() + 1)) {
    if (day.getUTCDay() % 6 !== 0) return false;
  }
  return true;
}
