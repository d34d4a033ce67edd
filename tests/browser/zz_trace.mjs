import fs from "node:fs"; import os from "node:os"; import path from "node:path";
import { Quota } from "./bench/quota.mjs"; import { Team, hasAll } from "./bench/team.mjs"; import { settled } from "./bench/watch.mjs"; import { traced } from "./harness/trace.mjs";
const place = process.argv[2] ?? "customers", size = process.argv[3] ?? "full", slow = process.argv[4] === "slow";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "zz-"));
const team = await Team.generate(folder, size);
const stats = JSON.parse(await team.founder.tz("--json", "stats"));
const seller = await team.salesperson();
const quota = Quota.create();
const person = await team.join(seller.name, { group: quota?.folder });
await hasAll(person, stats.kinds.customer.live);
await settled(person.page, 3000);
await person.page.reload(); await settled(person.page, 2000);
const page = person.page;
const rows = { customers: "main a.row[data-row]", tasks: "main .task a.row", deals: "main .board .card" }[place];
if (slow) quota.slowTo(0.25);
async function run() {
  await page.evaluate((p) => { location.hash = `#/${p}`; }, place);
  await page.locator("main .list-top").waitFor();
  const all = page.locator("main .list-top button, main .list-top a").filter({ hasText: /^全部$|^所有人$|^全队$/ });
  if (await all.count()) await all.first().click().catch(() => {});
  await settled(page, 800);
  await page.locator(rows).first().hover();
  const events = await traced(page, ["disabled-by-default-devtools.timeline", "devtools.timeline", "blink", "cc", "toplevel", "v8"], async () => {
    for (let turn = 0; turn < 80; turn += 1) { await page.mouse.wheel(0, turn < 60 ? 400 : -400); await page.evaluate(() => new Promise((f) => requestAnimationFrame(f))); }
  });
  const begins = events.filter((e) => e.name === "AnimationFrame" && e.ph === "b");
  const count = new Map(); for (const b of begins) { const k = `${b.pid} ${b.tid}`; count.set(k, (count.get(k) ?? 0) + 1); }
  const thread = [...count].sort((a, b) => b[1] - a[1])[0][0];
  const here = events.filter((e) => `${e.pid} ${e.tid}` === thread && e.ph === "X").sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const starts = begins.filter((e) => `${e.pid} ${e.tid}` === thread).map((e) => e.ts).sort((a, b) => a - b);
  const frames = starts.map(() => ({ total: 0, by: new Map() }));
  const stack = [];
  for (const e of here) { while (stack.length && stack.at(-1).ts + stack.at(-1).dur <= e.ts) stack.pop(); e.self = e.dur; if (stack.length) stack.at(-1).self -= e.dur; e.root = stack.length ? stack[0] : e; stack.push(e); }
  for (const e of here) { const r = e.root; if (r.name !== "RunTask" && r.name !== "ThreadControllerImpl::RunTask") continue; const i = starts.findLastIndex((s) => s <= r.ts + r.dur); if (i < 0) continue; const f = frames[i]; if (e === r) f.total += e.dur; f.by.set(e.name, (f.by.get(e.name) ?? 0) + e.self); }
  const good = frames.slice(1, -1).sort((a, b) => a.total - b.total);
  const p = (q) => (good[Math.floor(good.length * q)]?.total / 1000).toFixed(1);
  console.log(`${place} frames ${good.length} median ${p(0.5)} p90 ${p(0.9)} p95 ${p(0.95)} max ${p(0.999)}`);
  const worst = good.slice(Math.floor(good.length * 0.8));
  const sum = new Map(); for (const f of worst) for (const [k, v] of f.by) sum.set(k, (sum.get(k) ?? 0) + v);
  console.log("slowest fifth, ms per frame:", [...sum].sort((a, b) => b[1] - a[1]).slice(0, 22).map(([k, v]) => `${k} ${(v / worst.length / 1000).toFixed(2)}`).join(" | "));
}
await run(); await run(); await run();
await team.stop(); quota?.free(); quota?.remove(); fs.rmSync(folder, { recursive: true, force: true }); process.exit(0);
