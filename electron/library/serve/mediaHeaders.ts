/** What keeps bytes of unknown origin from ever being a page, a script or another site's. */
const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

/** Headers of a file or thumbnail. `maxAge` in seconds. */
export function mediaHeaders({ type, etag, maxAge }: { type: string; etag: string; maxAge: number }): Headers {
  return new Headers({ ...ALWAYS, "content-type": type, etag, "cache-control": `private, max-age=${maxAge}, immutable` });
}

/** A sentence as an answer, never kept by a cache. */
export function plain(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { ...ALWAYS, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers } });
}

/** A request for media that gets a status and a sentence. */
export class RefusedMedia extends Error {
  override readonly name = "RefusedMedia";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
