// Starting Chromium: one shared process for many isolated people, or a process of its own that can be killed.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { places } from "./places.mjs";
import { until } from "./until.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

const LAUNCHER = fileURLToPath(new URL("./chromium-launcher.sh", import.meta.url));

/** A phone as most of our people hold it. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** A desk. */
export const DESK = { viewport: { width: 1280, height: 800 } };

/** What every context has unless it says otherwise. */
export const AT_HOME = { locale: "zh-CN", timezoneId: "Asia/Shanghai", reducedMotion: "reduce" };

/** One browser process for many isolated contexts. `group` is a control group folder that its processes join. */
export function launchShared({ group } = {}) {
  // Without a proxy of its own the browser would ignore the proxies of its contexts.
  return chromium.launch(options({ group, proxy: { server: "http://per-context" } }));
}

/** A browser process of its own over a profile folder, which outlives it. */
export class OwnBrowser {
  static async open(folder, context, { group } = {}) {
    const browser = new OwnBrowser();
    fs.mkdirSync(folder, { recursive: true });
    browser.pidFile = path.join(folder, "browser.pid");
    fs.rmSync(browser.pidFile, { force: true });
    browser.context = await chromium.launchPersistentContext(path.join(folder, "profile"), {
      ...options({ group, pidFile: browser.pidFile }),
      ...context,
    });
    return browser;
  }

  get pid() {
    return Number(fs.readFileSync(this.pidFile, "utf8"));
  }

  /** End the whole process tree as a power cut would: nothing is flushed, nobody is asked. */
  async kill() {
    const group = this.pid;
    process.kill(-group, "SIGKILL");
    await until("the browser is gone", () => !groupLives(group));
    await this.context.close().catch(() => {});
  }
}

function options({ group, pidFile, ...more }) {
  // Where the system's language is not set, Chromium writes no Chinese file name.
  const env = { ...process.env, LC_ALL: "C.UTF-8", CHROMIUM: places.chromium };
  if (group) env.TONGZHOU_GROUP = group;
  if (pidFile) env.TONGZHOU_PID_FILE = pidFile;
  return { executablePath: LAUNCHER, args: FLAGS, headless: true, env, ...more };
}

function groupLives(group) {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  // Zombies still answer; they hold no files.
  return fs.readdirSync("/proc").some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const [, rest] = fs.readFileSync(`/proc/${entry}/stat`, "utf8").split(/\) (?=[A-Z] )/);
      const [state, , processGroup] = rest.split(" ");
      return Number(processGroup) === group && state !== "Z";
    } catch {
      return false;
    }
  });
}
