// The world of one test: a relay that serves the site, and people in it. Everything is gone when the test ends.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { launchShared } from "./browser.mjs";
import { Peer } from "./peer.mjs";
import { Person } from "./person.mjs";
import { Relay } from "./relay.mjs";

/** `t` is the test's context; with `site`, another folder is served instead of the built site. */
export async function world(t, { site } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tongzhou-"));
  const endings = [() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })];
  t.after(async () => {
    for (const end of endings.reverse()) await end();
  });
  const relay = await Relay.start(path.join(folder, "relay"), { site });
  endings.push(() => relay.stop());
  let shared;
  const sharedBrowser = () => {
    shared ??= launchShared().then((browser) => {
      endings.push(() => browser.close());
      return browser;
    });
    return shared;
  };
  const keep = (person) => {
    endings.push(() => person.close());
    return person;
  };
  return {
    relay,
    folder,

    /** Somebody with a phone, in a context isolated from everybody else's. */
    async person(name, context) {
      return keep(await Person.inContext(await sharedBrowser(), name, relay.url, context));
    },

    /** Somebody whose whole browser can be killed and opened again. */
    async personWithOwnBrowser(name, context, launch) {
      const own = path.join(folder, `browser-${endings.length}`);
      return keep(await Person.withOwnBrowser(own, name, relay.url, context, launch));
    },

    /** A `tz` replica in a folder of its own. */
    peer(name) {
      return new Peer(path.join(folder, `peer-${name}`));
    },
  };
}
