import type { MediaFacts } from "../../shared/graph/media.ts";

/** Makes a file of the library reachable for the service. */
export interface Hosting {
  readonly available: boolean;
  /** Why it is not, in words that go on a sentence; empty where it is. */
  readonly why: string;
  /** Whose hands a file is in then: `sandbox` (this machine) or the host of the bucket. Null where there is none. */
  readonly to: string | null;
  /**
   * A URL from which the service can fetch these bytes. Rejects with an `Error` that says what to change; no message, and no URL of a message, holds a secret or a signature.
   */
  urlFor(facts: MediaFacts, path: string, signal?: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** No way to host: local files cannot be sent. `why` goes on the sentence "… must be reachable for the service, but". */
export function noHosting(why = "no hosting is set up."): Hosting {
  return { available: false, why, to: null, urlFor: () => Promise.reject(new Error(why)), close: () => Promise.resolve() };
}
