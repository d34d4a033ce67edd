// A manager and an assistant on two devices, and a headless peer: what they do without a network, they see alike
// afterwards. And the sentence about where one's changes are is true.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { CUSTOMER, edits, follow, joins, logs, opens, sentence, team } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";

/** What the timeline and the facts of the open customer say, without the moments. */
function record(person) {
  return person.page.evaluate(() => {
    const place = document.querySelector("[aria-current], .record, aside, main");
    const all = document.body.innerText;
    return { touches: [...all.matchAll(/线下问价|微信回访|试穿反馈/g)].map(String).sort(), region: /绵阳|德阳/.exec(all)?.[0], there: !!place };
  });
}

test("two people and a peer see the same after working without a network", async (t) => {
  const { here, founder, link } = await team(t);
  const [ming, fang] = [await here.person("阿明"), await here.person("小芳")];
  await joins(ming, await link("阿明"));
  await joins(fang, await link("小芳"));
  await opens(ming, CUSTOMER);
  await opens(fang, CUSTOMER);

  await ming.goOffline();
  await fang.goOffline();
  await logs(ming, "电话", "要报价", "线下问价");
  await logs(fang, "微信", "已回复", "微信回访");
  await edits(ming, "地区", "绵阳");
  await edits(fang, "地区", "德阳");
  await founder.tz("log", CUSTOMER, "--channel", "visit", "--outcome", "interested", "--text", "试穿反馈");
  assert.match(await sentence(ming), /已保存在本机/);

  await ming.goOnline();
  await fang.goOnline();
  await founder.tz("sync");
  const touches = ["微信回访", "线下问价", "试穿反馈"].sort();
  await until("both screens agree", async () => {
    const [a, b] = [await record(ming), await record(fang)];
    return a.touches.length === 3 && JSON.stringify(a) === JSON.stringify(b) && a;
  });
  await founder.tz("sync");
  const shown = JSON.parse(await founder.tz("--json", "list", "customer"));
  const [a] = [await record(ming)];
  assert.deepEqual(a.touches, touches);
  assert.equal(shown[0].region, a.region, "the same edit won everywhere");
  ming.assertNoComplaints();
  fang.assertNoComplaints();
});

test("two edits of one field of a task are both shown, and either can be chosen, also of a customer", async (t) => {
  const { here, founder, link } = await team(t);
  await founder.tz("add", "task", "title=寄样品");
  await founder.tz("sync");
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  const { page } = ming;
  for (const [hash, title, label, field] of [
    ["#/tasks", "寄样品", "做到什么程度", "note"],
    ["#/customers", CUSTOMER, "地区", "region"],
  ]) {
    await ming.goOnline();
    await page.evaluate((to) => { location.hash = to; }, hash);
    const mine = page.locator("main .choice[aria-pressed=true]");
    if (await mine.count() > 0) await mine.first().click();
    await page.locator("main a.row", { hasText: title }).first().click();
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await ming.goOffline();
    await page.getByRole("button", { name: "编辑", exact: true }).click();
    const sheet = page.locator("dialog[open]");
    await sheet.locator("form").waitFor();
    const more = sheet.getByRole("button", { name: "更多资料" });
    if (await more.count() > 0) await more.click();
    await sheet.getByLabel(label, { exact: true }).fill("线下写的");
    await sheet.getByRole("button", { name: "保存" }).click();
    await sheet.waitFor({ state: "detached" });
    await founder.tz("set", title, `${field}=别处写的`);
    await founder.tz("sync");
    await ming.goOnline();

    const chip = page.locator(".side").getByRole("button", { name: "两个人同时改了" });
    await chip.waitFor();
    assert.match(await chip.innerText(), new RegExp(label));
    await chip.click();
    const choices = page.locator(".side .two-edits");
    for (const written of ["线下写的", "别处写的"]) await choices.getByText(written).waitFor();
    // Who wrote which is read from the history.
    await choices.getByText(/^阿明 · /).waitFor();
    await choices.getByText(/^陈静 · /).waitFor();
    const other = await choices.locator("p.prose").nth(1).innerText();
    await choices.getByRole("button", { name: "改用这个" }).click();
    await chip.waitFor({ state: "detached" });
    await page.locator(".side").getByText(other).first().waitFor();
    await until("the peer has what was chosen", async () => {
      await founder.tz("sync");
      const shown = JSON.parse(await founder.tz("--json", "show", title));
      return shown[field] === other;
    });
  }
  ming.assertNoComplaints();
});

test("an edit beside a delete brings the customer back on both sides", async (t) => {
  const { here, founder, link } = await team(t);
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  await ming.goOffline();
  await edits(ming, "地区", "绵阳");
  const [{ id }] = JSON.parse(await founder.tz("--json", "list", "customer"));
  await founder.tz("delete", id);
  await founder.tz("sync");
  await ming.goOnline();
  await until("the peer has the customer back", async () => {
    await founder.tz("sync");
    const [customer] = JSON.parse(await founder.tz("--json", "list", "customer"));
    return customer?.region === "绵阳";
  });
  await ming.page.evaluate(() => { location.hash = "#/customers"; });
  await ming.page.locator("a.row", { hasText: CUSTOMER }).first().waitFor();
});

test("the three sentences are true: saved here, uploaded, received", async (t) => {
  const { here, founder, link } = await team(t);
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  await until("all is uploaded", async () => /已上传|已收到/.test(await sentence(ming)));
  // Acknowledgements are held back: what is logged now is saved here, and not more.
  ming.network.holdDownstream();
  await logs(ming, "电话", "要报价", "线下问价");
  await until("it is saved here", async () => /已保存在本机/.test(await sentence(ming)));
  ming.network.releaseDownstream();
  // Nobody else is online: the relay has it, and no device has stated that it has.
  await until("it is uploaded", async () => /^\s*已上传/.test(await sentence(ming)));
  await founder.tz("sync");
  await until("one device has it", async () => /1 台设备已收到/.test(await sentence(ming)));
});

test("nothing readable lies on the relay or crosses the network", async (t) => {
  const { here, founder, link } = await team(t);
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  await logs(ming, "电话", "要报价", "金丝雀在此");
  await edits(ming, "地区", "雀巢地区");
  await until("it is uploaded", async () => /^\s*已上传|已收到/.test(await sentence(ming)));
  const secrets = ["金丝雀在此", "雀巢地区", CUSTOMER, "199-0000-0001", "阿明", "成都一队", "陈静"].map((text) => Buffer.from(text));
  const seen = ming.network.frames().map(({ payload }) => payload);
  assert.ok(seen.length > 0, "frames were recorded");
  await here.relay.stop();
  const files = fs.readdirSync(here.relay.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.map((entry) => fs.readFileSync(path.join(entry.parentPath ?? entry.path, entry.name)));
  assert.ok(kept.some((bytes) => bytes.length > 1000), "the relay has stored something");
  for (const secret of secrets) {
    for (const bytes of [...seen, ...kept, Buffer.from(here.relay.log)]) {
      assert.ok(!bytes.includes(secret), `"${secret}" can be read`);
    }
  }
  await founder.tz("stats");
});

test("a used or damaged invite says what to do and changes nothing", async (t) => {
  const { here, link } = await team(t);
  const invite = await link("阿明");
  const [ming, fang] = [await here.person("阿明"), await here.person("小芳")];
  await joins(ming, invite);
  await follow(fang, invite);
  await fang.page.getByText(/邀请.*请/).first().waitFor();
  // The link is not thrown away: without the server it is tried again.
  assert.equal(await fang.page.locator("#invite").inputValue(), invite.split("#")[1]);
  const hans = await here.person("汉斯");
  await follow(hans, `${invite.slice(0, -6)}AAAAAA`);
  await hans.page.getByText(/链接.*(不完整|损坏|读不出|重新)/).first().waitFor();
});
