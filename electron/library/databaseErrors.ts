import { LibraryError } from "../../shared/contract/libraryErrors.ts";

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
export const SQLITE = { busy: 5, locked: 6, readOnly: 8, inputOutput: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** The primary result code of an error of node:sqlite; null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

/** Puts an error of SQLite into words that name the file; leaves any other error as it is. */
export function translated(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null || !(error instanceof Error)) return error;
  const options = { cause: error };
  switch (code) {
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return new LibraryError("corrupt", `The library's database ${file} is damaged (${error.message}). It has been left untouched. "shotgraph library rebuild" moves it aside and makes a new one from the .json files beside the media.`, options);
    case SQLITE.readOnly:
    case SQLITE.cannotOpen:
      return new LibraryError("unwritable", `The library's database ${file} cannot be opened for writing (${error.message}). Give yourself access to it, or name another folder with SHOTGRAPH_HOME.`, options);
    case SQLITE.busy:
    case SQLITE.locked:
      return new LibraryError("busy", `The library's database ${file} is locked by another program (${error.message}). Try again when that program has finished.`, options);
    case SQLITE.full:
      return new LibraryError("disk-full", `The disk of the library's database ${file} is full. Make room and try again.`, options);
    default:
      return new LibraryError("database", `The library's database ${file} answered: ${error.message} (SQLite code ${code}).`, options);
  }
}
