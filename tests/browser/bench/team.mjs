// The generated teams that everything is measured on, on a relay, and devices that join them.

import path from "node:path";
import { PHONE } from "../harness/browser.mjs";
import { Peer } from "../harness/peer.mjs";
import { Person } from "../harness/person.mjs";
import { Relay } from "../harness/relay.mjs";
import { until } from "../harness/until.mjs";
import { watch } from "./watch.mjs";

export class Team {
  /** A generated team of this size, written by so many people and uploaded to a relay of its own. */
  static async generate(folder, size, authors) {
    const relay = await Relay.start(path.join(folder, "relay"));
    const founder = new Peer(path.join(folder, "founder"));
    const address = `${relay.url.replace("http", "ws")}ws`;
    await founder.tz("init", "--team", "锦华销售部", "--name", "李明", "--relay", address);
    await founder.tz("sample", "--size", size, "--share", `1/${authors}`);
    await founder.tz("--timeout", "0", "sync");
    let last = founder;
    for (let author = 2; author <= authors; author += 1) {
      const link = await invite(founder, "--name", `作者${author}`, "--role", "assistant");
      last = new Peer(path.join(folder, `author-${author}`));
      await last.tz("--timeout", "0", "join", link);
      await last.tz("sample", "--size", size, "--share", `${author}/${authors}`);
      await last.tz("--timeout", "0", "sync");
    }
    // The last of the customers' log: who has this one has everything before it.
    await founder.tz("add", "customer", "name=最后一家", "class=C");
    // Long enough for a snapshot: a device makes one when it has been left alone.
    await founder.tz("--timeout", "0", "sync", "--stay", "60");
    // Somebody else has to stand by it.
    if (last !== founder) await last.tz("--timeout", "0", "sync", "--stay", "60");
    return new Team(folder, relay, founder);
  }

  constructor(folder, relay, founder) {
    Object.assign(this, { folder, relay, founder, people: [], browsers: 0 });
  }

  /** One of the salespeople: the generator gives each about the same number of customers. */
  async salesperson(which = 0) {
    const members = JSON.parse(await this.founder.tz("--json", "list", "member"));
    return members.filter((member) => member.role === "salesperson")[which];
  }

  /** Somebody opens an invite link in a browser of their own; `launch` names a control group. */
  async join(name, launch, context = PHONE) {
    const link = await invite(this.founder, "--name", name, "--role", "salesperson", "--page", this.relay.url);
    const folder = path.join(this.folder, `browser-${this.browsers}`);
    this.browsers += 1;
    const person = await Person.withOwnBrowser(folder, name, "about:blank", context, launch);
    this.people.push(person);
    await person.context.addInitScript(watch);
    person.url = this.relay.url;
    await person.page.goto(link);
    // The page takes the invite out of its address; to go anywhere before would be to throw it away.
    await person.page.waitForFunction(() => location.hash === "" || location.hash.startsWith("#/"));
    return person;
  }

  /** Close the browser of somebody who is no longer needed. */
  async dismiss(person) {
    this.people.splice(this.people.indexOf(person), 1);
    await person.close();
  }

  async stop() {
    for (const person of this.people) await person.close();
    await this.relay.stop();
  }
}

/** End somebody's browser and start it again over what it has. */
export async function reopened(person) {
  await person.kill();
  await person.reopen();
  await person.context.addInitScript(watch);
  await person.page.reload();
}

/** A link, once the relay knows of it. */
async function invite(founder, ...words) {
  const link = (await founder.tz("invite", ...words)).trim().split("\n").at(-1);
  await founder.tz("--timeout", "0", "sync");
  return link;
}

/** Wait until the customer list counts `total`. */
export async function hasAll(person, total) {
  await person.page.evaluate(() => { location.hash = "#/customers"; });
  await until(`${person.name} has all ${total} customers`, async () => {
    const count = await person.page.locator(".list-count [role=status]").textContent();
    return Number(count.replace(/\D/g, "")) === total;
  }, { within: 600_000, every: 50 });
}
