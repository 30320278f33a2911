import { MediaError } from "../../shared/contract/libraryErrors.ts";

/** Puts an error of the file system into words about `path`; leaves a `MediaError` as it is. */
export function fileError(error: unknown, path: string): MediaError {
  if (error instanceof MediaError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new MediaError("disk-full", `There is no room left on the disk for ${path} (${reason}). Make room and run again: what was paid for is in the journal and is fetched then, not made again.`, options);
    case "ENOENT":
      return new MediaError("not-found", `${path} is not there.`, options);
    default:
      return new MediaError("unwritable", `${path} cannot be read or written (${reason}). Check who may use that folder.`, options);
  }
}
