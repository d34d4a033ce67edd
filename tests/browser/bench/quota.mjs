// A CPU quota on a whole process tree, through a control group of its own (version 1 or 2).

import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Short, so that work is slowed evenly instead of being stopped for long. */
const PERIOD_MICROS = 10_000;

let made = 0;

export class Quota {
  /** A fresh group without a limit; `null`, with the reason in `Quota.obstacle`, where none can be made. */
  static create() {
    for (const make of [version1, version2]) {
      try {
        const group = make(`tongzhou-${process.pid}-${made}`);
        made += 1;
        if (group) return new Quota(group);
      } catch (error) {
        Quota.obstacle = `no control group can be made: ${error.message}`;
      }
    }
    Quota.obstacle ??= "this system has no control groups for the processor";
    return null;
  }

  constructor({ folder, limit, free }) {
    Object.assign(this, { folder, limit, free });
  }

  /** From now on the group gets this share of all processors. */
  slowTo(share) {
    this.limit(Math.round(os.cpus().length * PERIOD_MICROS * share));
  }

  /** The group must be empty. */
  remove() {
    try {
      fs.rmdirSync(this.folder);
    } catch {
      // A process that is still ending keeps it; an empty group does no harm.
    }
  }
}

function version1(name) {
  const root = "/sys/fs/cgroup/cpu";
  if (!fs.existsSync(path.join(root, "cpu.cfs_quota_us"))) return null;
  const folder = path.join(root, name);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "cpu.cfs_period_us"), String(PERIOD_MICROS));
  const write = (quota) => fs.writeFileSync(path.join(folder, "cpu.cfs_quota_us"), String(quota));
  return { folder, limit: write, free: () => write(-1) };
}

function version2(name) {
  const root = "/sys/fs/cgroup";
  const controllers = path.join(root, "cgroup.controllers");
  if (!fs.existsSync(controllers) || !fs.readFileSync(controllers, "utf8").split(/\s/).includes("cpu")) return null;
  fs.writeFileSync(path.join(root, "cgroup.subtree_control"), "+cpu");
  const folder = path.join(root, name);
  fs.mkdirSync(folder);
  const write = (quota) => fs.writeFileSync(path.join(folder, "cpu.max"), `${quota} ${PERIOD_MICROS}`);
  return { folder, limit: write, free: () => write("max") };
}
