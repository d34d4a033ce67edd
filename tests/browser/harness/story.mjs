// What people do in a story: found a team, join it, open a customer, log, edit. The words are those of the Chinese page.

import { until } from "./until.mjs";
import { world } from "./world.mjs";

/** The customer that every team of a story begins with. */
export const CUSTOMER = "成都锦华服饰";

/** A team founded by a headless peer, with one customer. */
export async function team(t) {
  const here = await world(t);
  const founder = here.peer("陈静");
  await founder.tz("init", "--team", "成都一队", "--name", "陈静", "--relay", `${here.relay.url.replace("http", "ws")}ws`);
  await founder.tz("add", "customer", `name=${CUSTOMER}`, "class=A", "phone=199-0000-0001");
  await founder.tz("sync");
  const link = async (name) => {
    const printed = await founder.tz("invite", "--name", name, "--role", "assistant", "--page", here.relay.url);
    await founder.tz("sync");
    return printed.trim().split("\n").at(-1);
  };
  return { here, founder, link };
}

/** Starts a team on this device, in either language; with `relay`, at that address instead of the site's own. */
export async function founds(person, relay) {
  await person.page.locator(".ways button").nth(0).click();
  await person.page.locator("#team-name").fill("成都一队");
  await person.page.locator("#my-name").fill(person.name);
  if (relay !== undefined) await person.page.locator("#relay").fill(relay);
  await person.page.locator("button[type=submit]").click();
  await person.page.locator("a[href='#/customers']:visible").first().waitFor();
}

/** Open an invite link and be in the team. */
export async function joins(person, link) {
  await follow(person, link);
  await person.page.locator("a[href='#/customers']:visible").first().waitFor();
}

/** A link opens a page of its own, as it does from a chat. */
export async function follow(person, link) {
  await person.page.goto("about:blank");
  await person.page.goto(link);
}

export async function opens(person, name) {
  await person.page.evaluate(() => { location.hash = "#/customers"; });
  await person.page.locator("a.row", { hasText: name }).first().click();
  await person.page.getByRole("heading", { name, level: 1 }).waitFor();
}

/** Two taps: open the pad, tap what came of it. */
export async function logs(person, channel, outcome, text) {
  await person.page.getByRole("button", { name: "记跟进" }).last().click();
  const sheet = person.page.locator("dialog[open]");
  await sheet.getByRole("textbox").fill(text);
  await sheet.getByText(channel, { exact: true }).click();
  await sheet.getByRole("button", { name: outcome, exact: true }).click();
  await person.page.getByText(text).first().waitFor();
}

export async function edits(person, field, value) {
  await person.page.getByRole("button", { name: "编辑", exact: true }).first().click();
  const sheet = person.page.locator("dialog[open]");
  await sheet.getByLabel(field, { exact: true }).fill(value);
  await sheet.getByRole("button", { name: "保存" }).click();
  await sheet.waitFor({ state: "detached" });
}

/** The sentence about where one's changes are. */
export function sentence(person) {
  return person.page.getByRole("link", { name: /同步状态/ }).first().innerText();
}

/** On Today, two taps; the line under the date counts one more. */
export async function logsFollowUp(page) {
  const before = await loggedToday(page);
  await page.locator(".due-item > button.row").first().click();
  await page.locator(".due-item .outcomes button").first().click();
  await until("one more is counted", async () => (await loggedToday(page)) === before + 1);
}

/** How many follow-ups Today counts. */
export async function loggedToday(page) {
  const line = await page.locator("header.head p.muted").first().textContent();
  return Number(line.match(/已跟进 (\d+) 次/)?.[1] ?? 0);
}

/** The sample team, from the page on which nobody has a team yet. */
export async function looksAround(page) {
  await page.locator(".ways button").nth(2).click();
  await page.locator(".due-item").first().waitFor();
}
