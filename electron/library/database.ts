import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import { sqliteCode, SQLITE, translated } from "./databaseErrors.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { LibraryPaths } from "./paths.ts";

const BUSY_TIMEOUT_MS = 5_000;

/** The opened file with its statements, each prepared once. */
export interface LibraryDatabase {
  readonly connection: DatabaseSync;
  /** The library's folder, and `library.db` in it. */
  readonly home: string;
  readonly file: string;
  readonly readOnly: boolean;
  statement(sql: string): StatementSync;
  /** Runs a read and turns what SQLite throws into a `LibraryError` that names the file. */
  read<T>(action: () => T): T;
  close(): void;
}

/**
 * Opens `library.db`, creating and migrating it unless `readOnly`. A library that does not exist yet reads as an empty one.
 * Throws `LibraryError`: `corrupt`, `too-new`, `unwritable`, `busy`. Never deletes or replaces a file it cannot read.
 */
export function openDatabase(paths: LibraryPaths, readOnly: boolean): LibraryDatabase {
  const file = paths.database;
  if (!readOnly) makeHome(paths);
  let connection: DatabaseSync | undefined;
  try {
    connection = readOnly ? connectReadOnly(file) : new DatabaseSync(file);
    connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA foreign_keys = ON`);
    const inMemory = connection.location() === null;
    if (!readOnly) switchToWal(connection);
    connection.exec("PRAGMA synchronous = FULL");
    if (readOnly && !inMemory) checkVersion(connection, file);
    else migrate(connection, file);
  } catch (error) {
    connection?.close();
    throw translated(error, file);
  }
  return wrap(connection, paths, readOnly);
}

function wrap(connection: DatabaseSync, paths: LibraryPaths, readOnly: boolean): LibraryDatabase {
  const file = paths.database;
  const statements = new Map<string, StatementSync>();
  return {
    connection,
    home: paths.home,
    file,
    readOnly,
    statement(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (!connection.isOpen) throw new LibraryError("closed", `The library ${file} has been closed.`);
      const prepared = connection.prepare(sql);
      statements.set(sql, prepared);
      return prepared;
    },
    read(action) {
      try {
        return action();
      } catch (error) {
        throw connection.isOpen ? translated(error, file) : new LibraryError("closed", `The library ${file} has been closed.`, { cause: error });
      }
    },
    close() {
      statements.clear();
      if (connection.isOpen) connection.close();
    },
  };
}

function makeHome(paths: LibraryPaths): void {
  try {
    mkdirSync(paths.media, { recursive: true });
    mkdirSync(paths.temp, { recursive: true });
    for (const place of [paths.home, paths.media, paths.temp]) accessSync(place, constants.W_OK);
    if (existsSync(paths.database)) accessSync(paths.database, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LibraryError("unwritable", `The library's folder ${paths.home} cannot be written (${reason}). Give yourself write access to it, or name another folder with SHOTGRAPH_HOME.`, { cause: error });
  }
}

function connectReadOnly(file: string): DatabaseSync {
  if (!existsSync(file)) return new DatabaseSync(":memory:");
  // From the first look on: another process may be switching a new library to WAL just now.
  const connection = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    if (!isBlank(connection)) return connection;
    // Another process is just about to make it.
    connection.close();
    return new DatabaseSync(":memory:");
  } catch (error) {
    if (connection.isOpen) connection.close();
    if (sqliteCode(error) !== SQLITE.cannotOpen && sqliteCode(error) !== SQLITE.readOnly) throw error;
    // A WAL database in a folder without write access has no shared memory file: it can be read as it lies, for nobody can change it there either.
    const address = pathToFileURL(file);
    address.searchParams.set("immutable", "1");
    return new DatabaseSync(address, { readOnly: true });
  }
}

function switchToWal(connection: DatabaseSync): void {
  // SQLite does not wait on this switch as it does elsewhere, and two processes may open a new library at once.
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (sqliteCode(error) !== SQLITE.busy || attempt >= 50) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function userVersion(connection: DatabaseSync): number {
  return Number(connection.prepare("PRAGMA user_version").get()?.user_version);
}

function isBlank(connection: DatabaseSync): boolean {
  return userVersion(connection) === 0 && connection.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
}

function checkVersion(connection: DatabaseSync, file: string): void {
  const version = userVersion(connection);
  refuseNewer(version, file);
  if (version < MIGRATIONS.length) {
    throw new LibraryError("read-only", `The library ${file} was made by an older version of Shotgraph and must be opened once for writing before it can be read.`);
  }
}

function refuseNewer(version: number, file: string): void {
  if (version <= MIGRATIONS.length) return;
  throw new LibraryError("too-new", `The library ${file} was written by a newer version of Shotgraph (its schema is ${version}, this version knows ${MIGRATIONS.length}). Update Shotgraph, or name another folder with SHOTGRAPH_HOME.`);
}

function migrate(connection: DatabaseSync, file: string): void {
  if (userVersion(connection) === MIGRATIONS.length) return;
  connection.exec("BEGIN IMMEDIATE");
  try {
    // Read again: another process may have migrated while this one waited for the lock.
    const version = userVersion(connection);
    refuseNewer(version, file);
    for (const step of MIGRATIONS.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}
