import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { PassCheckpoint } from "./checkpoint.ts";
import { translated } from "./databaseErrors.ts";
import type { LibraryDatabase } from "./database.ts";

interface Change {
  apply: () => unknown;
  done: (value: never) => void;
  failed: (error: unknown) => void;
}

/**
 * Group commit: all changes of one turn of the event loop share one transaction, and each promise resolves after its COMMIT.
 * A transaction begins and ends within one synchronous call, so that reads of this process only ever see what is durable.
 */
export class Writer {
  readonly #database: LibraryDatabase;
  readonly #checkpoint: PassCheckpoint | undefined;
  #waiting: Change[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #closed = false;

  constructor(database: LibraryDatabase, checkpoint?: PassCheckpoint) {
    this.#database = database;
    this.#checkpoint = checkpoint;
  }

  /** `apply` runs inside the shared transaction; when it throws, only its own change is undone and rejected. */
  write<T>(apply: () => T): Promise<T> {
    const { file, readOnly } = this.#database;
    if (readOnly) return Promise.reject(new LibraryError("read-only", `The library ${file} was opened for reading only.`));
    if (this.#closed) return Promise.reject(new LibraryError("closed", `The library ${file} has been closed.`));
    return new Promise((done, failed) => {
      this.#waiting.push({ apply, done, failed });
      this.#scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Commits what is waiting, now. */
  flush(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    const changes = this.#waiting;
    if (changes.length === 0) return;
    this.#waiting = [];
    let settle: (() => void)[];
    try {
      settle = this.#commit(changes);
    } catch (error) {
      const reason = translated(error, this.#database.file);
      settle = changes.map((change) => () => change.failed(reason));
    }
    for (const tell of settle) tell();
  }

  close(): void {
    this.flush();
    this.#closed = true;
  }

  #commit(changes: readonly Change[]): (() => void)[] {
    const { connection } = this.#database;
    connection.exec("BEGIN IMMEDIATE");
    try {
      const settle = changes.map((change) => this.#applyOne(change));
      this.#checkpoint?.("committing");
      connection.exec("COMMIT");
      return settle;
    } catch (error) {
      if (connection.isTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  }

  #applyOne(change: Change): () => void {
    const { connection, file } = this.#database;
    connection.exec("SAVEPOINT one_change");
    try {
      const value = change.apply() as never;
      connection.exec("RELEASE one_change");
      return () => change.done(value);
    } catch (error) {
      // A full disk makes SQLite roll the whole transaction back: then nothing of this batch may be reported as done.
      if (!connection.isTransaction) throw error;
      connection.exec("ROLLBACK TO one_change; RELEASE one_change");
      return () => change.failed(translated(error, file));
    }
  }
}
