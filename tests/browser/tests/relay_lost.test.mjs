// A relay that lost everything, and went on from what somebody knew who had not been there for a while.

import assert from "node:assert/strict";
import test from "node:test";
import { enterApp, leaveApp, takeRow } from "../harness/rows.mjs";
import { CUSTOMER, joins, logs, opens, sentence, team } from "../harness/story.mjs";
import { until } from "../harness/until.mjs";

/** 阿明 joins and works without a network; the founder, who has not heard of that, gives an empty relay the team and invites 小芳. */
async function parted(t) {
  const { here, founder, link } = await team(t);
  const ming = await here.person("阿明");
  await joins(ming, await link("阿明"));
  await opens(ming, CUSTOMER);
  await until("all is uploaded", async () => /已上传|已收到/.test(await sentence(ming)));
  await ming.goOffline();
  await logs(ming, "电话", "要报价", "隧道里记的");
  await here.relay.losesEverything();
  return { here, founder, ming, later: await link("小芳"), link };
}

async function isShared(founder) {
  await until("the founder has what was logged", async () => {
    await founder.tz("sync");
    const logged = JSON.parse(await founder.tz("--json", "list", "follow_up"));
    return logged.some((row) => row.text === "隧道里记的");
  });
}

test("who had joined on what the relay lost is back by themselves, with what they wrote", async (t) => {
  const { here, founder, ming, later } = await parted(t);
  await ming.goOnline();
  await isShared(founder);
  const fang = await here.person("小芳");
  await joins(fang, later);
  await opens(fang, CUSTOMER);
  await fang.page.getByText("隧道里记的").first().waitFor();
  await until("all is received", async () => /台设备已收到/.test(await sentence(ming)));
  ming.assertNoComplaints();
});

test("where the link is gone, the device says so, works on, and takes another one", async (t) => {
  const { here, founder, ming, link } = await parted(t);
  await leaveApp(ming);
  await takeRow(ming, "m/link");
  await enterApp(ming);
  await ming.goOnline();
  await until("it is said", async () => /服务器不认识这台设备/.test(await sentence(ming)));
  await opens(ming, CUSTOMER);
  await logs(ming, "电话", "再联系", "照常能用");

  await ming.page.evaluate(() => { location.hash = "#/settings"; });
  await ming.page.getByText(/成员名单里没有这台设备/).waitFor();
  await ming.page.getByRole("button", { name: "用新的邀请接上" }).click();
  const sheet = ming.page.locator("dialog[open]");
  await sheet.getByRole("textbox").fill("这不是链接");
  await sheet.getByRole("button", { name: "用新的邀请接上" }).click();
  await sheet.getByText(/邀请链接不完整/).waitFor();
  await sheet.getByRole("textbox").fill(await link("阿明"));
  await sheet.getByRole("button", { name: "用新的邀请接上" }).click();
  await sheet.waitFor({ state: "detached" });
  await isShared(founder);
  await until("all is received", async () => /台设备已收到/.test(await sentence(ming)));
  assert.doesNotMatch(await sentence(ming), /不认识/);
});
