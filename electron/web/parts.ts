import type { AnyRouter } from "@orpc/server";
import type { MediaFacts } from "../../shared/graph/media.ts";

/** What the web host needs of the editor's host. */
export interface ServedHost {
  /** The contract's implementation. */
  router: AnyRouter;
  /** Answers everything under `/media/`; never rejects. */
  media: (request: Request) => Promise<Response>;
  /** Takes a file into the library. Rejects with `MediaError`, `LibraryError`, or what `stream` throws. */
  uploads: (name: string, stream: AsyncIterable<Uint8Array>) => Promise<MediaFacts & { name: string }>;
}
