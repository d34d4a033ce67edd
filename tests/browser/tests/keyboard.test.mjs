// Follow-up, task and palette without a pointer: every step is a key, and after every step the focus can be seen. The words are
// those of the Chinese page.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK } from "../harness/browser.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const TASK = "给锦华服饰寄样品";

test("a follow-up and a task need no pointer, and the focus can always be seen", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { ...DESK, isMobile: false, hasTouch: false });
  const { page } = person;
  const keys = page.keyboard;

  // Look around.
  await page.locator(".ways button").nth(2).waitFor();
  await tabsTo(page, ".ways button:nth-of-type(3), .ways > :nth-child(3) button, .ways > button:nth-child(3)");
  await keys.press("Enter");
  await page.locator(".due-item").first().waitFor();

  // Log a follow-up from Today: to the first customer, unfold, tap an outcome, undo.
  await movesTo(page, ".due-item > .row");
  const customer = await focused(page, (element) => element.dataset.row);
  await keys.press("Enter");
  await page.locator(".due-item.open .outcomes button").first().waitFor();
  await tabsTo(page, ".due-item.open .outcomes button");
  await keys.press("Enter");
  await page.locator(`.due-item > [data-row="${customer}"][aria-expanded=true]`).waitFor({ state: "detached" });
  await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().waitFor();
  await undoes(page);

  // A task for somebody.
  await keys.press("c");
  await page.locator("dialog[open]").waitFor();
  await tabsTo(page, "dialog[open] *", "新建任务");
  await keys.press("Enter");
  await page.locator("dialog[open] #field-task-title").waitFor();
  await tabsTo(page, "#field-task-title");
  await keys.insertText(TASK);
  await keys.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });

  // The palette finds it; `a` gives it away, `n` is its day, `d` finishes it.
  await keys.press("Control+k");
  await page.locator("dialog[open] input").waitFor();
  await keys.insertText(TASK);
  await page.locator("dialog[open]").getByText(TASK).first().waitFor();
  await keys.press("Enter");
  await page.getByRole("heading", { name: TASK, level: 1 }).waitFor();
  await keys.press("n");
  await until("the day has the focus", () => is(page, "#field-task-due"));
  // In a field the same keys are letters.
  await keys.press("d");
  assert.ok(await is(page, "#field-task-due"));
  await keys.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await keys.press("d");
  await page.locator(".toasts").getByText(TASK).first().waitFor();
  await undoes(page);
  await keys.press("a");
  await until("the owner has the focus", () => is(page, "#field-task-owner"));
  const owner = await page.locator("#field-task-owner").inputValue();
  await keys.press("ArrowDown");
  assert.notEqual(await page.locator("#field-task-owner").inputValue(), owner);
  await seen(page);
  // Work for somebody else wants a day and a goal: what is missing is named and has the focus.
  await tabsTo(page, "dialog[open] .scroll-x .choice");
  await keys.press("Enter");
  await tabsTo(page, "dialog[open] form button[type=submit]");
  await keys.press("Enter");
  await until("the goal has the focus", () => is(page, "#field-task-note[aria-invalid=true]"));
  await keys.insertText("三种面料各两米");
  await tabsTo(page, "dialog[open] form button[type=submit]");
  await keys.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await keys.press("Escape");
  await page.locator(".side").waitFor({ state: "detached" });
  person.assertNoComplaints();
});

test("lists, board and pages need no pointer, and the focus comes back when a sheet or a page closes", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { ...DESK, isMobile: false, hasTouch: false });
  const { page } = person;
  const keys = page.keyboard;
  await page.locator(".ways button").nth(2).waitFor();
  await tabsTo(page, ".ways > :nth-child(3) button, .ways > button:nth-child(3)");
  await keys.press("Enter");
  await page.locator(".due-item").first().waitFor();
  const goesTo = async (place) => {
    await keys.press("Control+k");
    await page.locator("dialog[open] input").waitFor();
    await keys.insertText(place);
    await page.locator("dialog[open] .hit", { hasText: place }).first().waitFor();
    const chosen = () => page.locator("dialog[open] .hit[aria-selected=true] .one-line").first().innerText();
    for (let presses = 0; presses < 20 && (await chosen()) !== place; presses += 1) await keys.press("ArrowDown");
    await keys.press("Enter");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: place, level: 1 }).waitFor();
  };

  // A task is finished from its row; its neighbour has the focus, and it comes back.
  await goesTo("任务");
  await tabsTo(page, "main .choice[aria-pressed=true]", "我的");
  await keys.press("Enter");
  await page.locator("main .task a.row").nth(3).waitFor();
  await movesTo(page, "main .task a.row");
  const task = await focused(page, (element) => element.dataset.row);
  await keys.press("d");
  await page.locator(`main .task [data-row="${task}"]`).waitFor({ state: "detached" });
  await until("a row has the focus", () => is(page, "main .task a.row"));
  await seen(page);
  await undoes(page);
  await page.locator(`main .task [data-row="${task}"]`).waitFor();

  // The table of keys, and back to where one was.
  await movesTo(page, "main .task a.row");
  const before = await focused(page, (element) => element.dataset.row);
  await keys.press("?");
  await page.locator("dialog[open] .keys kbd", { hasText: "D" }).waitFor();
  await keys.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await until("the row has the focus again", async () => (await focused(page, (element) => element.dataset.row)) === before);
  await seen(page);

  // A key right behind Esc is not lost.
  await keys.press("?");
  await page.locator("dialog[open] .keys").waitFor();
  await page.evaluate(() => {
    for (const key of ["Escape", "c"]) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  });
  await page.locator("dialog[open]").getByText("新建客户", { exact: true }).waitFor();
  await keys.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });

  // A deal goes to the next stage and keeps the focus.
  await goesTo("商机");
  const column = (position) => page.locator(".board > section").nth(position);
  await column(0).locator(".card").first().waitFor();
  await tabsTo(page, ".board section:first-child .card .row");
  const deal = await focused(page, (element) => element.closest("[data-card]").dataset.card);
  await keys.press("ArrowRight");
  await column(1).locator(`[data-card="${deal}"]`).waitFor();
  await until("the card keeps the focus", async () => (await focused(page, (element) => element.closest("[data-card]")?.dataset.card)) === deal);
  await seen(page);
  await undoes(page);
  await column(0).locator(`[data-card="${deal}"]`).waitFor();

  // Pages of meetings, announcements and positions open from their rows, and closing one leads back to its row.
  for (const place of ["会议", "公告", "岗位职责"]) {
    await goesTo(place);
    await page.locator("main .virtual a.row").first().waitFor();
    await movesTo(page, "main .virtual a.row");
    const row = await focused(page, (element) => element.dataset.row);
    await keys.press("Enter");
    await until("the page's title has the focus", () => is(page, ".side h1"));
    await keys.press("Escape");
    await page.locator(".side").waitFor({ state: "detached" });
    await until("its row has the focus", async () => (await focused(page, (element) => element.dataset.row)) === row);
    await seen(page);
  }
  person.assertNoComplaints();
});

const focused = (page, read) => page.evaluate(`(${read})(document.activeElement)`);

const is = (page, selector) => page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);

/** Something is focused, on screen, and says so by an outline (its own or that of what holds it). */
async function seen(page) {
  await until("the focus is on screen", () => page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return false;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  }));
  const shows = await page.evaluate(() => {
    for (let element = document.activeElement; element; element = element.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      if (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) return true;
    }
    return false;
  });
  assert.ok(shows, `no outline on ${await focused(page, (element) => element.outerHTML.slice(0, 200))}`);
}

/** Tab until the focus is on it. */
async function tabsTo(page, selector, text = "") {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate(
      ([selector, text]) => document.activeElement.matches(selector) && document.activeElement.textContent.includes(text),
      [selector, text],
    );
    if (there) return seen(page);
  }
  assert.fail(`Tab does not lead to ${selector} ${text}`);
}

/** Press `j` until the focus is on such a row. */
async function movesTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("j");
    if (await is(page, selector)) return seen(page);
  }
  assert.fail(`j does not lead to ${selector}`);
}

/** Undo by the toast's button. */
async function undoes(page) {
  await page.locator(".toasts").getByText("撤销", { exact: true }).waitFor();
  await page.keyboard.press("Control+z");
  await page.locator(".toasts").getByText("已撤销").first().waitFor();
}
