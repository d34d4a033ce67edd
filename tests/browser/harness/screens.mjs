// Every screen and sheet, and how to get to each from the one before it, with the sample team. Found by structure,
// not by words: those change.

import { lookAlike } from "./pipeline_files.mjs";
import { looksAround } from "./story.mjs";

/** Name and way; and the device that alone has it. */
export const SCREENS = [
  ["welcome", (page) => page.locator("main h1").first().waitFor()],
  ["start-a-team", (page) => page.locator(".ways button").nth(0).click()],
  ["join", async (page) => {
    await page.locator(".welcome .top button").first().click();
    await page.locator(".ways button").nth(1).click();
  }],
  ["restore", async (page) => {
    await page.locator(".welcome .top button").first().click();
    await page.locator(".ways button").nth(3).click();
  }],
  ["today", async (page) => {
    await page.locator(".welcome .top button").first().click();
    await looksAround(page);
  }],
  ["today-logging", (page) => page.locator(".due-item > button.row").first().click()],
  ["today-why", (page) => page.locator(".due-item .links button").first().click()],
  ["today-logged", async (page) => {
    await closes(page);
    await page.locator(".due-item .outcomes button").first().click();
    await page.locator(".toasts .act").first().waitFor();
  }],
  ["add-text", (page) => page.locator(".toasts .act").nth(1).click()],
  ["customers", (page) => lists(page, "#/customers", "a.row")],
  ["customers-selecting", async (page) => {
    await page.locator(".list-count button").first().click();
    await page.locator("main input[type=checkbox]").first().click();
  }],
  ["change-many", (page) => opens(page, ".list-count .button.primary")],
  ["customers-kept-filter", async (page) => {
    await closes(page);
    await page.locator(".list-count button").last().click();
    await page.locator(".list-top .choice").nth(4).click();
    await page.locator(".choice.keep").click();
    await page.locator("#said").fill("A");
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator(".choice.keep").waitFor({ state: "detached" });
  }],
  ["customers-search", (page) => page.locator("input[type=search]").first().fill("e")],
  ["customers-none", (page) => page.locator("input[type=search]").first().fill("qqqq")],
  ["customer", async (page) => {
    await page.locator("input[type=search]").first().fill("");
    await page.locator("a.row").first().click();
    await page.locator("a.row[aria-current]").first().waitFor({ state: "attached" });
    await page.locator(".side h1").waitFor();
  }],
  ["customer-history", async (page) => {
    await page.locator(".side .part > button.quiet").last().click();
    await page.locator(".side .history").waitFor();
  }],
  ["log", (page) => opens(page, ".side .actions button.primary")],
  ["next-date", (page) => opens(page, ".side .answer button.changes")],
  ["edit-customer", (page) => opens(page, ".side > header button:last-child")],
  ["new-contact", (page) => opens(page, ".side .part > header button")],
  ["edit-contact", (page) => opens(page, ".side .due-item > button.row")],
  ["customer-deleted", async (page) => {
    await closes(page);
    await page.locator(".side .button.danger").click();
    await page.locator(".side .note.late").waitFor();
  }],
  ["team", (page) => lists(page, "#/team", "main a[href*='/member/']")],
  ["member", async (page) => {
    await page.locator("main a[href*='/member/']").first().click();
    await page.locator(".side .who").waitFor();
  }],
  ["tasks", async (page) => {
    await goes(page, "#/tasks");
    // Of everybody: at first only my own are shown.
    await page.locator(".choice[aria-pressed=true]").first().click();
    await page.locator("main .task").first().waitFor();
  }],
  ["tasks-board", async (page) => {
    await page.locator(".segments button").nth(1).click();
    await page.locator(".board .card").first().waitFor();
  }],
  ["tasks-matrix", async (page) => {
    await page.locator(".segments button").nth(2).click();
    await page.locator(".board.square").waitFor();
  }],
  ["task", async (page) => {
    await page.locator(".segments button").nth(0).click();
    await page.locator("main .task a.row").first().click();
    await page.locator(".side h1").waitFor();
  }],
  ["edit-task", (page) => opens(page, ".side > header button:last-child")],
  ["deals", (page) => lists(page, "#/deals", ".board .card")],
  ["arrange-stages", (page) => opens(page, "main .list-top .choice:last-child")],
  ["stage-figures", (page) => opens(page, ".board section > header button")],
  ["deal", async (page) => {
    await closes(page);
    await page.locator(".board .card .row").first().click();
    await page.locator(".side h1").waitFor();
  }],
  ["edit-deal", (page) => opens(page, ".side > header button:last-child")],
  ["duties", (page) => lists(page, "#/duties", "main .virtual a.row")],
  ["duties-overview", (page) => page.locator("main .segments button").nth(1).click()],
  ["position", (page) => opensFirst(page, "#/duties")],
  ["announcements", (page) => lists(page, "#/announcements", "main .virtual a.row")],
  ["announcement", (page) => opensFirst(page, "#/announcements")],
  ["new-announcement", (page) => opensFrom(page, "#/announcements", "main .head .button.quiet")],
  ["meetings", (page) => lists(page, "#/meetings", "main .virtual a.row")],
  ["meeting", (page) => opensFirst(page, "#/meetings")],
  ["new-meeting", (page) => opensFrom(page, "#/meetings", "main .head .button.quiet")],
  ["help", (page) => lists(page, "#/help", "main .row")],
  ["ask-for-help", (page) => opens(page, "main .head .button.quiet")],
  ["praise", (page) => lists(page, "#/praise", "main .touch")],
  ["more", (page) => opens(page, "main .head .icon-button[title]"), "phone"],
  ["settings", (page) => lists(page, "#/settings", ".setting")],
  ["forget", (page) => opens(page, "main .button.danger")],
  ["add", (page) => presses(page, "c")],
  ["pick-customer", (page) => page.locator("dialog[open] button.row").nth(0).click()],
  ["new-customer", async (page) => {
    await presses(page, "c");
    await page.locator("dialog[open] button.row").nth(1).click();
  }],
  ["palette", (page) => presses(page, "Control+k")],
  ["keys", (page) => presses(page, "?")],
];

/** What the sample team does not have, and a team of one's own has: from its Team screen on. */
export const OWN_TEAM_SCREENS = [
  ["own-team", async (page) => {
    await goes(page, "#/team");
    await page.locator("main .button.primary").waitFor();
  }],
  ["invite", (page) => opens(page, "main .button.primary")],
  ["invite-link", async (page) => {
    await page.locator("#invited").fill("小李");
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("[data-link]").waitFor();
  }],
  ["own-settings", (page) => lists(page, "#/settings", ".setting")],
  ["add-device", (page) => opens(page, "main .part > header .button.quiet")],
  ["relay", (page) => opens(page, ".setting > .button")],
  ["backup", (page) => opens(page, "main .part:has(> p) .setting > .button")],
  ["sync-file", (page) => opens(page, "main .part:has(> p) .setting ~ .setting > .button")],
  ["sync-file-made", async (page) => {
    await page.locator("dialog[open] .button.primary").click();
    await page.locator("[data-file]").waitFor();
  }],
  ["own-customers", async (page) => {
    await closes(page);
    await goes(page, "#/customers");
    await page.locator("main .empty").waitFor();
  }],
  ["own-today", async (page) => {
    await goes(page, "#/today");
    await page.locator("main .empty").waitFor({ state: "detached" });
    await page.locator("main h1").waitFor();
  }],
  ["import", async (page) => {
    await lists(page, "#/settings", ".setting");
    await opens(page, "main .part:has(> p) .setting ~ .setting ~ .setting > .button");
    await page.locator("#import-files").waitFor();
  }],
  ["import-preview", async (page) => {
    await page.locator("#import-files").setInputFiles(lookAlike());
    await page.locator("#import-files").waitFor({ state: "detached" });
  }],
  ["imported", async (page) => {
    await page.locator("dialog .setting > .button").first().click();
    await page.locator("#import-files").waitFor();
  }],
];

export async function goes(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
}

/** No sheet is on top. */
async function closes(page) {
  if (await page.locator("dialog[open]").count() > 0) await page.keyboard.press("Escape");
  // Closed is not gone: until then the page still believes that a sheet is on top.
  await page.locator("dialog").waitFor({ state: "detached" });
}

/** A list, with this in it. */
async function lists(page, hash, row) {
  await closes(page);
  await goes(page, hash);
  await page.locator(row).first().waitFor();
}

/** The page of the first record of a list. */
async function opensFirst(page, hash) {
  await goes(page, "#/today");
  await lists(page, hash, "main .virtual a.row");
  await page.locator("main .virtual a.row").first().click();
  await page.locator(".side h1").waitFor();
}

async function opens(page, selector) {
  await closes(page);
  await page.locator(selector).first().click();
  await page.locator("dialog[open]").waitFor();
}

/** The same from the list alone: on a phone a record lies over it. */
async function opensFrom(page, hash, selector) {
  await goes(page, hash);
  await page.locator(".side").waitFor({ state: "detached" });
  await opens(page, selector);
}

async function presses(page, keys) {
  await closes(page);
  await page.keyboard.press(keys);
  await page.locator("dialog[open]").waitFor();
}

/** Fonts are there, and nothing has moved for some frames. */
export function drawn(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    let quiet = 0;
    const observer = new MutationObserver(() => { quiet = 0; });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    while (quiet < 12) {
      await new Promise((frame) => requestAnimationFrame(frame));
      quiet += 1;
    }
    observer.disconnect();
  });
}
