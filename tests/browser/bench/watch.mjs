// Runs in the page before anything else: notes when things happen, on the page's own clock.

import { until } from "../harness/until.mjs";

/** Installs `window.watched`. Serialised into the page, so it uses nothing from outside. */
export function watch() {
  const SAVED = 4; // the tag of `FromWorker::Saved`
  const watched = { drawn: undefined, saved: [], input: undefined, changed: undefined };
  window.watched = watched;

  // Today is usable when a row of it, or the sentence that there is none, can be tapped.
  const observer = new MutationObserver(() => {
    const now = performance.now();
    watched.changed = now;
    if (watched.until && watched.until()) {
      watched.reached = now;
      watched.until = undefined;
    }
    if (watched.drawn === undefined && document.querySelector("main .due-item, main .empty")) watched.drawn = now;
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });

  const RealWorker = window.Worker;
  window.Worker = class extends RealWorker {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => {
        if (data instanceof Uint8Array && data[0] === SAVED) watched.saved.push(performance.now());
      });
    }
  };

  for (const kind of ["keydown", "click"]) {
    window.addEventListener(kind, (event) => { watched.input = event.timeStamp; }, { capture: true });
  }
}

/** Nothing has changed in the page for a while. */
export async function settled(page, quietMillis = 150) {
  await until("the page is quiet", () => page.evaluate((quiet) => {
    const { changed } = window.watched;
    const since = Math.max(changed ?? 0, window.watched.input ?? 0);
    return performance.now() - since > quiet;
  }, quietMillis));
}
