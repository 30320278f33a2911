import { join } from "node:path";
import { LibraryError } from "../../shared/contract/libraryErrors.ts";

const SHA256 = /^[0-9a-f]{64}$/;

/** Where everything lies in the library's folder. */
export interface LibraryPaths {
  home: string;
  database: string;
  media: string;
  temp: string;
  /** Damaged files, kept. */
  quarantine: string;
  /** Thumbnails, and posters that the page drew. */
  thumbs: string;
}

export function libraryPaths(home: string): LibraryPaths {
  return { home, database: join(home, "library.db"), media: join(home, "media"), temp: join(home, "tmp"), quarantine: join(home, "quarantine"), thumbs: join(home, "thumbs") };
}

export function isSha256(text: string): boolean {
  return SHA256.test(text);
}

/** `media/aa/<sha256>`. A sha256 comes from graph files, which are untrusted: anything else would be a path of its own. */
export function mediaFilePath(paths: LibraryPaths, sha256: string): string {
  if (!isSha256(sha256)) {
    throw new LibraryError("illegal", `"${sha256.slice(0, 80)}" is not a sha256 (64 lower-case hexadecimal digits), so it names no media.`);
  }
  return join(paths.media, sha256.slice(0, 2), sha256);
}
