import type { EditorLibrary } from "../../shared/contract/libraryQueries.ts";
import type { MediaFetcher } from "../../shared/contract/mediaFetcher.ts";
import type { PassCheckpoint } from "./checkpoint.ts";
import { openDatabase } from "./database.ts";
import { PATIENCE } from "./download.ts";
import type { DownloadPatience } from "./downloadJob.ts";
import { SqliteLibrary } from "./library.ts";
import { libraryPaths } from "./paths.ts";
import { cleanTempFiles } from "./tempFiles.ts";

export interface LibraryOptions {
  /** The library's folder; made when it is not there (unless `readOnly`). */
  home: string;
  /** What the takes are worth: takes of one realm (the sandbox, a service's base URL) never answer for another. */
  realm: string;
  /** Whose assets these are, as an opaque name. Never the API key. */
  account: string;
  /** Writes nothing at all; a library that does not exist reads as an empty one. */
  readOnly?: boolean;
  fetchMedia: MediaFetcher;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
  /** How patient downloads are; for tests. */
  patience?: DownloadPatience;
  /** For tests of what a killed process leaves behind. */
  checkpoint?: PassCheckpoint;
}

/**
 * Opens the library in `home`. Several processes may have it open; who wants to spend takes the lease.
 * Throws `LibraryError`: `corrupt`, `too-new`, `unwritable`, `busy`.
 */
export async function openLibrary(options: LibraryOptions): Promise<EditorLibrary> {
  const { home, realm, account, readOnly = false, fetchMedia, now = Date.now, patience = PATIENCE, checkpoint } = options;
  const paths = libraryPaths(home);
  const database = openDatabase(paths, readOnly);
  if (!readOnly) await cleanTempFiles(paths.temp, now());
  return new SqliteLibrary({ paths, database, realm, account, fetchMedia, patience, now, checkpoint });
}
