// What the page's main thread does per frame, from Chromium's own trace.

import { traced } from "../harness/trace.mjs";

const CATEGORIES = ["disabled-by-default-devtools.timeline", "devtools.timeline"];

/**
 * Run `action`, and give the work of the page's main thread in each frame meanwhile: `work` in milliseconds as they passed,
 * `own` as the processor spent them on it, which other programs do not change.
 */
export async function framesWhile(page, action) {
  return workPerFrame(await traced(page, CATEGORIES, action));
}

/**
 * A frame is what the main thread does until it hands a picture to the compositor. (Chromium notes an `AnimationFrame` at
 * the end of the task that drew the one before: sorted by those, two frames are sometimes taken for one.)
 */
function workPerFrame(events) {
  const commits = events.filter(({ name, ph }) => name === "Commit" && ph === "X");
  const thread = mostFrequent(commits.map(({ pid, tid }) => `${pid} ${tid}`));
  const here = (wanted) => events
    .filter(({ name, ph, pid, tid }) => name === wanted && ph === "X" && `${pid} ${tid}` === thread)
    .sort((a, b) => a.ts - b.ts);
  const handedOver = here("Commit").map(({ ts }) => ts);
  const frames = [{ work: 0, own: 0 }];
  let next = 0;
  for (const { ts, dur, tdur } of here("RunTask")) {
    frames.at(-1).work += dur / 1000;
    frames.at(-1).own += (tdur ?? 0) / 1000;
    if (handedOver[next] <= ts + dur) {
      frames.push({ work: 0, own: 0 });
      while (handedOver[next] <= ts + dur) next += 1;
    }
  }
  // The first and the last are cut off by the beginning and the end of the trace.
  return frames.slice(1, -1);
}

function mostFrequent(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
