// The rows of the budget table that exist. Each measures with real input events, on a device that has everything.

import fs from "node:fs";
import path from "node:path";
import { goes } from "../harness/screens.mjs";
import { until } from "../harness/until.mjs";
import { framesWhile } from "./frames.mjs";
import { brotliSize } from "./sizes.mjs";
import { hasAll, reopened } from "./team.mjs";
import { settled } from "./watch.mjs";

const STARTS = 10;
/** Of so many the p95 is not just the worst one. */
const EDITS = 60;
const WHEEL_TURNS = 120;
const OPENINGS = 5;

/** The places of daily work, and what is there once one of them is drawn. */
const PLACES = [
  ["today", ".due-item, main .empty"],
  ["customers", "main a.row"],
  ["tasks", "main a.row, main .empty"],
  ["deals", "main .card"],
  ["team", "main a[href*='/member/']"],
  ["duties", "main .virtual a.row, main .empty"],
  ["announcements", "main .virtual a.row, main .empty"],
  ["meetings", "main .virtual a.row, main .empty"],
];

/** `dataset` names the generated team; `measure` gives one figure per repetition. */
export const ROWS = [
  {
    key: "start",
    name: "reload → Today drawn",
    unit: "ms",
    dataset: "full",
    by: "median",
    budget: { full: 400, slow: 1500 },
    async measure({ person }) {
      await person.page.evaluate(() => { location.hash = "#/today"; });
      const values = [];
      for (let i = 0; i < STARTS; i += 1) {
        await person.page.reload();
        values.push(await until("Today is drawn", () => person.page.evaluate(() => window.watched?.drawn)));
      }
      return values;
    },
  },
  ...[["log a follow-up", logFollowUps], ["finish a task", finishTasks]].flatMap(([what, edit]) => [{
    key: "edit",
    name: `${what} → DOM`,
    unit: "ms",
    dataset: "full",
    budget: { full: 16, slow: 50 },
    async measure(scene) {
      scene.edits = await edit(scene, EDITS);
      return scene.edits.map((edit) => edit.drawn);
    },
  }, {
    key: "edit",
    name: `${what} → durable`,
    unit: "ms",
    dataset: "full",
    budget: { full: 30, slow: 100 },
    measure: async (scene) => scene.edits.map((edit) => edit.durable),
  }, {
    key: "edit",
    name: `${what}, on the wire`,
    unit: "B",
    dataset: "full",
    speeds: ["full"],
    budget: { full: 600 },
    measure: async (scene) => scene.edits.map((edit) => edit.bytes),
  }]),
  {
    key: "edit",
    name: "move a deal → DOM",
    unit: "ms",
    dataset: "full",
    budget: { full: 16, slow: 50 },
    measure: ({ person }) => moveDeals(person.page, EDITS),
  },
  ...PLACES.map(([place, sight]) => ({
    key: "open",
    name: `open ${place} → drawn`,
    unit: "ms",
    dataset: "full",
    by: "median",
    budget: {},
    measure: ({ person }) => open(person.page, place, sight),
  })),
  ...[["customers", "main a.row"], ["tasks", "main a.row"], ["deals", "main .card"]].flatMap(([place, rows]) => [{
    key: "scroll",
    name: `main-thread work per frame, scrolling ${place}`,
    unit: "ms",
    dataset: "full",
    budget: { full: 8, slow: 16 },
    async measure(scene) {
      scene.frames = await scroll(scene.person.page, place, rows);
      return scene.frames.map((frame) => frame.work);
    },
  }, {
    key: "scroll",
    name: "the same, the processor's own time",
    unit: "ms",
    dataset: "full",
    budget: {},
    measure: async (scene) => scene.frames.map((frame) => frame.own),
  }]),
  {
    key: "reach",
    name: "log a follow-up on A → B's DOM",
    unit: "ms",
    dataset: "full",
    speeds: ["full"],
    budget: { full: 100 },
    async measure({ person, team, customers }) {
      const other = await team.join((await team.salesperson(1)).name, {});
      await hasAll(other, customers);
      return followUpsReach(person, other, EDITS);
    },
  },
  {
    key: "memory",
    name: "memory, page + worker, all places seen",
    unit: "MB",
    dataset: "full",
    speeds: ["full"],
    budget: { full: 200 },
    // In a browser of its own: what the rows before have traced lies in the renderer, too.
    async measure({ person }) {
      await reopened(person);
      for (const [place, sight] of PLACES) {
        await goes(person.page, `#/${place}`);
        await person.page.locator(sight).first().waitFor();
        await settled(person.page);
      }
      return [rendererMegabytes(person.own.pid)];
    },
  },
  {
    key: "search",
    name: "key → search result (50,000 customers)",
    unit: "ms",
    dataset: "search",
    budget: { full: 16, slow: 50 },
    async measure({ person }) {
      const { page } = person;
      await page.evaluate(() => { location.hash = "#/customers"; });
      const field = page.locator("input[type=search]").first();
      const values = [];
      for (const word of ["cdjh", "myhd", "138", "chengdu", "lixm", "dyjj"]) {
        await field.fill("");
        await settled(page);
        await field.focus();
        for (const key of word) {
          await page.evaluate(() => { window.watched.changed = undefined; });
          await page.keyboard.press(key);
          await settled(page);
          const value = await page.evaluate(() => window.watched.changed - window.watched.input);
          // A key that changes nothing on screen has no time.
          if (Number.isFinite(value)) values.push(value);
        }
      }
      return values;
    },
  },
  ...[["page wasm", /^app-.*\.wasm$/, 300], ["worker wasm", /^worker_bg\.wasm$/, 500], ["all CSS", /\.css$/, 20]].map(
    ([what, files, limit]) => ({
      key: "size",
      name: `${what}, brotli`,
      unit: "KB",
      speeds: ["full"],
      budget: { full: limit },
      measure: async () => [brotliSize(files) / 1000],
    }),
  ),
];

/** Tap a customer of Today, tap an outcome; when it is drawn, when durable, and what went up for it. */
async function logFollowUps({ person }, count) {
  const { page, network } = person;
  await page.evaluate(() => { location.hash = "#/today"; });
  const edits = [];
  for (let i = 0; i < count; i += 1) {
    const row = page.locator(".due-item > button.row").first();
    await row.click();
    const outcome = page.locator(".due-item .outcomes button").first();
    await outcome.waitFor();
    await settled(page);
    network.forget();
    await page.evaluate(() => {
      // The line under the date counts what was logged today.
      const count = () => document.querySelector("header.head p.muted")?.textContent;
      const before = count();
      Object.assign(window.watched, { saved: [], reached: undefined, until: () => count() !== before });
    });
    await outcome.click();
    const times = await until("the follow-up is durable", () => page.evaluate(() => {
      const { input, reached, saved } = window.watched;
      return reached && saved.length > 0 ? { drawn: reached - input, durable: saved[0] - input } : undefined;
    }));
    await settled(page);
    edits.push({ ...times, bytes: network.bytes.up });
  }
  return edits;
}

/** Tap the round button of the first of my tasks; when it has left the list, when durable, and what went up for it. */
async function finishTasks({ person: { page, network } }, most) {
  await goTo(page, "tasks", "main .list-top");
  await showsMine(page, true);
  return repeated(Math.min(most, await page.locator("main .task").count()), async () => {
    const task = page.locator("main .task").first();
    const id = await task.locator("a.row").getAttribute("data-row");
    network.forget();
    await page.evaluate(() => { window.watched.saved = []; });
    const drawn = await reached(page, (id) => !document.querySelector(`main [data-row="${id}"]`), id, () =>
      task.locator(".tick").click());
    const durable = await until("it is durable", () => page.evaluate(() => {
      const { input, saved } = window.watched;
      return saved[0] && saved[0] - input;
    }));
    return { drawn, durable, bytes: await until("it has gone up", () => network.bytes.up) };
  });
}

/** Move the first card of my deals to the next column by its keys; it leaves its own. */
async function moveDeals(page, most) {
  await goTo(page, "deals", "main .card");
  await showsMine(page, true);
  return repeated(Math.min(most, await page.locator("main .card").count()), async () => {
    const card = page.locator("main .card").first();
    const id = await card.getAttribute("data-card");
    const column = await card.evaluate((card) => [...document.querySelectorAll("main section")].indexOf(card.closest("section")));
    await card.locator(".row").focus();
    const leftColumn = ([id, column]) =>
      !document.querySelectorAll("main section")[column].querySelector(`[data-card="${id}"]`);
    return reached(page, leftColumn, [id, column], () => page.keyboard.press("ArrowRight"));
  });
}

/** Only what is mine, or everybody's: the first choice above the list. */
async function showsMine(page, only) {
  const mine = page.locator("main .list-top .choice").first();
  if ((await mine.getAttribute("aria-pressed") === "true") !== only) await mine.click();
  await settled(page);
}

/** Go there from Settings, as a tap on a tab does. */
async function open(page, place, sight) {
  return repeated(OPENINGS, async () => {
    await goTo(page, "settings", "main .setting");
    return reached(page, (sight) => document.querySelector(sight) !== null, sight, () =>
      page.evaluate((place) => {
        window.watched.input = performance.now();
        location.hash = `#/${place}`;
      }, place));
  });
}

async function goTo(page, place, sight) {
  await goes(page, `#/${place}`);
  await page.locator(sight).first().waitFor();
  await settled(page);
}

async function repeated(count, once) {
  const values = [];
  for (let i = 0; i < count; i += 1) values.push(await once());
  return values;
}

/** From the tap or key in `act` until `sees` holds in the page. */
async function reached(page, sees, about, act) {
  await page.evaluate(`window.watched.reached = undefined; window.watched.until = () => (${sees})(${JSON.stringify(about)})`);
  await act();
  const value = await until("it is drawn", () => page.evaluate(() => {
    const { input, reached } = window.watched;
    return reached && reached - input;
  }));
  await settled(page);
  return value;
}

/** Flick down everybody's list or board and back up; the next turn of the wheel goes out when a frame has been drawn. */
async function scroll(page, place, rows) {
  await goTo(page, place, "main .list-top");
  await showsMine(page, false);
  const row = page.locator(rows).first();
  await row.hover();
  return framesWhile(page, async () => {
    for (let turn = 0; turn < WHEEL_TURNS; turn += 1) {
      await page.mouse.wheel(0, turn < WHEEL_TURNS * 0.75 ? 400 : -400);
      await page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
    }
  });
}

/** Log touches with a customer that is open on both devices: from the tap here to the touch on the other's screen. */
async function followUpsReach(person, other, count) {
  await person.page.evaluate(() => { location.hash = "#/customers"; });
  await person.page.locator("main a.row").first().click();
  await person.page.locator(".side h1").waitFor();
  const address = await person.page.evaluate(() => location.hash);
  await other.page.evaluate((to) => { location.hash = to; }, address);
  await other.page.locator(".side h1").waitFor();
  const values = [];
  for (let i = 0; i < count; i += 1) {
    const text = `reaches ${i}.`;
    await person.page.locator(".side .actions button.primary").click();
    await person.page.locator("dialog[open] textarea").fill(text);
    await settled(person.page);
    await other.page.evaluate((text) => {
      const shows = () => document.querySelector(".side .timeline")?.textContent.includes(text);
      Object.assign(window.watched, { reached: undefined, until: shows });
    }, text);
    await person.page.locator("dialog[open] .outcomes button").first().click();
    // Both pages run on this machine: their clocks have one origin.
    const shown = await until("the touch is on the other screen", () =>
      other.page.evaluate(() => window.watched.reached && performance.timeOrigin + window.watched.reached));
    values.push(shown - await person.page.evaluate(() => performance.timeOrigin + window.watched.input));
    await settled(person.page);
  }
  return values;
}

/** Private memory of the largest renderer process of a browser: the page and its worker. */
function rendererMegabytes(browser) {
  const sizes = fs.readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)).flatMap((entry) => {
    try {
      const command = fs.readFileSync(path.join("/proc", entry, "cmdline"), "utf8");
      const [, rest] = fs.readFileSync(path.join("/proc", entry, "stat"), "utf8").split(/\) (?=[A-Z] )/);
      if (!command.includes("--type=renderer") || Number(rest.split(" ")[2]) !== browser) return [];
      const rollup = fs.readFileSync(path.join("/proc", entry, "smaps_rollup"), "utf8");
      const kilobytes = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map(([, number]) => Number(number));
      return [kilobytes.reduce((sum, size) => sum + size, 0) / 1000];
    } catch {
      return [];
    }
  });
  return Math.max(...sizes);
}
