export interface MediaRequest {
  url: string;
  /** Ask for the bytes from here on (`Range: bytes=<offset>-`). */
  offset?: number;
  /** Strong etag of the bytes already had (`If-Range`), so that a changed file comes whole. Only with `offset`. */
  ifRange?: string;
  signal?: AbortSignal;
}

/** An answer whose status is not judged yet. Redirects are followed by the fetcher. */
export interface MediaResponse {
  status: number;
  /** Bytes of this body, null when the server does not say. */
  contentLength: number | null;
  /** As sent: `bytes 500-999/1000`. */
  contentRange: string | null;
  contentType: string | null;
  etag: string | null;
  /**
   * Ends early or throws when the connection breaks. Bytes as they are in the file: ask for `Accept-Encoding: identity`.
   * The reader is done with a piece when it asks for the next one, so the fetcher may free it then.
   */
  body: AsyncIterable<Uint8Array>;
}

/** How the library reaches a URL. One attempt: the library itself resumes and retries. Rejects when nothing answers. */
export type MediaFetcher = (request: MediaRequest) => Promise<MediaResponse>;
