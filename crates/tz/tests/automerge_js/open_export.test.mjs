// The official Automerge opens what `tz` exports. TZ_BIN names the binary; by default the debug build is used.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import * as Automerge from "@automerge/automerge";
import { readFile } from "node:fs/promises";
import { plain, readRecords } from "./print.mjs";

const target = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, "../../../../target");
const binary = process.env.TZ_BIN ?? join(target, "debug", "tz");

test("the official Automerge reads exported documents, their history and their authors' edits", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tz-automerge-"));
  try {
    const tz = (...args) =>
      execFileSync(binary, ["--dir", join(folder, "replica"), "--lang", "en", ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    tz("init", "--team", "锦华销售部", "--name", "李明");
    const id = tz("add", "customer", "name=成都锦华服饰", "class=A", "helpers=李明", "next_date=2026-03-09");
    tz("set", id, "class=B", "note=第一行\n第二行");
    const gone = tz("add", "customer", "name=Gone");
    tz("delete", gone);
    const out = join(folder, "out");
    tz("export", "--format", "automerge", "--out", out);

    const files = readdirSync(out).filter((name) => name.endsWith(".automerge"));
    const documents = await Promise.all(files.map((name) => readRecords(join(out, name))));
    const customers = documents.find((document) => document.shard === "customer");
    const record = customers.records[id];
    assert.equal(record.kind, "customer");
    assert.equal(record.name, "成都锦华服饰");
    assert.equal(record.class, "B");
    assert.equal(record.note, "第一行\n第二行");
    assert.ok(record.live > 0);
    assert.equal(customers.records[gone].live, 0);
    const helpers = Object.entries(record).filter(([key, value]) => key.startsWith("helpers/") && value === true);
    assert.equal(helpers.length, 1);

    const file = files.find((name) => name.startsWith("customer-"));
    const document = Automerge.load(await readFile(join(out, file)));
    const history = Automerge.getHistory(document).map((entry) => plain(entry.snapshot.records?.[id]?.class));
    assert.ok(history.includes("A"), "the value before the edit is in the history");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
