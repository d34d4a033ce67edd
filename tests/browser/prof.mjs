import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Team, hasAll } from "./bench/team.mjs";
import { settled } from "./bench/watch.mjs";
import { until } from "./harness/until.mjs";
const size = process.argv[2] ?? "full";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tzprof-"));
const team = await Team.generate(path.join(folder, "t"), size);
const stats = JSON.parse(await team.founder.tz("--json", "stats"));
const person = await team.join((await team.salesperson()).name, {});
const { page } = person;
await hasAll(person, stats.kinds.customer.live);
await settled(page, 3000);
console.log("joined");
async function traced(name, action) {
  const session = await page.context().browser()?.newBrowserCDPSession?.() ?? await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["disabled-by-default-v8.cpu_profiler", "devtools.timeline", "toplevel", "v8", "v8.wasm", "disabled-by-default-devtools.timeline", "IndexedDB", "disabled-by-default-v8.compile", "blink.user_timing"], excludedCategories: ["*"] } });
  await action();
  const done = new Promise((r) => session.once("Tracing.tracingComplete", r));
  await session.send("Tracing.end"); await done;
  fs.writeFileSync(`/tmp/trace-${name}.json`, JSON.stringify({ traceEvents: events }));
  console.log(name, events.length);
}
await page.evaluate(() => { location.hash = "#/today"; });
await page.reload(); await until("drawn", () => page.evaluate(() => window.watched?.drawn));
await settled(page, 1000);
await traced("reload", async () => {
  for (let i = 0; i < 3; i++) { await page.reload(); console.log(await until("drawn", () => page.evaluate(() => window.watched?.drawn))); }
});
await settled(page, 1500);
await traced("edit", async () => {
  for (let i = 0; i < 12; i += 1) {
    await page.locator(".due-item > button.row").first().click();
    const outcome = page.locator(".due-item .outcomes button").first();
    await outcome.waitFor(); await settled(page);
    await page.evaluate(() => {
      const count = () => document.querySelector("header.head p.muted")?.textContent;
      const before = count();
      Object.assign(window.watched, { saved: [], reached: undefined, until: () => count() !== before });
    });
    await outcome.click();
    const t = await until("durable", () => page.evaluate(() => { const { input, reached, saved } = window.watched; return reached && saved.length > 0 ? [reached - input, saved[0] - input] : undefined; }));
    console.log(t.map((x) => x.toFixed(1)).join(" "));
    await settled(page);
  }
});
await team.stop(); fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
