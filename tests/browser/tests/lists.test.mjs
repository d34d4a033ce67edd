// A list somebody comes back to, and many rows changed at once: the same bar on customers and tasks.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK } from "../harness/browser.mjs";
import { goes } from "../harness/screens.mjs";
import { joins, logsFollowUp, looksAround, team } from "../harness/story.mjs";
import { restyledWhile } from "../harness/trace.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const LISTS = [
  { hash: "#/customers", chip: "A 类", name: "重点客户", row: "main a.row" },
  { hash: "#/tasks", chip: "未分派", name: "等人接", row: "main .task a.row" },
];

test("what a follow-up does not change is not drawn anew on Today", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  await logsFollowUp(page);
  // Everything on Today that is a row now carries a mark that only the same element can keep.
  const rows = "main .rows > li, main .timeline > li";
  const marked = await page.evaluate((rows) => {
    const all = [...document.querySelectorAll(rows)];
    all.forEach((row) => { row.isMarked = true; });
    return all.length;
  }, rows);
  assert.ok(marked > 10, `${marked} rows`);
  await logsFollowUp(page);
  const kept = await page.evaluate((rows) => [...document.querySelectorAll(rows)].filter((row) => row.isMarked).length, rows);
  // The customer that was logged leaves its place.
  assert.ok(kept >= marked - 1, `${kept} of ${marked} rows are still the same`);
  person.assertNoComplaints();
});

test("a row that comes makes the browser style that row, not the screen", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  for (const [hash, row] of [["#/today", ".due-item"], ["#/customers", ".at"], ["#/tasks", ".at"], ["#/deals", "main .card"]]) {
    await goes(page, hash);
    if (row === ".at") await showsAll(page);
    await page.locator(row).first().waitFor();
    // A long list of them, and then one more at its beginning.
    const one = await page.locator(row).first().evaluate((one) => {
      for (let i = 0; i < 60; i += 1) one.parentElement.append(one.cloneNode(true));
      return one.querySelectorAll("*").length + 1;
    });
    await restyledWhile(page, () => {});
    const styled = await restyledWhile(page, () =>
      page.locator(row).first().evaluate((one) => one.before(one.cloneNode(true))));
    assert.ok(styled >= one && styled < 5 * one, `${hash}: ${styled} elements were styled for a row of ${one}`);
    const left = await restyledWhile(page, () => page.locator(row).first().evaluate((one) => one.remove()));
    assert.ok(left < 5 * one, `${hash}: ${left} elements were styled when a row of ${one} went`);
  }
  person.assertNoComplaints();
});

test("rows that fly past say their names, and all of them in their places as soon as it is calm", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("sample");
  // More than the few that are open in the sample.
  for (let i = 0; i < 30; i += 1) await founder.tz("add", "task", `title=回访第 ${i} 家`);
  const person = await here.person("阿明");
  await joins(person, await link("阿明"));
  const { page } = person;
  for (const { hash, row } of LISTS) {
    await goes(page, hash);
    await showsAll(page);
    await page.locator(row).first().waitFor();
    const flown = await page.evaluate(flick);
    assert.ok(flown.brief > 4, `${hash}: ${flown.brief} rows said their names only`);
    const frames = await page.evaluate(framesUntilWhole);
    assert.ok(frames < 60, `${hash}: after ${frames} frames every row was whole`);
    const now = await page.evaluate(titles);
    const both = Object.keys(flown.titles).filter((id) => now[id]);
    assert.ok(both.length > 4, `${hash}: ${both.length} rows are still there`);
    for (const id of both) {
      assert.equal(now[id].text, flown.titles[id].text);
      for (const side of ["top", "left"]) {
        const moved = Math.abs(now[id][side] - flown.titles[id][side]);
        assert.ok(moved < 1, `${hash}: ${now[id].text} moved by ${moved} px (${side})`);
      }
    }
    // A thumb that draws slowly sees whole rows only.
    const slowly = await page.evaluate(async () => {
      const place = document.querySelector(".place");
      let brief = 0;
      for (let i = 0; i < 30; i += 1) {
        place.scrollTop += 60;
        await new Promise((frame) => requestAnimationFrame(frame));
        brief += document.querySelectorAll(".virtual .brief").length;
      }
      return brief;
    });
    assert.equal(slowly, 0);
  }
  person.assertNoComplaints();
});

/** In the page: the frames until no row says its name only. */
async function framesUntilWhole() {
  let frames = 0;
  while (document.querySelector(".virtual .brief")) {
    await new Promise((frame) => requestAnimationFrame(frame));
    frames += 1;
  }
  return frames;
}

/** In the page: half a screen in each frame, there and back; how many names were seen, and where they stood at last. */
async function flick() {
  const place = document.querySelector(".place");
  const seen = new Set();
  const last = {};
  for (let i = 0; i < 80; i += 1) {
    place.scrollTop += i % 40 < 20 ? 450 : -450;
    await new Promise((frame) => requestAnimationFrame(frame));
    for (const brief of document.querySelectorAll(".virtual .brief")) {
      const name = document.createRange();
      name.selectNodeContents(brief);
      const { top, left } = name.getBoundingClientRect();
      const { id } = brief.parentElement;
      seen.add(id);
      last[id] = { text: brief.textContent, top: top + place.scrollTop, left };
    }
  }
  return { brief: seen.size, titles: last };
}

/** In the page: where each row's title stands, in the list. */
function titles() {
  const { scrollTop } = document.querySelector(".place");
  return Object.fromEntries([...document.querySelectorAll(".virtual > .at")].map((at) => {
    const name = document.createRange();
    name.selectNodeContents(at.querySelector(".title"));
    const { top, left } = name.getBoundingClientRect();
    return [at.id, { text: name.toString(), top: top + scrollTop, left }];
  }));
}

test("a key of a search brings what is on screen; what lies below follows when it is calm", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  for (const hash of ["#/customers", "#/tasks"]) {
    await goes(page, hash);
    await showsAll(page);
    const all = await settled(page);
    await page.locator("input[type=search]").first().focus();
    await page.keyboard.press("1");
    await until("the search has an answer", async () => (await said(page)) !== all);
    await page.keyboard.press("Backspace");
    const drawn = await page.evaluate(rowsWhileItIsCalm);
    assert.ok(drawn.isCovered, `${hash}: the screen was never without a row`);
    assert.ok(drawn.first <= drawn.screenful + 3, `${hash}: at first ${drawn.first} rows, ${drawn.screenful} fill a screen`);
    assert.ok(drawn.last >= drawn.first + 6, `${hash}: then ${drawn.last} rows`);
  }
  person.assertNoComplaints();
});

/** In the page: how many rows there are once the list is long again and a second later, and how many fill a screen. */
async function rowsWhileItIsCalm() {
  const place = document.querySelector(".place").getBoundingClientRect();
  const rows = () => [...document.querySelectorAll(".virtual > .at")].map((row) => row.getBoundingClientRect());
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const reach = () => Math.max(0, ...rows().map((row) => row.bottom));
  while (reach() < place.bottom) await frame();
  const first = rows().length;
  const screenful = innerHeight / rows()[0].height;
  let isCovered = true;
  for (const end = performance.now() + 1_500; performance.now() < end; await frame()) {
    isCovered &&= reach() >= place.bottom;
  }
  return { first, screenful, isCovered, last: rows().length };
}

test("in large text a person's figures are said whole, and what a deal's card says stays within it", async (t) => {
  const here = await world(t);
  for (const [device, hash, row] of [[{}, "#/team", "main .person-row"], [DESK, "#/deals", "main .card"]]) {
    const person = await here.person("陈静", { ...device, isMobile: false, hasTouch: false });
    const { page } = person;
    await looksAround(page);
    await goes(page, hash);
    await page.locator(row).first().waitFor();
    for (const size of ["normal", "large"]) {
      const cut = await page.locator(row).evaluateAll((rows, size) => {
        document.documentElement.dataset.text = size;
        const parts = rows.flatMap((row) => [...row.querySelectorAll(".body *")]);
        const isOutside = (part) =>
          part.getBoundingClientRect().right > part.closest(".body").getBoundingClientRect().right + 1;
        // A name may be too long for any row; figures may not.
        const isFigure = (part) => part.children.length === 0 && /\d/.test(part.textContent);
        const isCut = (part) => isFigure(part) && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0;
        return parts.filter((part) => isOutside(part) || isCut(part)).map((part) => part.textContent);
      }, size);
      assert.deepEqual(cut, [], `${hash} in ${size} text`);
    }
    person.assertNoComplaints();
  }
});

test("a manager looks at what one colleague has: customers, tasks, deals", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  const owned = { "#/customers": "main a.row .line.small", "#/tasks": "main .task a.row .line.small", "#/deals": "main .card" };
  for (const [hash, row] of Object.entries(owned)) {
    await goes(page, hash);
    await page.locator(row).first().waitFor();
    const chooses = page.getByRole("combobox", { name: "负责人" });
    const name = await chooses.locator("option").nth(1).innerText();
    await chooses.selectOption({ index: 1 });
    const chip = page.locator(".choice.menu.on");
    await until("the chip says who", async () => (await chip.evaluate((chip) => chip.firstChild.textContent)) === name);
    await page.getByRole("button", { name: "只看本人负责" }).click();
    const avatar = name.slice(-2);
    await until(`${hash}: only ${name}'s`, async () => {
      const rows = await page.locator(row).allInnerTexts();
      return rows.length > 0 && rows.every((text) => text.includes(avatar));
    });
    // Mine instead, and then everybody's.
    await page.getByRole("button", { name: "我的", exact: true }).click();
    await chip.waitFor({ state: "detached" });
    assert.equal(await chooses.inputValue(), "");
    await chooses.selectOption({ index: 1 });
    await chooses.selectOption("");
    await chip.waitFor({ state: "detached" });
    assert.equal(await page.getByRole("button", { name: "只看本人负责" }).count(), 0);
  }
  person.assertNoComplaints();
});

test("a filter is kept and used again, and three rows get another owner and back", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(page);
  for (const { hash, chip, name, row } of LISTS) {
    await goes(page, hash);
    await showsAll(page);
    await page.locator(row).first().waitFor();
    const everything = await settled(page);

    await page.getByRole("button", { name: chip, exact: true }).click();
    await until("fewer are listed", async () => (await said(page)) !== everything);
    const filtered = await settled(page);
    await page.getByRole("button", { name: "保存筛选" }).click();
    const sheet = page.locator("dialog[open]");
    await sheet.getByRole("textbox").fill(name);
    await sheet.getByRole("button", { name: "保存" }).click();
    await page.getByRole("button", { name, exact: true }).waitFor();

    await page.reload();
    await goes(page, hash);
    const kept = page.getByRole("button", { name, exact: true });
    await kept.waitFor();
    assert.notEqual(await kept.getAttribute("aria-pressed"), "true");
    const listed = await settled(page);
    await kept.click();
    await until("the kept filter lists the same again", async () => (await said(page)) === filtered);
    // A second tap switches it off: what was listed before is listed again.
    assert.equal(await kept.getAttribute("aria-pressed"), "true");
    await kept.click();
    await until("what was listed before is listed", async () => (await said(page)) === listed);
    assert.equal(await kept.getAttribute("aria-pressed"), "false");
    await kept.click();
    await until("the kept filter lists the same once more", async () => (await said(page)) === filtered);
    await page.getByRole("button", { name: `删除${name}` }).click();
    await kept.waitFor({ state: "detached" });
    await page.getByRole("button", { name: chip, exact: true }).click();
    await showsAll(page);
    await until("everything is listed", async () => (await said(page)) === everything);

    await page.getByRole("button", { name: "选择", exact: true }).click();
    const boxes = page.locator("main").getByRole("checkbox");
    // To oneself: work for others wants a goal first, and some of these have none.
    const me = (await page.locator("main .head .avatar").innerText()).trim();
    const [first, second, third] = await page.locator(row).evaluateAll((rows, me) =>
      rows.flatMap((one, at) => (one.innerText.includes(me) ? [] : [{ at, id: one.dataset.row }])), me);
    const ids = [first, second, third].map(({ id }) => id);
    const texts = () => Promise.all(ids.map((id) => page.locator(`main [data-row="${id}"]`).innerText()));
    const before = await texts();
    // By keyboard, by the box, and by a tap anywhere on the row.
    await boxes.nth(first.at).focus();
    await page.keyboard.press("Space");
    await boxes.nth(second.at).click();
    await page.locator(row).nth(third.at).click();
    await page.getByRole("status").filter({ hasText: "已选 3 个" }).waitFor();
    assert.equal(await page.locator(".side h1").count(), 0, "the tap opened nothing");
    await page.getByRole("button", { name: "批量修改" }).click();
    const change = page.locator("dialog[open]");
    const people = change.getByLabel("负责人", { exact: true });
    const names = await people.locator("option").allInnerTexts();
    // A row of a task has the face alone, which says the last two characters of a name.
    // In the form of a task the number of their tasks stands behind the name.
    const option = names.find((one) => one.split(" · ")[0].endsWith(me));
    await people.selectOption({ label: option });
    await change.getByRole("button", { name: "保存" }).click();
    await change.waitFor({ state: "detached" });
    await until("all three have the new owner", async () => (await texts()).every((text) => text.includes(me)));
    await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().click();
    await until("all three are as they were", async () => JSON.stringify(await texts()) === JSON.stringify(before));

    // Left alone a field says so; it is emptied only when that is asked for.
    await page.getByRole("button", { name: "选择", exact: true }).click();
    const rows = page.locator(row);
    const owned = await rows.evaluateAll((all) => all.findIndex((one) => one.querySelector(".avatar")));
    const of = page.locator(`main [data-row="${await rows.nth(owned).getAttribute("data-row")}"]`);
    const withOwner = await of.innerText();
    await boxes.nth(owned).click();
    await page.getByRole("button", { name: "批量修改" }).click();
    const owner = change.locator(".field:has([id$=-owner])");
    assert.equal(await owner.locator("option").first().innerText(), "不变");
    assert.equal(await owner.getByRole("button", { name: "不变" }).getAttribute("aria-pressed"), "true");
    await owner.getByRole("button", { name: "清空" }).click();
    assert.equal(await owner.getByRole("button", { name: "不变" }).getAttribute("aria-pressed"), "false");
    assert.equal(await owner.locator("option").first().innerText(), "清空");
    await owner.getByRole("button", { name: "不变" }).click();
    assert.equal(await owner.getByRole("button", { name: "清空" }).getAttribute("aria-pressed"), "false");
    await owner.getByRole("button", { name: "清空" }).click();
    await change.getByRole("button", { name: "保存" }).click();
    await change.waitFor({ state: "detached" });
    await until("it is owned by nobody", async () => (await of.innerText()) !== withOwner);
    await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().click();
    await until("it is owned again", async () => JSON.stringify(await texts()) === JSON.stringify(before));

    // What was searched for is cleared with the filters.
    await page.locator("main input[type=search]").fill("qqqq");
    await page.getByRole("button", { name: "清除筛选" }).click();
    await page.locator(row).first().waitFor();
    assert.equal(await page.locator("main input[type=search]").inputValue(), "");
    await showsAll(page);

    await page.getByRole("button", { name: "选择", exact: true }).click();
    await page.getByRole("button", { name: "全选", exact: true }).click();
    const all = everything.match(/\d+/)[0];
    await page.getByRole("status").filter({ hasText: `已选 ${all} 个` }).waitFor();
    await page.getByRole("button", { name: "取消", exact: true }).click();
    await boxes.first().waitFor({ state: "detached" });
  }
  person.assertNoComplaints();
});

function said(page) {
  return page.locator("main .list-count [role=status]").innerText();
}

/** The rows of everybody: at first only my own tasks are shown. */
async function showsAll(page) {
  const pressed = page.locator("main .list-top .choice[aria-pressed=true]");
  if (await pressed.count() > 0) await pressed.first().click();
}

/** The line once it has said the same for a while: the list before may still be on screen. */
async function settled(page) {
  let before;
  await until("the list stays as it is", async () => {
    const now = await said(page);
    const stays = now === before;
    before = now;
    return stays;
  }, { every: 300 });
  return before;
}
