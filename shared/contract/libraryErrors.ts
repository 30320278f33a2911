/**
 * `illegal` a step the state machine does not have · `not-found` no such take, run or media · `held` another process is the executor ·
 * `read-only` opened to read · `unwritable` the folder does not let us write · `corrupt` `too-new` `busy` `disk-full` `closed` as they say ·
 * `database` anything else SQLite answers.
 */
export type LibraryErrorCode =
  | "illegal"
  | "not-found"
  | "held"
  | "read-only"
  | "unwritable"
  | "corrupt"
  | "too-new"
  | "busy"
  | "disk-full"
  | "closed"
  | "database";

/** What the library throws about its journal and its folder. */
export class LibraryError extends Error {
  override readonly name = "LibraryError";
  readonly code: LibraryErrorCode;
  constructor(code: LibraryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * `expired` the URL no longer answers with the file (401, 403, 404, 410) · `refused` another 4xx · `unreachable` no answer, 5xx or 429 after every
 * attempt · `truncated` fewer bytes than announced · `too-long` more than announced · `empty` · `not-media` bytes of no format we know ·
 * `wrong-type` a video where an image was expected · `damaged` a known format that cannot be read to its end · `disk-full` · `unwritable` ·
 * `not-found` no such local file or media · `cancelled` the caller's signal.
 */
export type MediaErrorCode =
  | "expired"
  | "refused"
  | "unreachable"
  | "truncated"
  | "too-long"
  | "empty"
  | "not-media"
  | "wrong-type"
  | "damaged"
  | "disk-full"
  | "unwritable"
  | "not-found"
  | "cancelled";

const WORTH_ANOTHER_TRY: ReadonlySet<MediaErrorCode> = new Set(["unreachable", "truncated", "too-long", "empty", "disk-full", "unwritable", "cancelled"]);

/** What the library throws about a file's bytes: downloading, importing, exporting, probing. */
export class MediaError extends Error {
  override readonly name = "MediaError";
  readonly code: MediaErrorCode;
  /** Whether the same call may well succeed later, with nothing but time or disk space in between. */
  readonly retryable: boolean;
  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = WORTH_ANOTHER_TRY.has(code);
  }
}
