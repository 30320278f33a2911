import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { Lease, LeaseHeld } from "../../shared/contract/library.ts";
import type { LeaseHolder } from "../../shared/contract/records.ts";
import type { LibraryDatabase } from "./database.ts";
import { sqliteCode, SQLITE, translated } from "./databaseErrors.ts";
import { isAlive } from "./processes.ts";

const HEARTBEAT_EVERY_MS = 2_000;
const STALE_AFTER_MS = 10_000;

interface LeaseRow {
  token: string;
  pid: number;
  hostname: string;
  what: string;
  since: number;
  heartbeat_at: number;
}

/** One executor per library folder, whatever its realm: a row with a heartbeat, taken over when its holder is gone. */
export class LeaseDesk {
  readonly #database: LibraryDatabase;
  readonly #now: () => number;
  /** The lease this process believes to hold. */
  #token: string | null = null;
  #lost = false;
  #timer: NodeJS.Timeout | null = null;
  #listeners: (() => void)[] = [];

  constructor(database: LibraryDatabase, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  acquire(what: string): Lease | LeaseHeld {
    const { connection, file, readOnly } = this.#database;
    if (readOnly) throw new LibraryError("read-only", `The library ${file} was opened for reading only, so nothing can be run with it.`);
    const token = randomUUID();
    const at = this.#now();
    try {
      connection.exec("BEGIN IMMEDIATE");
      const row = this.#row();
      if (row && !isStale(row, at)) {
        connection.exec("ROLLBACK");
        return { kind: "held", by: holderOf(row) };
      }
      this.#database
        .statement("INSERT OR REPLACE INTO lease (id, token, pid, hostname, what, since, heartbeat_at) VALUES (1, ?, ?, ?, ?, ?, ?)")
        .run(token, process.pid, hostname(), what, at, at);
      connection.exec("COMMIT");
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      throw translated(error, file);
    }
    return this.#hold(token);
  }

  holder(): LeaseHolder | null {
    const row = this.#database.read(() => this.#row());
    return row && !isStale(row, this.#now()) ? holderOf(row) : null;
  }

  /** Whether this process believes to have it. */
  get held(): boolean {
    return this.#token !== null;
  }

  /** Throws `held` when another process is the executor, or was since this one had the lease: whoever asks may not spend. */
  checkMaySpend(): void {
    const row = this.#row();
    if (row && row.token === this.#token) return;
    const neverHeld = this.#token === null && !this.#lost;
    if (neverHeld && (!row || isStale(row, this.#now()))) return;
    const by = row ? `process ${row.pid} on ${row.hostname} (${row.what}) has it` : "another process took it over and has finished since";
    throw new LibraryError("held", `Nothing can be started with the library ${this.#database.home}: ${by}. Wait for it to finish, then run again.`);
  }

  /** Gives the lease back, if this process has it. */
  release(): void {
    const token = this.#token;
    this.#stop();
    if (token === null) return;
    try {
      this.#database.statement("DELETE FROM lease WHERE token = ?").run(token);
    } catch (error) {
      // Without a heartbeat it is soon free all the same: no reason to hide what a run has to tell.
      if (sqliteCode(error) === null) throw error;
    }
  }

  #hold(token: string): Lease {
    this.#stop();
    this.#token = token;
    this.#lost = false;
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS).unref();
    return {
      kind: "lease",
      onLost: (listener) => {
        if (this.#token === token) this.#listeners.push(listener);
        else if (this.#lost) queueMicrotask(listener);
      },
      release: () => {
        if (this.#token === token) this.release();
        return Promise.resolve();
      },
    };
  }

  #beat(): void {
    try {
      const { changes } = this.#database.statement("UPDATE lease SET heartbeat_at = ? WHERE token = ?").run(this.#now(), this.#token);
      if (changes > 0) return;
    } catch (error) {
      // Somebody else is writing for longer than we wait, or there is no room: the next beat may come in time, and if not, whoever takes it over is seen then.
      const code = sqliteCode(error);
      if (code === SQLITE.busy || code === SQLITE.full || code === SQLITE.inputOutput) return;
    }
    // Taken over, or the database can no longer be written: either way this process must not spend any more.
    const listeners = this.#listeners;
    this.#stop();
    this.#lost = true;
    for (const listener of listeners) listener();
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#token = null;
    this.#listeners = [];
  }

  #row(): LeaseRow | undefined {
    return this.#database.statement("SELECT token, pid, hostname, what, since, heartbeat_at FROM lease WHERE id = 1").get() as unknown as LeaseRow | undefined;
  }
}

function holderOf({ pid, hostname: host, what, since, heartbeat_at: heartbeatAt }: LeaseRow): LeaseHolder {
  return { pid, hostname: host, what, since, heartbeatAt };
}

/** Whether the holder of a lease is gone, or sleeps. */
export function isStale(row: Pick<LeaseRow, "hostname" | "pid" | "heartbeat_at">, at: number): boolean {
  // A heartbeat from the future is one from before the clock was set back; a living holder mends it within two seconds.
  if (Math.abs(at - row.heartbeat_at) > STALE_AFTER_MS) return true;
  return row.hostname === hostname() && !isAlive(row.pid);
}
