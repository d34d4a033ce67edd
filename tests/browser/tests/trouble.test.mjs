// What can go wrong with a device: its disk is full or damaged, its page is older than its worker, its clock is a
// year off, the relay goes in the midst of work. Each time the person is told what is true, and nothing is lost.

import assert from "node:assert/strict";
import test from "node:test";
import { damageRows, enterApp, leaveApp } from "../harness/rows.mjs";
import { CUSTOMER, edits, joins, logs, opens, sentence, team } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";

const DAMAGED = /本机有一份数据损坏/;
const DAY_MS = 86_400_000;

/** Somebody who has joined the team and has a touch of their own, with the customer open. */
async function member(t, prepare = async () => {}) {
  const { here, founder, link } = await team(t);
  const ming = await here.person("阿明");
  await prepare(ming);
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  await logs(ming, "电话", "要报价", "要春季价目表");
  await until("it is uploaded", async () => /已上传|已收到/.test(await sentence(ming)));
  return { here, founder, link, ming };
}

const isStored = async (person) => /已保存在本机|已上传|已收到/.test(await sentence(person));

/** What the founder has, after asking the relay. */
async function touchesOf(founder) {
  await founder.tz("sync");
  const rows = JSON.parse(await founder.tz("--json", "list", "follow_up"));
  return rows.map((row) => row.text).sort();
}

test("a full disk: said so, the edit stays on screen, and it is written when there is room again", async (t) => {
  const { founder, ming } = await member(t, async (person) => {
    const session = await person.context.newCDPSession(person.page);
    person.quota = (quotaSize) => session.send("Storage.overrideQuotaForOrigin", { origin: new URL(person.url).origin, quotaSize });
    await person.quota(8_000_000);
  });
  await ming.page.evaluate(fillTheDisk);
  await logs(ming, "微信", "已回复", "磁盘已满时写下的话");
  await ming.page.getByText(/手机存储已满/).filter({ visible: true }).first().waitFor();
  assert.ok(!(await isStored(ming)), "nobody calls it saved");
  assert.ok(await ming.page.getByText("磁盘已满时写下的话").first().isVisible());
  assert.deepEqual(await touchesOf(founder), ["要春季价目表"], "what is not on disk does not leave");

  await ming.page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase("filler").onsuccess = resolve; }));
  await ming.quota(80_000_000);
  await until("it is stored", () => isStored(ming), { within: 60_000 });
  await ming.page.reload();
  await ming.page.getByText("磁盘已满时写下的话").first().waitFor();
  await until("the founder has it", async () => (await touchesOf(founder)).includes("磁盘已满时写下的话"));
  ming.assertNoComplaints();
});

/** Noise into a database beside the app's, in ever smaller pieces, until not even a small one fits. Runs in the page. */
async function fillTheDisk() {
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const open = indexedDB.open("filler", 1);
  open.onupgradeneeded = () => open.result.createObjectStore("noise", { autoIncrement: true });
  const database = await settled(open);
  for (let size = 1_000_000; size >= 500; size = Math.floor(size / 4)) {
    for (let isFull = false; !isFull;) {
      const noise = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(noise.subarray(at, Math.min(size, at + 65_536)));
      const transaction = database.transaction("noise", "readwrite");
      transaction.objectStore("noise").put(noise);
      isFull = await new Promise((resolve) => {
        transaction.oncomplete = () => resolve(false);
        transaction.onabort = () => resolve(true);
      });
    }
  }
  database.close();
}

test("damaged documents: made anew from the envelopes, said once, and worked on", async (t) => {
  const { founder, ming } = await member(t);
  await leaveApp(ming);
  assert.ok(await damageRows(ming, "d") > 0);
  await enterApp(ming);
  await opens(ming, CUSTOMER);
  await ming.page.getByText(DAMAGED).waitFor();
  await ming.page.getByText("要春季价目表").first().waitFor();
  await edits(ming, "地区", "绵阳");
  await logs(ming, "微信", "已回复", "修好以后");
  await until("the founder has both", async () => (await touchesOf(founder)).length === 2);
  const [customer] = JSON.parse(await founder.tz("--json", "list", "customer"));
  assert.equal(customer.region, "绵阳");

  await ming.page.reload();
  await opens(ming, CUSTOMER);
  await ming.page.getByText("修好以后").first().waitFor();
  await edits(ming, "地区", "德阳");
  await ming.page.getByText("德阳").first().waitFor();
  assert.equal(await ming.page.getByText(DAMAGED).count(), 0, "it is said once");
  ming.assertNoComplaints();
});

test("a damaged projection: the page starts and shows everything", async (t) => {
  const { ming } = await member(t);
  await leaveApp(ming);
  assert.ok(await damageRows(ming, "p") > 0);
  await enterApp(ming);
  await opens(ming, CUSTOMER);
  await ming.page.getByText("要春季价目表").first().waitFor();
  await edits(ming, "地区", "绵阳");
  await until("it is stored", () => isStored(ming));
  await ming.page.reload();
  await ming.page.getByText("绵阳").first().waitFor();
  await ming.page.getByText("要春季价目表").first().waitFor();
  ming.assertNoComplaints();
});

test("a page of another version than its worker is told to reload, and nothing is lost", async (t) => {
  const { ming } = await member(t);
  await ming.forgetsSite();
  ming.network.serveChanged("worker_loader.js", (script) => `${NEXT_VERSION}${script}`);
  await ming.page.reload();
  const words = ming.page.getByRole("alert").filter({ hasText: "应用已更新。请重新打开页面" });
  await words.waitFor();
  ming.network.serveAsItIs();
  await ming.page.getByRole("button", { name: "重新打开" }).click();
  await opens(ming, CUSTOMER);
  await ming.page.getByText("要春季价目表").first().waitFor();
  await logs(ming, "微信", "已回复", "更新以后");
  await until("it is stored", () => isStored(ming));
  ming.assertNoComplaints();
});

/** The worker's greeting, `FromWorker::Hello { version }` in postcard, names another version. */
const NEXT_VERSION = `{
  const post = self.postMessage.bind(self);
  self.postMessage = (message, ...rest) => {
    if (message instanceof Uint8Array && message[0] === 0) post(new Uint8Array([0, 99]));
    else post(message, ...rest);
  };
}
`;

for (const [what, days, words] of [["fast", 365, /时钟快了/], ["slow", -365, /时钟慢了/]]) {
  test(`a clock that is a year ${what}: said so, and work still merges`, async (t) => {
    const { founder, ming } = await member(t);
    await ming.forgetsSite();
    const shift = shiftedDate(days * DAY_MS);
    ming.network.serveChanged("", (page) => page.replace("<head>", `<head><script>${shift}</script>`));
    ming.network.serveChanged("worker_loader.js", (script) => `${shift}\n${script}`);
    await ming.page.reload();
    assert.equal(await ming.page.evaluate(() => new Date().getFullYear()), new Date(Date.now() + days * DAY_MS).getFullYear());
    await opens(ming, CUSTOMER);
    await edits(ming, "地区", "绵阳");
    await logs(ming, "微信", "已回复", "时钟不对时写的");
    await founder.tz("set", CUSTOMER, "industry=服装");
    await founder.tz("log", CUSTOMER, "--channel", "visit", "--outcome", "met", "--text", "试穿反馈");
    await until("the founder has it", async () => (await touchesOf(founder)).includes("时钟不对时写的"));
    const [customer] = JSON.parse(await founder.tz("--json", "list", "customer"));
    assert.deepEqual([customer.region, customer.industry], ["绵阳", "服装"]);
    for (const text of ["试穿反馈", "时钟不对时写的", "服装"]) await ming.page.getByText(text).first().waitFor();
    await until("the founder's device is known to have it", async () => /已收到/.test(await sentence(ming)));
    await ming.page.evaluate(() => { location.hash = "#/settings"; });
    await ming.page.getByText(words).waitFor();

    ming.network.serveAsItIs();
    await ming.page.reload();
    await opens(ming, CUSTOMER);
    await logs(ming, "电话", "要报价", "时钟对了");
    await until("the founder has it all", async () => (await touchesOf(founder)).length === 4);
    await ming.page.evaluate(() => { location.hash = "#/settings"; });
    await ming.page.getByText("已连接服务器").waitFor();
    assert.equal(await ming.page.getByText(words).count(), 0);
    ming.assertNoComplaints();
  });
}

/** A script after which the clock is off by so much. */
function shiftedDate(millis) {
  return `{
    const Right = Date;
    globalThis.Date = class Date extends Right {
      constructor(...words) { if (words.length > 0) super(...words); else super(Right.now() + ${millis}); }
      static now() { return Right.now() + ${millis}; }
    };
  }`;
}

test("the relay goes in the midst of work and comes back: nothing is lost, and the sentence is true all along", async (t) => {
  const { here, founder, ming } = await member(t);
  const written = ["要春季价目表"];
  for (let i = 0; i < 12; i += 1) {
    if (i === 3) await here.relay.kill();
    if (i === 8) await here.relay.start();
    written.push(`第${i}次`);
    await logs(ming, "电话", "要报价", `第${i}次`);
    if (i === 7) await until("it is saved here only", async () => /已保存在本机.*离线/.test(await sentence(ming)));
  }
  await until("it is uploaded", async () => /已上传|已收到/.test(await sentence(ming)), { within: 90_000 });
  assert.deepEqual(await touchesOf(founder), written.sort());
  ming.assertNoComplaints();
});
