// `cargo xtask icons`: the pictures of the app, drawn from public/icon.svg. Those that a system cuts to its own shape
// are full to the edge; the others have round corners.

import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { launchShared } from "./harness/browser.mjs";

const folder = fileURLToPath(new URL("../../public/", import.meta.url));
const drawing = fs.readFileSync(`${folder}icon.svg`, "utf8");
const browser = await launchShared();
for (const [name, radius] of [["icon", "22%"], ["icon-maskable", "0"]]) {
  for (const size of [192, 512]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh; border-radius: ${radius} }</style>${drawing}`);
    await page.screenshot({ path: `${folder}${name}-${size}.png`, omitBackground: true });
    await page.close();
  }
}
await browser.close();
