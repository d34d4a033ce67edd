// What Chromium itself notes while something happens.

import { once } from "node:events";

/** Run `action`, and give the events of these categories that were noted meanwhile. */
export async function traced(page, categories, action) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories, excludedCategories: ["*"] },
  });
  await action();
  const complete = once(session, "Tracing.tracingComplete");
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return events;
}

/** Run `action`, wait until it is drawn, and give the number of elements that were styled for it. */
export async function restyledWhile(page, action) {
  const events = await traced(page, ["devtools.timeline"], async () => {
    await action();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  });
  const stylings = events.filter(({ name, ph }) => name === "UpdateLayoutTree" && ph === "X");
  return stylings.reduce((sum, { args }) => sum + (args.elementCount ?? 0), 0);
}
