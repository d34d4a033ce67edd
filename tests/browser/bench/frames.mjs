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

/** A task belongs to the frame that begins in it, or else to the one before it. */
function workPerFrame(events) {
  const begins = events.filter(({ name, ph }) => name === "AnimationFrame" && ph === "b");
  const thread = mostFrequent(begins.map(({ pid, tid }) => `${pid} ${tid}`));
  const here = ({ pid, tid }) => `${pid} ${tid}` === thread;
  const starts = begins.filter(here).map(({ ts }) => ts).sort((a, b) => a - b);
  const frames = starts.map(() => ({ work: 0, own: 0 }));
  for (const { ts, dur, tdur } of events.filter((event) => event.name === "RunTask" && event.ph === "X" && here(event))) {
    const frame = starts.findLastIndex((start) => start <= ts + dur);
    if (frame < 0) continue;
    frames[frame].work += dur / 1000;
    frames[frame].own += (tdur ?? 0) / 1000;
  }
  // The first and the last are cut off by the beginning and the end of the trace.
  return frames.slice(1, -1);
}

function mostFrequent(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
