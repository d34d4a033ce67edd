// One person with one device: a browser context, its page and its network.

import assert from "node:assert/strict";
import { AT_HOME, OwnBrowser, PHONE } from "./browser.mjs";
import { Network } from "./network.mjs";

export class Person {
  /** In an isolated context of a shared browser. */
  static async inContext(browser, name, url, context = {}) {
    const person = new Person(name, url, { ...AT_HOME, ...PHONE, ...context });
    person.network = await Network.start();
    person.context = await browser.newContext({ ...person.settings, proxy: person.network.proxy });
    await person.#open();
    return person;
  }

  /** With a browser process of their own, which `kill` ends and `reopen` starts again over the same profile. */
  static async withOwnBrowser(folder, name, url, context = {}, launch = {}) {
    const person = new Person(name, url, { ...AT_HOME, ...PHONE, ...context });
    person.network = await Network.start();
    Object.assign(person, { folder, launch });
    await person.reopen();
    return person;
  }

  constructor(name, url, settings) {
    Object.assign(this, { name, url, settings, complaints: [] });
  }

  /** Lose the network: open connections break, new ones fail, and the browser says so. */
  async goOffline() {
    this.network.cut();
    await this.context.setOffline(true);
  }

  async goOnline() {
    this.network.restore();
    await this.context.setOffline(false);
  }

  /** As on a device that has not kept the site: from the next load on, what runs is what the network serves. */
  async forgetsSite() {
    await this.page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    });
  }

  /** End the browser process at once. */
  async kill() {
    await this.own.kill();
  }

  /** Start the browser again over the same profile. */
  async reopen() {
    this.own = await OwnBrowser.open(this.folder, { ...this.settings, proxy: this.network.proxy }, this.launch);
    this.context = this.own.context;
    await this.#open();
  }

  /** Nothing was thrown, and nothing complained about on the console. */
  assertNoComplaints() {
    assert.deepEqual(this.complaints, [], `${this.name}'s browser complained`);
  }

  async close() {
    await this.context.close().catch(() => {});
    await this.network.stop();
  }

  async #open() {
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.page.setDefaultTimeout(20_000);
    this.page.on("pageerror", (error) => this.complaints.push(String(error)));
    this.page.on("console", (message) => {
      // The browser's own word about a network that was cut on purpose is no complaint.
      if (message.type() === "error" && !/net::ERR_|WebSocket connection to/.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
    await this.page.goto(this.url);
  }
}
