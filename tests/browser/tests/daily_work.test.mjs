// A day's work on a phone: work is divided and declined, deals move, a meeting leaves a task, Chinese is typed as an
// input method does it, and a call is logged afterwards. The words are those of the Chinese page.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK } from "../harness/browser.mjs";
import { CUSTOMER, edits, founds, joins, logs, looksAround, opens, team } from "../harness/story.mjs";
import { goes } from "../harness/screens.mjs";
import { until } from "../harness/until.mjs";
import { world } from "../harness/world.mjs";

const TASK = "核对锦华服饰的报价单";

test("a manager divides work, the assistant declines offline with a reason, and the manager reads why", async (t) => {
  const here = await world(t);
  const [chen, fang] = [await here.person("陈静"), await here.person("小芳")];
  await founds(chen);
  await joins(fang, await invites(chen, "小芳"));
  await until("the manager sees the new member", () => chen.page.evaluate(() => document.body.innerText.includes("小芳")));

  await goes(chen.page, "#/tasks");
  await chen.page.locator("main .choice[aria-pressed=true]", { hasText: "我的" }).waitFor();
  await gives(chen, TASK, "小芳");
  // It is not among her own: the list goes where it is.
  await chen.page.locator("main .choice[aria-pressed=true]", { hasText: "我分派的" }).waitFor();
  await chen.page.locator("main .task", { hasText: TASK }).waitFor();
  await goes(fang.page, "#/today");
  await fang.page.getByText(TASK).first().waitFor();
  await goes(fang.page, "#/tasks");
  await fang.page.locator("main .task a.row", { hasText: TASK }).click();
  const why = fang.page.locator("dialog[open]");
  await fang.page.getByRole("button", { name: "要商量", exact: true }).click();
  await why.getByRole("textbox").fill("周五前来得及吗");
  await why.getByRole("button", { name: "发送" }).click();
  // Whoever replies can write at once.
  await goes(chen.page, "#/today");
  await chen.page.locator("main .need", { hasText: TASK }).getByRole("button", { name: "回复" }).click();
  await chen.page.locator(".side .thread textarea:focus").waitFor();
  await fang.goOffline();
  await fang.page.getByRole("button", { name: "退回", exact: true }).click();
  // Without a reason it is not declined.
  await why.getByRole("button", { name: "退回" }).click();
  await why.getByRole("alert").waitFor();
  await why.getByRole("textbox").fill("这周在绵阳出差");
  // Closed by mistake, and opened again: it is not typed twice. So it is from the word that says so.
  await fang.page.keyboard.press("Escape");
  await why.waitFor({ state: "detached" });
  await fang.page.locator(".toast").getByRole("button", { name: "接着写" }).waitFor();
  await fang.page.locator(".side").getByRole("button", { name: "退回", exact: true }).click();
  assert.equal(await why.getByRole("textbox").inputValue(), "这周在绵阳出差");
  await fang.page.keyboard.press("Escape");
  await why.waitFor({ state: "detached" });
  await fang.page.locator(".toast").getByRole("button", { name: "接着写" }).click();
  assert.equal(await why.getByRole("textbox").inputValue(), "这周在绵阳出差");
  // What is often said is a tap, and goes behind what was typed.
  await why.getByRole("button", { name: "手头排不开" }).click();
  assert.equal(await why.getByRole("textbox").inputValue(), "这周在绵阳出差，手头排不开");
  await why.getByRole("button", { name: "退回" }).click();
  await why.waitFor({ state: "detached" });

  await fang.goOnline();
  await goes(chen.page, "#/today");
  await chen.page.getByText("退回了").first().waitFor();
  await goes(chen.page, "#/tasks");
  await showsAll(chen);
  await chen.page.locator("main .task a.row", { hasText: TASK }).click();
  await chen.page.getByText("这周在绵阳出差").first().waitFor();
  // It goes to somebody else from there.
  await chen.page.locator(".side").getByRole("button", { name: "改派", exact: true }).click();
  const again = chen.page.locator("dialog[open]");
  const people = again.locator("#field-task-owner");
  await people.selectOption({ label: (await people.locator("option").allInnerTexts()).find((one) => one.startsWith("陈静")) });
  await again.getByRole("button", { name: "保存" }).click();
  await again.waitFor({ state: "detached" });
  await chen.page.locator(".side").getByRole("button", { name: "改派", exact: true }).waitFor({ state: "detached" });
  await chen.page.locator(".side .answer", { hasText: "陈静" }).waitFor();
  chen.assertNoComplaints();
  fang.assertNoComplaints();
});

test("the assistant's morning: a task accepted, a new customer logged in two taps, the task finished and judged", async (t) => {
  const here = await world(t);
  const [chen, fang] = [await here.person("陈静"), await here.person("小芳")];
  await founds(chen);
  await joins(fang, await invites(chen, "小芳"));
  await gives(chen, TASK, "小芳");
  await goes(fang.page, "#/today");
  await fang.page.getByText(TASK).first().click();
  await fang.page.locator(".side").getByRole("button", { name: "接受", exact: true }).click();
  await fang.page.locator(".side").getByRole("button", { name: "完成", exact: true }).waitFor();
  await fang.page.keyboard.press("c");
  await fang.page.locator("dialog[open]").getByText("新建客户", { exact: true }).click();
  await fang.page.locator("dialog[open]").getByRole("textbox").first().fill(CUSTOMER);
  await fang.page.locator("dialog[open]").getByRole("button", { name: "添加" }).click();
  await opens(fang, CUSTOMER);
  await logs(fang, "电话", "要报价", "想先看样品");
  await goes(fang.page, "#/today");
  await fang.page.locator("main .task", { hasText: TASK }).locator("button.tick").click();
  await fang.page.locator("main .task", { hasText: TASK }).waitFor({ state: "detached" });
  await goes(fang.page, "#/tasks");
  await fang.page.locator(".choice", { hasText: "已结束" }).click();
  await fang.page.locator("main .task a.row", { hasText: TASK }).click();
  await goes(chen.page, "#/tasks");
  await showsAll(chen);
  await chen.page.locator(".choice", { hasText: "已结束" }).click();
  await chen.page.locator("main .task a.row", { hasText: TASK }).click();
  // Who gave it says how good the result is.
  await chen.page.locator(".rate button").nth(4).click();
  const rating = chen.page.locator("dialog[open]");
  await rating.getByRole("textbox").fill("又快又准");
  await rating.getByRole("button", { name: "保存" }).click();
  await fang.page.getByText("又快又准").first().waitFor();
  chen.assertNoComplaints();
  fang.assertNoComplaints();
});

test("a touch, a finished task and a moved deal are drawn while the worker is still busy with something else", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { ...DESK, isMobile: false, hasTouch: false });
  const { page } = person;
  await looksAround(person.page);
  const whileBusy = async (act, sees) => {
    await page.waitForTimeout(300); // what is asked when a screen opens is answered
    let isFree = false;
    const busy = page.workers()[0].evaluate(() => { const end = Date.now() + 3_000; while (Date.now() < end); });
    busy.then(() => { isFree = true; });
    await act();
    await sees();
    assert.ok(!isFree, "it was drawn before the worker was free");
    await busy;
  };

  const due = page.locator(".due-item");
  await due.first().locator("> button.row").click();
  const customer = await due.first().locator("> button.row").getAttribute("data-row");
  const outcome = due.first().locator(".outcomes button").first();
  await outcome.waitFor();
  await whileBusy(() => outcome.click(), () => page.locator(`.due-item [data-row="${customer}"]`).waitFor({ state: "detached" }));
  await page.locator(".toasts").getByText("已记下").waitFor();

  await goes(page, "#/tasks");
  const task = page.locator("main .task").first();
  const id = await task.locator("[data-row]").getAttribute("data-row");
  await whileBusy(() => task.locator(".tick").click(), () => page.locator(`main [data-row="${id}"]`).waitFor({ state: "detached" }));

  await goes(page, "#/deals");
  const columns = page.locator(".board > section");
  const card = await columns.first().locator(".card").first().getAttribute("data-card");
  await columns.first().locator(".card .row").first().focus();
  await whileBusy(() => page.keyboard.press("ArrowRight"), () => columns.nth(1).locator(`[data-card="${card}"]`).waitFor());
  person.assertNoComplaints();
});

test("what the page draws with the tap, before the engine has answered, goes back when the engine refuses", async (t) => {
  const { here, founder, link } = await team(t);
  const person = await here.person("小芳");
  await joins(person, await link("小芳"));
  await founder.tz("add", "task", `title=${TASK}`);
  await founder.tz("sync");
  const { page } = person;
  await goes(page, "#/tasks");
  await showsAll(person);
  const task = page.locator("main .task", { hasText: TASK });
  await task.waitFor();
  // Nobody but its owner, its giver and their managers finishes it.
  const wasAway = await task.evaluate((task) => new Promise((told) => {
    const row = task.querySelector("[data-row]");
    new MutationObserver(() => { if (!row.isConnected) told(true); }).observe(document.body, { childList: true, subtree: true });
    task.querySelector(".tick").click();
  }));
  assert.ok(wasAway);
  await page.locator(".toasts").getByText("能完成或取消任务").waitFor();
  await task.waitFor();
  assert.equal(await page.locator(".list-count [role=status]").textContent(), "1 个任务");
  person.assertNoComplaints();
});

test("a deal moves by drag, by menu and by keyboard, and each move can be undone", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静", { ...DESK, isMobile: false, hasTouch: false });
  const { page } = person;
  await looksAround(person.page);
  await goes(page, "#/deals");
  const column = (position) => page.locator(".board > section").nth(position);
  await column(0).locator(".card").first().waitFor();
  const id = await column(0).locator(".card").first().getAttribute("data-card");
  const card = (position) => column(position).locator(`[data-card="${id}"]`);
  const undo = async () => {
    await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().click();
    await card(0).waitFor();
  };

  await card(0).locator(".row").focus();
  await page.keyboard.press("ArrowRight");
  await card(1).waitFor();
  await until("the card keeps the focus", () => page.evaluate((id) => document.activeElement?.closest("[data-card]")?.dataset.card === id, id));
  await undo();

  await card(0).locator("select").selectOption({ label: await column(2).locator("h2").evaluate((title) => title.firstChild.data) });
  await card(2).waitFor();
  await undo();

  await card(0).dragTo(column(1).locator("header"));
  await card(1).waitFor();
  await undo();

  // On its page the button says where it goes from where it is now.
  const names = await page.locator(".board h2").evaluateAll((all) => all.map((title) => title.firstChild.data));
  await card(0).locator("a.row, .row").first().click();
  const onward = page.locator(".side .actions button.primary");
  for (const name of names.slice(1, 3)) {
    await onward.filter({ hasText: name }).click();
    await page.locator(".side .choice[aria-pressed=true]", { hasText: name }).waitFor();
  }
  await onward.filter({ hasText: names[3] }).waitFor();
  person.assertNoComplaints();
});

test("stages change places by buttons, by keyboard too, and it is undone as one", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(person.page);
  await goes(page, "#/deals");
  const titles = () => page.locator(".board h2").evaluateAll((all) => all.map((title) => title.firstChild.data));
  await page.locator(".board .card").first().waitFor();
  const before = await titles();
  await page.getByRole("button", { name: "调整阶段" }).click();
  const sheet = page.locator("dialog[open]");
  await sheet.getByRole("button", { name: `下移 ${before[0]}`, exact: true }).click();
  await until("the first is second", async () => JSON.stringify(await titles()) === JSON.stringify([before[1], before[0], ...before.slice(2)]));
  await until("the arrow keeps the focus", () => page.evaluate((name) => document.activeElement.getAttribute("aria-label") === name, `下移 ${before[0]}`));
  await page.keyboard.press("Enter");
  await until("the first is third", async () => (await titles())[2] === before[0]);
  // At the top nothing is above.
  await sheet.getByRole("button", { name: `上移 ${before[1]}`, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.locator(".toasts").getByRole("button", { name: "撤销" }).last().click();
  await until("one step is taken back", async () => (await titles())[1] === before[0]);
  person.assertNoComplaints();
});

test("a meeting's action item becomes a task", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(person.page);
  await goes(page, "#/meetings");
  await page.locator("main .virtual a.row").first().click();
  await page.getByRole("button", { name: "加待办" }).click();
  const sheet = page.locator("dialog[open]");
  await sheet.getByRole("textbox").first().fill("把新报价发给大家");
  await sheet.getByRole("button", { name: "添加" }).click();
  await page.locator(".side .task", { hasText: "把新报价发给大家" }).waitFor();
  await goes(page, "#/tasks");
  await showsAll(person);
  await page.locator("main input[type=search]").fill("xinbaojia");
  await page.locator("main .task", { hasText: "把新报价发给大家" }).waitFor();
  person.assertNoComplaints();
});

test("search and palette find a customer while an input method still composes", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("add", "customer", "name=绵阳顺和家具");
  await founder.tz("sync");
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  const { page } = ming;
  const keyboard = await ming.context.newCDPSession(page);
  const composes = (text) =>
    keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const only = (rows) => until("only one is found", async () => (await rows.count()) === 1 && (await rows.first().innerText()).includes("锦华"));

  await goes(page, "#/customers");
  await page.locator("main a.row").nth(1).waitFor();
  await page.locator("main input[type=search]").focus();
  await composes("jin'h");
  await only(page.locator("main a.row"));
  await keyboard.send("Input.insertText", { text: "锦华" });
  await only(page.locator("main a.row"));
  assert.equal(await page.locator("main input[type=search]").inputValue(), "锦华");

  await page.locator("h1").first().click();
  await page.keyboard.press("Control+k");
  const palette = page.locator("dialog[open]");
  await palette.locator("input").focus();
  await composes("jin'hua");
  await palette.getByText(CUSTOMER).waitFor();
  // The key that ends the composition chooses nothing yet.
  await keyboard.send("Input.insertText", { text: "锦华" });
  await palette.getByText(CUSTOMER).click();
  await page.getByRole("heading", { name: CUSTOMER, level: 1 }).waitFor();
  ming.assertNoComplaints();
});

test("back from a call, the page offers to log it", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("add", "contact", "name=周总", `customer=${CUSTOMER}`, "phone=199-0000-0002");
  await founder.tz("sync");
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  const { page } = ming;
  // There is no telephone here, and while the browser looks for one it takes no input.
  await page.evaluate(() => addEventListener("click", (event) => event.target.closest("a[href^='tel:']") && event.preventDefault()));
  await page.locator("a[href^='tel:']", { visible: true }).first().click();
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await page.locator(".toasts").getByRole("button", { name: "记跟进" }).click();
  const sheet = page.locator("dialog[open]");
  await sheet.getByRole("button", { name: "要报价", exact: true }).click();
  await sheet.waitFor({ state: "detached" });
  await page.locator(".timeline").getByText("要报价").first().waitFor();
});

/** Invite somebody through the page: the link. */
async function invites(person, name) {
  await goes(person.page, "#/team");
  await person.page.locator("main .button.primary").first().click();
  await person.page.locator("#invited").fill(name);
  await person.page.locator("dialog[open] button[type=submit]").click();
  const link = (await person.page.locator("[data-link]").innerText()).trim();
  await person.page.keyboard.press("Escape");
  await person.page.locator("dialog").waitFor({ state: "detached" });
  return link;
}

test("what was said is still there when the sheet was closed by mistake, until it is logged", async (t) => {
  const { here, link } = await team(t);
  const wang = await here.person("王强");
  await joins(wang, await link("王强"));
  await opens(wang, CUSTOMER);
  const { page } = wang;
  const comment = page.locator(".thread textarea");
  await comment.fill("下次带样品");
  await page.getByRole("button", { name: "记跟进" }).last().click();
  const sheet = page.locator("dialog[open]");
  await sheet.getByRole("textbox").fill("要先看样品");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: CUSTOMER, level: 1 }).waitFor();
  assert.equal(await comment.inputValue(), "下次带样品");
  await page.getByRole("button", { name: "记跟进" }).last().click();
  assert.equal(await sheet.getByRole("textbox").inputValue(), "要先看样品");
  await sheet.getByRole("button", { name: "要报价", exact: true }).click();
  await page.locator(".timeline", { hasText: "要先看样品" }).first().waitFor();
  await page.locator(".thread button.send").click();
  await page.locator(".thread .timeline", { hasText: "下次带样品" }).waitFor();
  await until("the field is empty", async () => (await comment.inputValue()) === "");
  await page.getByRole("button", { name: "记跟进" }).last().click();
  assert.equal(await sheet.getByRole("textbox").inputValue(), "");
});

test("after a log the step that was done goes, the next one is said, and a word in between leaves the way to it open", async (t) => {
  const { here, link } = await team(t);
  const wang = await here.person("王强");
  await joins(wang, await link("王强"));
  await opens(wang, CUSTOMER);
  const { page } = wang;
  const toast = page.locator(".toasts .toast");
  const nextStep = page.locator("dialog[open]").getByLabel("下一步");
  await page.locator(".answer button.changes").click();
  await nextStep.fill("带样品");
  await page.locator("dialog[open]").getByRole("button", { name: "保存" }).click();
  await page.locator(".place", { hasText: "带样品" }).waitFor();

  await page.getByRole("button", { name: "记跟进" }).last().click();
  await page.locator("dialog[open] .outcomes").getByRole("button", { name: "要报价", exact: true }).click();
  await toast.filter({ hasText: `${CUSTOMER}：要报价，已记下` }).waitFor();
  await page.getByText("带样品", { exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "复制到微信" }).first().click();
  await toast.filter({ hasNotText: "要报价" }).waitFor();
  await toast.filter({ hasText: "要报价" }).getByRole("button", { name: "改日期" }).click();
  assert.equal(await nextStep.inputValue(), "");
  await nextStep.fill("寄报价单");
  await page.locator("dialog[open]").getByRole("button", { name: "保存" }).click();
  await page.getByText("寄报价单", { exact: true }).waitFor();
  wang.assertNoComplaints();
});

test("a name that no customer has becomes a new one's", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(person.page);
  await goes(page, "#/customers");
  await page.locator("main a.row").first().waitFor();
  await page.locator("main").getByRole("searchbox").fill("峨眉新客");
  await page.locator("main .empty").getByRole("button", { name: "新建客户" }).click();
  const sheet = page.locator("dialog[open]");
  assert.equal(await sheet.getByLabel("客户名称").inputValue(), "峨眉新客");
  await sheet.getByRole("button", { name: "关闭" }).click();
  await page.locator("main").getByRole("searchbox").fill("乐山新客");
  await page.locator("main .empty").getByRole("button", { name: "新建客户" }).click();
  assert.equal(await sheet.getByLabel("客户名称").inputValue(), "乐山新客", "not what was searched before");
  await sheet.getByRole("button", { name: "添加" }).click();
  await page.locator("main a.row", { hasText: "乐山新客" }).waitFor();
  person.assertNoComplaints();
});

test("a result that is tapped twice logs once and does not dial what lies beneath", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  const { page } = person;
  await looksAround(person.page);
  await goes(page, "#/customers");
  await page.locator("main a.row").first().click();
  await page.locator(".side .actions a[href^='tel:']").waitFor();
  await page.evaluate(() => {
    window.dialled = 0;
    for (const link of document.querySelectorAll("a[href^='tel:']")) {
      link.addEventListener("click", (event) => { window.dialled += 1; event.preventDefault(); });
    }
  });
  // The second tap is where the first was, when the sheet has gone: on the telephone.
  const phone = await page.locator(".side .actions a[href^='tel:']").boundingBox();
  const at = [phone.x + phone.width / 2, phone.y + phone.height / 2];
  await page.locator(".side .actions button.primary").click();
  await page.locator("dialog[open] .outcomes button").first().evaluate((button, [x, y]) => {
    Object.assign(button.style, { position: "fixed", left: `${x - 30}px`, top: `${y - 20}px`, width: "60px", height: "40px", zIndex: 9 });
  }, at);
  await page.mouse.click(...at, { clickCount: 1 });
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  assert.equal(await page.evaluate(() => window.dialled), 0);
  // One that is meant is taken.
  await page.mouse.click(...at);
  assert.equal(await page.evaluate(() => window.dialled), 1);
  person.assertNoComplaints();
});

/** Give somebody a task by ＋. */
async function gives(person, title, owner) {
  const { page } = person;
  await page.keyboard.press("c");
  await page.locator("dialog[open]").getByText("新建任务", { exact: true }).click();
  const sheet = page.locator("dialog[open]");
  await sheet.getByRole("textbox").first().fill(title);
  await sheet.getByLabel("负责人", { exact: true }).selectOption({ label: owner });
  await sheet.getByRole("button", { name: "添加" }).click();
  // Nothing is given without a day and a goal: the sheet says which is missing, and waits there.
  await sheet.getByRole("alert").filter({ hasText: "截止" }).waitFor();
  await until("the day has the focus", () => page.evaluate(() => document.activeElement.id === "field-task-due"));
  await sheet.locator(".scroll-x .choice").nth(1).click();
  await sheet.getByRole("button", { name: "添加" }).click();
  await sheet.getByRole("alert").filter({ hasText: "做到什么程度" }).waitFor();
  await sheet.locator("#field-task-note").fill("数字和合同对得上");
  await sheet.getByRole("button", { name: "添加" }).click();
  await sheet.waitFor({ state: "detached" });
}

/** The tasks of everybody: at first only my own are shown. */
async function showsAll(person) {
  const mine = person.page.locator("main .choice[aria-pressed=true]");
  if (await mine.count() > 0) await mine.first().click();
}

test("a field goes back to what it was from its history, and a customer is found by the name of a contact", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("add", "contact", "name=欧阳倩", `customer=${CUSTOMER}`);
  await founder.tz("sync");
  const wang = await here.person("王强");
  await joins(wang, await link("王强"));
  await opens(wang, CUSTOMER);
  await edits(wang, "地区", "绵阳");
  await edits(wang, "地区", "德阳");
  const { page } = wang;
  await page.getByRole("button", { name: "查看修改记录" }).click();
  const newest = page.locator(".history li", { hasText: "德阳" }).first();
  await newest.getByRole("button", { name: "改回" }).click();
  await page.locator(".toast", { hasText: "已保存" }).waitFor();
  await until("the region is the one before", async () =>
    JSON.parse(await founderSees(founder))[0].region === "绵阳");
  // What stands there already needs no way back.
  assert.equal(await newest.getByRole("button", { name: "改回" }).count(), 0);

  await goes(page, "#/customers");
  await page.locator("main input[type=search]").fill("oyq");
  await page.locator("main a.row .title", { hasText: CUSTOMER }).waitFor();
  assert.equal(await page.locator("main a.row[data-row]").count(), 1);
});

test("where several people are known, a touch says with whom it was, and only then", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("add", "contact", "name=欧阳倩", `customer=${CUSTOMER}`);
  await founder.tz("sync");
  const wang = await here.person("王强");
  await joins(wang, await link("王强"));
  await opens(wang, CUSTOMER);
  const { page } = wang;
  const pad = page.locator("dialog[open] .log-pad");
  const people = pad.getByRole("group", { name: "和谁" });
  await page.getByRole("button", { name: "记跟进" }).last().click();
  await pad.waitFor();
  await page.waitForTimeout(300); // what is known of the customer is there
  assert.equal(await people.count(), 0);
  await page.keyboard.press("Escape");
  await pad.waitFor({ state: "detached" });

  await founder.tz("add", "contact", "name=周总", `customer=${CUSTOMER}`);
  await founder.tz("sync");
  await page.locator(".side").getByText("周总").waitFor();
  await page.getByRole("button", { name: "记跟进" }).last().click();
  const chosen = people.locator("[aria-pressed=true]");
  await people.getByText("周总").click();
  await people.getByText("欧阳倩").click();
  await until("one person at a time", async () => (await chosen.allInnerTexts()).join() === "欧阳倩");
  await pad.getByRole("button", { name: "要报价", exact: true }).click();
  await page.locator(".timeline li", { hasText: "要报价" }).first().getByText("欧阳倩").waitFor();

  // Tapped twice it is nobody again.
  await page.getByRole("button", { name: "记跟进" }).last().click();
  await people.getByText("周总").click();
  await people.getByText("周总").click();
  await until("nobody is chosen", async () => (await chosen.count()) === 0);
  await pad.getByRole("button", { name: "再联系", exact: true }).click();
  const second = page.locator(".timeline li", { hasText: "再联系" }).first();
  await second.waitFor();
  assert.doesNotMatch(await second.innerText(), /周总|欧阳倩/);
  wang.assertNoComplaints();
});

test("a person's numbers lead to what they count", async (t) => {
  const here = await world(t);
  const person = await here.person("陈静");
  await looksAround(person.page);
  const { page } = person;
  // Also for who looked at the tasks side by side last, where nothing is counted.
  await goes(page, "#/tasks");
  await page.locator("main .segments button").nth(1).click();
  await page.locator("main .choice", { hasText: "近七天完成" }).waitFor({ state: "detached" });
  await goes(page, "#/team");
  await page.locator("main a.row[data-row]").nth(1).click();
  const numbers = page.locator(".side .numbers button");
  await numbers.first().waitFor();
  const name = await page.locator(".side h1").innerText();
  const listed = async () => Number((await page.locator("main .list-count [role=status]").innerText()).match(/\d+/)?.[0]);
  const leads = { 该跟进: "customers", 逾期未跟进: "customers", 逾期任务: "tasks", 近七天完成: "tasks", 未完成任务: "tasks" };
  for (const [word, place] of Object.entries(leads)) {
    const number = numbers.filter({ hasText: word });
    const owned = Number(await number.locator("b").innerText());
    await number.click();
    await page.locator("main .list-top").waitFor();
    assert.equal(await page.evaluate(() => location.hash), `#/${place}`);
    await page.locator("main .choice.menu.on", { hasText: name }).waitFor();
    await until(`as many stand there as ${word} says: ${owned}`, async () => (await listed()) === owned);
    if (word !== "未完成任务") await page.goBack();
  }
  const owned = await listed();
  const only = page.locator("main .choice", { hasText: "只看本人负责" });
  assert.equal(await only.getAttribute("aria-pressed"), "true");
  await only.click();
  await page.locator("main .choice[aria-pressed=false]", { hasText: "只看本人负责" }).waitFor();
  await until("those they help with stand there, too", async () => (await listed()) >= owned);
});

async function founderSees(founder) {
  await founder.tz("sync");
  return founder.tz("--json", "list", "customer");
}
