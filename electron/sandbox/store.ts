import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Account, Asset, Change, HostedFile, Task } from "./state.ts";

const lineSchema = z.array(z.object({ kind: z.enum(["task", "asset", "file", "account", "origin"]), record: z.unknown() }));

/**
 * The sandbox's memory: maps, and, when a folder is given, a log of changes beside them.
 * A commit is one appended line, so that a killed process leaves either the whole change or none.
 */
export class Store {
  readonly tasks = new Map<string, Task>();
  /** The tasks whose credits are still held. */
  readonly running = new Map<string, Task>();
  readonly assets = new Map<number, Asset>();
  readonly files = new Map<string, HostedFile>();
  readonly accounts = new Map<string, Account>();
  /** Every origin this sandbox ever had: URLs it gave out before a restart are still its own. */
  readonly origins = new Set<string>();
  readonly #log: string | null;

  constructor(folder: string | null) {
    this.#log = folder === null ? null : join(folder, "state.ndjson");
    if (this.#log === null) return;
    mkdirSync(folder ?? "", { recursive: true });
    if (existsSync(this.#log)) this.#replay(this.#log);
    this.#compact(this.#log);
  }

  /** Applies changes that belong together, durably before it returns. */
  commit(...changes: readonly Change[]): void {
    if (this.#log !== null) appendFileSync(this.#log, `${JSON.stringify(changes)}\n`);
    for (const change of changes) this.#apply(change);
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case "task":
        this.tasks.set(change.record.id, change.record);
        if (change.record.settled) this.running.delete(change.record.id);
        else this.running.set(change.record.id, change.record);
        break;
      case "asset":
        this.assets.set(change.record.assetId, change.record);
        break;
      case "file":
        this.files.set(change.record.sha256, change.record);
        break;
      case "account":
        this.accounts.set(change.record.id, change.record);
        break;
      case "origin":
        this.origins.add(change.record);
        break;
    }
  }

  #replay(path: string): void {
    const lines = readFileSync(path, "utf8").split("\n");
    // What follows the last line break is empty, or a line that a killed process did not finish: it was never answered for.
    for (const line of lines.slice(0, -1)) {
      // The log is the sandbox's own; the outer form is checked to refuse a foreign file, the records are trusted.
      const changes = lineSchema.parse(JSON.parse(line)) as Change[];
      for (const change of changes) this.#apply(change);
    }
  }

  #compact(path: string): void {
    const changes: Change[] = [
      ...[...this.origins].map((record) => ({ kind: "origin", record }) as const),
      ...[...this.accounts.values()].map((record) => ({ kind: "account", record }) as const),
      ...[...this.files.values()].map((record) => ({ kind: "file", record }) as const),
      ...[...this.assets.values()].map((record) => ({ kind: "asset", record }) as const),
      ...[...this.tasks.values()].map((record) => ({ kind: "task", record }) as const),
    ];
    const temporary = `${path}.new`;
    writeFileSync(temporary, changes.map((change) => `${JSON.stringify([change])}\n`).join(""));
    renameSync(temporary, path);
  }
}
