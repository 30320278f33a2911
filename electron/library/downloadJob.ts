import type { ByteProgress } from "../../shared/contract/library.ts";
import type { MediaFetcher } from "../../shared/contract/mediaFetcher.ts";
import type { MediaType } from "../../shared/graph/media.ts";

/** How patient a download is: `delaysMs[n]` is waited before attempt n + 2. Attempts that brought bytes begin to count anew. */
export interface DownloadPatience {
  delaysMs: readonly number[];
  /** A body that brings nothing for so long is a broken connection. */
  stallMs: number;
}

export interface DownloadJob {
  url: string;
  expect: MediaType;
  temp: string;
  fetchMedia: MediaFetcher;
  patience: DownloadPatience;
  onProgress?: ByteProgress | undefined;
  signal?: AbortSignal | undefined;
}
