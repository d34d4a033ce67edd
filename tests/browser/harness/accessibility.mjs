// Automatic accessibility checks of the page as it stands.

import assert from "node:assert/strict";
import axe from "axe-core";

/** What violates WCAG 2.2 A and AA on the page: rule, why, and where. */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  });
}

/** No violation of WCAG 2.2 A and AA on the page. */
export async function assertAccessible(page, what) {
  assert.deepEqual(await violations(page), [], `${what} is accessible`);
}
