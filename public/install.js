// Keeps the site on the device, and offers a new version; never forces one under a running page.

const LOOK_AGAIN_MILLIS = 60 * 60 * 1000;

const WORDS = {
  zh: { about: "新版本", say: "有新版本", take: "更新", later: "稍后" },
  en: { about: "New version", say: "A new version is ready", take: "Update", later: "Later" },
};

// Not over plain http on a local network, and not where the page does not start.
if (navigator.serviceWorker && !document.documentElement.hasAttribute("data-stopped")) {
  navigator.serviceWorker.register("./sw.js", { updateViaCache: "none" }).then(watch, () => {
    // A private window, or storage is full: the app works as long as there is a network, and says what it cannot keep.
  });
}

offerToInstallFirst();

function watch(registration) {
  // From the second start on: ask the browser not to clear the team's data when space runs out.
  if (navigator.serviceWorker.controller) navigator.storage?.persist?.().catch(() => {});
  offerWhenReady(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const found = registration.installing;
    found?.addEventListener("statechange", () => offerWhenReady(found));
  });
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_AGAIN_MILLIS) return;
    looked = Date.now();
    // Without a network there is nothing to find.
    registration.update().catch(() => {});
  });
}

/** The first version of a device needs no offer: it serves from the next start on. */
function offerWhenReady(worker) {
  if (worker?.state !== "installed" || !navigator.serviceWorker.controller) return;
  document.querySelector(".new-version")?.remove();
  const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.zh;
  const bar = document.createElement("aside");
  bar.className = "new-version";
  bar.setAttribute("aria-label", words.about);
  const say = document.createElement("span");
  say.setAttribute("role", "status");
  say.textContent = words.say;
  const later = button("quiet", words.later, () => bar.remove());
  const take = button("primary", words.take, () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage("take over");
  });
  bar.append(say, later, take);
  document.body.append(bar);
}

function button(kind, text, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${kind}`;
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

/** An invite in a tab of Safari on an iPhone: `index.html` says why it had better be joined from the home screen. */
function offerToInstallFirst() {
  if (document.documentElement.dataset.stopped !== "ios") return;
  document.body.append(document.querySelector("#install-first").content.cloneNode(true));
  const said = document.querySelector("[data-copied]");
  document.querySelector("[data-copy-invite]").addEventListener("click", () => {
    const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error("plain http"));
    // Without a clipboard the address is there to be copied by hand.
    copied.then(() => { said.textContent = "已复制 Copied"; }, () => { said.textContent = location.href; });
  });
  document.querySelector("[data-join-here]").addEventListener("click", () => {
    sessionStorage.setItem("tongzhou.here", "yes");
    location.reload();
  });
}
