import fs from "node:fs"; import os from "node:os"; import path from "node:path";
import { Quota } from "./bench/quota.mjs"; import { Team, hasAll } from "./bench/team.mjs"; import { settled } from "./bench/watch.mjs"; import { framesWhile } from "./bench/frames.mjs";
const size = process.argv[2] ?? "search";
const median = (v) => v.slice().sort((a, b) => a - b)[Math.floor(v.length / 2)], p95 = (v) => v.slice().sort((a, b) => a - b)[Math.floor(v.length * 0.95)];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "zz-"));
const team = await Team.generate(folder, size);
const stats = JSON.parse(await team.founder.tz("--json", "stats"));
const seller = await team.salesperson();
const quota = Quota.create();
const t0 = performance.now();
const person = await team.join(seller.name, { group: quota?.folder });
await person.context.addInitScript(() => { const R = window.Worker; window.zz = []; window.Worker = class extends R { constructor(...w) { super(...w); this.addEventListener("message", () => window.zz.push(performance.now())); } postMessage(...m) { window.zzp = performance.now(); return super.postMessage(...m); } }; });
await hasAll(person, stats.kinds.customer.live);
console.log("joined", ((performance.now() - t0) / 1000).toFixed(1));
await settled(person.page, 3000);
for (const speed of ["full", "slow"]) {
  await person.page.reload(); await settled(person.page, 2000);
  if (speed === "slow") quota.slowTo(0.25);
  const { page } = person;
  await page.evaluate(() => { location.hash = "#/customers"; });
  const field = page.locator("input[type=search]").first();
  const asked = [], answered = [], changed = [], first = [];
  for (const word of ["cdjh", "myhd", "138", "chengdu", "lixm", "dyjj"]) {
    await field.fill(""); await settled(page); await field.focus();
    for (const key of word) {
      await page.evaluate(() => { window.watched.changed = undefined; window.zz = []; });
      await page.keyboard.press(key); await settled(page);
      const v = await page.evaluate(() => ({ c: window.watched.changed - window.watched.input, m: window.zz.map((t) => t - window.watched.input), p: window.zzp - window.watched.input }));
      if (Number.isFinite(v.c)) { changed.push(v.c); asked.push(v.p); answered.push(Math.max(...v.m)); first.push(`${word}/${key}: asked ${v.p.toFixed(1)} msgs ${v.m.map((x) => x.toFixed(1))} drawn ${v.c.toFixed(1)}`); }
    }
  }
  console.log(speed, "asked", median(asked).toFixed(1), p95(asked).toFixed(1), "answered", median(answered).toFixed(1), p95(answered).toFixed(1), "drawn", median(changed).toFixed(1), p95(changed).toFixed(1));
  console.log(first.join("\n"));
}
quota.free(); await team.stop(); quota?.remove(); fs.rmSync(folder, { recursive: true, force: true }); process.exit(0);
