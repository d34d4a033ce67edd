// `cargo xtask bench [--quick] [--rows start,edit,…]`: measures the budget table, prints it, and writes it down with
// the machine and the commit. `--quick` measures on the small team: to try the bench itself.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { calibrate } from "./bench/calibration.mjs";
import { Quota } from "./bench/quota.mjs";
import { ROWS } from "./bench/rows.mjs";
import { judged, median, p95, show } from "./bench/table.mjs";
import { Team, hasAll } from "./bench/team.mjs";
import { settled } from "./bench/watch.mjs";
import { places } from "./harness/places.mjs";

const SLOW_SHARE = 0.25;

/** What is generated, and by how many people it was written one after the other. */
const DATASETS = {
  full: { size: "full", authors: 1 },
  search: { size: "search", authors: 1 },
  authors: { size: "full", authors: 50 },
};

/** Measured on the way to the others: a device that joins. */
const JOIN = { key: "join", unit: "s", by: "median", budget: { full: 5, slow: 20 } };
const JOINS = [
  { ...JOIN, name: "new device joins and has all", dataset: "full" },
  { ...JOIN, name: "the same, written by 50 people", dataset: "authors" },
];

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const wanted = words.includes("--rows") ? words[words.indexOf("--rows") + 1].split(",") : undefined;
const isWanted = (row) => !wanted || wanted.includes(row.key);
const rows = ROWS.filter(isWanted);
const joins = JOINS.filter(isWanted);

const results = [];
const notes = [];
const speeds = {};
if (os.loadavg()[0] > 1) notes.push(`the machine was busy with other work: load ${os.loadavg()[0].toFixed(1)} before the start`);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tongzhou-bench-"));
const quota = Quota.create();
if (!quota) notes.push(`the slow column is missing: ${Quota.obstacle}`);

try {
  for (const dataset of new Set([...rows, ...joins].map((row) => row.dataset))) {
    await measureOn(dataset, rows.filter((row) => row.dataset === dataset), joins.find((row) => row.dataset === dataset));
  }
} finally {
  quota?.remove();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
report();

async function measureOn(dataset, its, join) {
  if (!dataset) {
    for (const row of its) await measure(row, "full", {});
    return;
  }
  const { size, authors } = DATASETS[dataset];
  console.error(`generating the ${dataset} team`);
  const team = await Team.generate(path.join(folder, dataset), quick ? "look-around" : size, authors);
  try {
    const stats = JSON.parse(await team.founder.tz("--json", "stats"));
    const customers = stats.kinds.customer.live;
    const { person, seconds } = await newcomer(team, customers, 0, quota);
    if (join) results.push({ row: join, speed: "full", values: [seconds] });
    console.error(`${dataset}: joined in ${seconds.toFixed(1)} s`);
    if (join && quota) {
      // In a group of its own: the quarter is one browser's, not shared with the one that is open already.
      const own = Quota.create();
      own.slowTo(SLOW_SHARE);
      const late = await newcomer(team, customers, 2, own);
      results.push({ row: join, speed: "slow", values: [late.seconds] });
      await team.dismiss(late.person);
      own.remove();
    }
    if (its.length === 0) return;
    // The smaller spaces may still be on their way.
    await settled(person.page, 3_000);
    await person.page.reload();
    for (const speed of quota ? ["full", "slow"] : ["full"]) {
      if (speed === "slow") quota.slowTo(SLOW_SHARE);
      speeds[`${dataset} ${speed}`] = await calibrate(person.page);
      const scene = { person, team, customers };
      for (const row of its.filter((row) => (row.speeds ?? ["full", "slow"]).includes(speed))) {
        await measure(row, speed, scene);
      }
      if (speed === "slow") {
        const slowed = ["page", "worker"].map((where) => {
          const factor = speeds[`${dataset} slow`][where] / speeds[`${dataset} full`][where];
          return `${where} ${factor.toFixed(1)}×`;
        });
        notes.push(`slow = a quarter of the machine for the whole browser; measured on ${dataset}: ${slowed.join(", ")} slower`);
        quota.free();
      }
    }
  } finally {
    quota?.free();
    await team.stop();
  }
}

/** One of the salespeople opens a link; how long it takes until everything is there. */
async function newcomer(team, customers, which, group) {
  const seller = await team.salesperson(which);
  const start = performance.now();
  const person = await team.join(seller.name, { group: group?.folder });
  await hasAll(person, customers);
  return { person, seconds: (performance.now() - start) / 1000 };
}

async function measure(row, speed, scene) {
  console.error(`${row.name} · ${speed}`);
  try {
    results.push({ row, speed, values: await row.measure(scene) });
  } catch (error) {
    results.push({ row, speed, values: [], error: String(error.message ?? error).split("\n")[0] });
  }
}

function report() {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim();
  const machine = `${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GB`;
  console.log(`\n${show(results)}\n`);
  console.log(`${machine} · commit ${commit.slice(0, 12)}${quick ? " · QUICK: the small team, not the budget's" : ""}`);
  for (const note of notes) console.log(note);
  const file = path.join(places.output, quick ? "bench-quick.json" : "bench.json");
  const figures = results.map(({ row, speed, values, error }) => ({
    name: row.name,
    unit: row.unit,
    speed,
    budget: row.budget[speed],
    ...(error ? { error } : { median: median(values), p95: p95(values), judged: judged(row, values), values }),
  }));
  fs.writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), machine, commit, quick, speeds, notes, figures }, null, 2));
  console.log(`written to ${path.relative(process.cwd(), file)}`);
}
