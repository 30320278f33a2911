import { LibraryError } from "../../../shared/contract/libraryErrors.ts";
import type { LeaseHolder } from "../../../shared/contract/records.ts";
import { type LibraryDatabase, openDatabase } from "../database.ts";
import { LeaseDesk } from "../lease.ts";
import { type LibraryPaths, libraryPaths } from "../paths.ts";

export interface CareSetup {
  /** The library's folder. */
  home: string;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
}

/** A library opened for care, whatever the realm of its takes. */
export interface CareRoom {
  paths: LibraryPaths;
  database: LibraryDatabase;
  now: () => number;
}

/** Opens the library to read it; one that does not exist is an empty one. */
export async function reading<T>({ home, now = Date.now }: CareSetup, work: (room: CareRoom) => Promise<T>): Promise<T> {
  const paths = libraryPaths(home);
  const database = openDatabase(paths, true);
  try {
    return await work({ paths, database, now });
  } finally {
    database.close();
  }
}

/** Opens the library as its only executor, `what` names it for others. Throws `held` when another process is. */
export async function executing<T>({ home, now = Date.now }: CareSetup, what: string, work: (room: CareRoom) => Promise<T>): Promise<T> {
  const paths = libraryPaths(home);
  const database = openDatabase(paths, false);
  const desk = new LeaseDesk(database, now);
  try {
    const lease = desk.acquire(what);
    if (lease.kind === "held") throw heldBy(home, lease.by);
    return await work({ paths, database, now });
  } finally {
    desk.release();
    database.close();
  }
}

export function heldBy(home: string, { what, pid, hostname, since }: Omit<LeaseHolder, "heartbeatAt">): LibraryError {
  return new LibraryError("held", `The library ${home} is held by another process: ${what} (process ${pid} on ${hostname}, since ${new Date(since).toISOString()}). Let it finish, or end it.`);
}
