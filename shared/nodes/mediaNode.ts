import type { MediaSource, MediaType } from "../graph/media.ts";
import type { Problem } from "../graph/problem.ts";
import { checkMediaUrl } from "./mediaUrl.ts";
import type { SourceContext } from "./define.ts";
import { measured, UNMEASURED } from "./values.ts";
import type { MediaValue, Review } from "./values.ts";

/** What imageAsset, videoRef and audioRef have in common: one medium of one type, from a file, a URL or an asset. */
export interface MediaChoice {
  type: MediaType;
  source: MediaSource | null;
  review: Review;
}

type Lookup = SourceContext<unknown>["media"];

const NOUN = { image: "an image", video: "a video", audio: "an audio file" } as const satisfies Record<MediaType, string>;

export function checkMedia({ type, source }: MediaChoice, media: Lookup): Problem[] {
  if (source === null) {
    return [{ severity: "error", param: "source", message: `Nothing is chosen yet: this node needs ${NOUN[type]}.`, fix: "Choose a file, a URL or an asset." }];
  }
  if (source.type === "url") return checkMediaUrl(source.url);
  if (source.type === "asset") return [];
  const facts = media(source.sha256);
  if (!facts) {
    return [
      {
        severity: "error",
        param: "source",
        message: `media missing: ${source.name} (sha256 ${source.sha256.slice(0, 12)}…) is not in this library.`,
        fix: "Add the file to the library, or choose another one.",
      },
    ];
  }
  if (facts.type === type) return [];
  return [
    {
      severity: "error",
      param: "source",
      message: `${source.name} is ${NOUN[facts.type]} (${facts.format}); this node needs ${NOUN[type]}.`,
      fix: `Choose ${NOUN[type]}, or use the node for ${facts.type}s.`,
    },
  ];
}

/** The one item, or none while nothing is chosen. Facts are those of the library; of a URL or an asset nothing is known. */
export function mediaValues({ type, source, review }: MediaChoice, media: Lookup): MediaValue[] {
  if (source === null) return [];
  const facts = source.type === "file" ? media(source.sha256) : undefined;
  return [{ type, identity: identityOf(source), source, review, ...(facts ? measured(facts) : UNMEASURED), origins: [] }];
}

function identityOf(source: MediaSource): string {
  if (source.type === "file") return `sha256:${source.sha256}`;
  return source.type === "url" ? `url:${source.url}` : source.uri;
}
