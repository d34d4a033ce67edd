// How fast page and worker really are: the same fixed work in both at once.

import { until } from "../harness/until.mjs";

/** Milliseconds that the work takes in the page and in the worker while both do it. */
export async function calibrate(page) {
  const worker = await until("there is a worker", () => page.workers().at(-1));
  const [inPage, inWorker] = await Promise.all([page.evaluate(fixedWork), worker.evaluate(fixedWork)]);
  return { page: inPage, worker: inWorker };
}

function fixedWork() {
  const start = performance.now();
  let value = 1;
  for (let i = 0; i < 120_000_000; i += 1) value = (Math.imul(value, 1664525) + 1013904223) | 0;
  // Looking at the value keeps the loop from being optimised away.
  return value === 0.5 ? 0 : performance.now() - start;
}
