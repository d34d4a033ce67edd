// How many elements the browser styles anew, from Chromium's own trace.

import { once } from "node:events";

/** Run `action`, wait until it is drawn, and give the number of elements that were styled for it. */
export async function restyledWhile(page, action) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline"], excludedCategories: ["*"] },
  });
  await action();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const complete = once(session, "Tracing.tracingComplete");
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const stylings = events.filter(({ name, ph }) => name === "UpdateLayoutTree" && ph === "X");
  return stylings.reduce((sum, { args }) => sum + (args.elementCount ?? 0), 0);
}
