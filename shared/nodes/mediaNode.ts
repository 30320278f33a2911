import { isIdle, type Operation } from "../fit/operation.ts";
import type { MediaFacts, MediaSource, MediaType } from "../graph/media.ts";
import type { Problem } from "../graph/problem.ts";
import type { SourceContext } from "./define.ts";
import type { DerivedLookup } from "./derived.ts";
import { checkCut, checkImageFit, checkLocal, fitted } from "./fitRules.ts";
import { sourceName } from "./inputs.ts";
import { checkMediaUrl } from "./mediaUrl.ts";
import { measured, UNMEASURED } from "./values.ts";
import type { MediaValue, Review } from "./values.ts";

/** What imageAsset, videoRef and audioRef have in common: one medium of one type, from a file, a URL or an asset. */
export interface MediaChoice {
  source: MediaSource | null;
  /** What is done to it, if it is a file; its type is that of the node. */
  operation: Exclude<Operation, { type: "frame" }>;
  review: Review;
}

type Lookup = SourceContext<unknown>["media"];

const NOUN = { image: "an image", video: "a video", audio: "an audio file" } as const satisfies Record<MediaType, string>;

export function checkMedia(choice: MediaChoice, media: Lookup): Problem[] {
  const { source } = choice;
  const { type } = choice.operation;
  if (source === null) {
    return [{ severity: "error", param: "source", message: `Nothing is chosen yet: this node needs ${NOUN[type]}.`, fix: "Choose a file, a URL or an asset." }];
  }
  if (source.type === "url") return [...checkMediaUrl(source.url), ...checkFit(choice, source, media)];
  if (source.type === "asset") return checkFit(choice, source, media);
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
  if (facts.type === type) return [...animationOf(source.name, facts), ...checkFit(choice, source, media)];
  return [
    {
      severity: "error",
      param: "source",
      message: `${source.name} is ${NOUN[facts.type]} (${facts.format}); this node needs ${NOUN[type]}.`,
      fix: `Choose ${NOUN[type]}, or use the node for ${facts.type}s.`,
    },
  ];
}

function checkFit({ operation, review }: MediaChoice, source: MediaSource, media: Lookup): Problem[] {
  if (isIdle(operation.fit)) return [];
  const value = valueOf(operation.type, source, review, media);
  const name = sourceName(value) ?? NOUN[value.type];
  const far = checkLocal(value, name, { param: "fit" });
  if (far.length > 0) return far;
  return operation.type === "image" ? checkImageFit(operation.fit, value, "fit") : checkCut(operation.fit, value, name, "fit");
}

/** Nobody is to wonder where the movement went. */
function animationOf(name: string, { type, details }: MediaFacts): Problem[] {
  if (type !== "image" || details?.animated !== true) return [];
  return [{ severity: "warning", param: "source", message: `${name} is animated; only its first picture is used.`, fix: "For movement, convert it to MP4 and use it as a video." }];
}

/** The one item, as its fit makes it, or none while nothing is chosen. Facts are those of the library; of a URL or an asset nothing is known. */
export function mediaValues({ source, review, operation }: MediaChoice, media: Lookup, derived: DerivedLookup): MediaValue[] {
  if (source === null) return [];
  const value = valueOf(operation.type, source, review, media);
  return [source.type === "file" ? fitted(value, operation, derived) : value];
}

function valueOf(type: MediaType, source: MediaSource, review: Review, media: Lookup): MediaValue {
  const facts = source.type === "file" ? media(source.sha256) : undefined;
  return { type, identity: identityOf(source), source, review, ...(facts ? measured(facts) : UNMEASURED), origins: [] };
}

function identityOf(source: MediaSource): string {
  if (source.type === "file") return `sha256:${source.sha256}`;
  return source.type === "url" ? `url:${source.url}` : source.uri;
}
