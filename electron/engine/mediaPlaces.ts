import PQueue from "p-queue";
import { setTimeout as sleep } from "node:timers/promises";
import type { AssetRecord } from "../../shared/contract/records.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import type { MediaUse } from "../../shared/nodes/define.ts";
import { rootOf } from "../../shared/nodes/derived.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import type { ServiceError } from "../../shared/seegen/serviceError.ts";
import { EngineError } from "./engineError.ts";
import type { EnginePorts } from "./ports.ts";
import type { Pauses } from "./pauses.ts";
import { bare } from "./words.ts";

const UPLOAD_TRIES = 5;
const LONGEST_WAIT_MS = 30_000;
/** A run may pause for days, and links end: one that was made longer ago is made anew, which asks for the file and uploads nothing that is there. The shortest links work for an hour. */
const LINK_FRESH_MS = 30 * 60_000;
/** Answers about a review that help nobody, one after the other, before it is given up: nothing is paid for yet. */
const REVIEW_TRIES = 5;
const ASSET_TYPES = { image: "IMAGE", video: "VIDEO", audio: "AUDIO" } as const;

interface PlacesOptions {
  ports: Pick<EnginePorts, "library" | "tasks" | "hosting" | "derive" | "now">;
  /** Aborted when the run is halted. */
  signal: AbortSignal;
  pauses: Pauses;
  notice: (code: string, message: string) => void;
  /** Multiplies every wait. */
  pace: number;
  /** Register anew what the review has refused before. */
  reviewAgain: boolean;
}

/**
 * Where the service finds the media of a request: as they are, by the URL of an earlier task while it answers, hosted, or registered
 * and reviewed as an asset. Each content is placed once per run however many steps use it.
 */
export class MediaPlaces {
  readonly #ports: PlacesOptions["ports"];
  readonly #options: PlacesOptions;
  readonly #since: number;
  readonly #placed = new Map<string, Promise<string>>();
  readonly #linkedAt = new Map<string, number>();
  readonly #queue = new PQueue({ concurrency: 6 });

  constructor(options: PlacesOptions) {
    this.#ports = options.ports;
    this.#since = options.ports.now();
    this.#options = options;
  }

  /** The URL or asset URI to write into the request body. Throws `EngineError` when there is none; nothing has been paid for then. */
  place({ media, as }: MediaUse): Promise<string> {
    if (media.source.type === "asset") return Promise.resolve(media.source.uri);
    return as === "asset" ? this.#once(`asset ${media.type} ${media.identity}`, () => this.#register(media)) : this.#url(media);
  }

  #url(media: MediaValue): Promise<string> {
    const { source } = media;
    if (source.type === "url") return Promise.resolve(source.url);
    const what = `url ${media.identity}`;
    const since = this.#linkedAt.get(what);
    if (since !== undefined && this.#ports.now() - since > LINK_FRESH_MS) this.#placed.delete(what);
    if (!this.#placed.has(what)) this.#linkedAt.set(what, this.#ports.now());
    return this.#once(what, () => this.#queue.add(() => this.#reachable(media)));
  }

  #once(what: string, place: () => Promise<string>): Promise<string> {
    const known = this.#placed.get(what);
    if (known) return known;
    // What failed is tried anew by the next step that needs it.
    const placed = place().catch((error: unknown) => {
      this.#placed.delete(what);
      throw error;
    });
    this.#placed.set(what, placed);
    return placed;
  }

  async #reachable(media: MediaValue): Promise<string> {
    const { source, origins } = media;
    const { hosting, library } = this.#ports;
    if (source.type === "derived") {
      const facts = await this.#ports.derive.make(media, this.#options.signal);
      if (!hosting.available) throw new EngineError("hosting_needed", `What is made of the ${media.type} of node ${origins[0] ?? "?"} must be reachable for the service, but ${hosting.why}`);
      return hosting.urlFor(facts, library.mediaPath(facts.sha256), this.#options.signal);
    }
    if (source.type !== "take" && source.type !== "file") throw new Error(`media of type ${source.type} have no bytes to host`);
    if (source.type === "take") {
      const take = library.take(source.takeId);
      const [url] = take?.urls ?? [];
      if (url !== undefined && (this.#isFresh(take?.completedAt ?? null) || (await this.#ports.tasks.answers(url)))) return url;
    }
    const facts = library.media(source.sha256);
    if (!facts) throw new EngineError("media_missing", `The file ${source.sha256.slice(0, 12)}… of node ${origins[0] ?? "?"} is not in the library any more.`);
    if (!hosting.available) throw new EngineError("hosting_needed", `The media of node ${origins[0] ?? "?"} must be reachable for the service, but ${hosting.why}`);
    return hosting.urlFor(facts, library.mediaPath(source.sha256), this.#options.signal);
  }

  /** A URL that this run has just received need not be tried first (they live for hours, notes 31). */
  #isFresh(completedAt: number | null): boolean {
    return completedAt !== null && completedAt >= this.#since;
  }

  /** Register under this account and wait for the review. Costs nothing, so a lost answer may be repeated. */
  async #register(media: MediaValue): Promise<string> {
    const { library } = this.#ports;
    const known = library.asset(media.identity, media.type);
    if (known?.status === "active") return known.uri;
    if (known?.status === "failed" && !this.#options.reviewAgain) throw refusedReview(media, known);
    if (known?.status === "processing") {
      const uri = await this.#reviewed(known, media);
      if (uri !== null) return uri;
    }
    return this.#upload(media);
  }

  async #upload(media: MediaValue): Promise<string> {
    const { tasks } = this.#ports;
    const url = await this.#url(media);
    let tries = 0;
    for (let attempt = 1; ; attempt++) {
      const answer = await tasks.uploadAsset({ url, type: ASSET_TYPES[media.type], name: nameFor(media) });
      if (answer.kind === "asset") {
        const uri = await this.#reviewed(await this.#remember(media.identity, media.type, answer.asset), media);
        if (uri !== null) return uri;
        throw new EngineError("review_lost", `The service took the ${media.type} of node ${media.origins[0] ?? "?"} for review and does not know it any more. Nothing was charged; run again to register it anew.`);
      }
      if (answer.kind === "refused" && (await this.#mended(answer.error))) continue;
      // Without a network, or with a busy service, there is nothing to give up: it is a pause.
      tries += answer.kind === "notSent" || answer.kind === "busy" ? 0 : 1;
      if (answer.kind === "refused" || tries === UPLOAD_TRIES) {
        throw new EngineError(answer.error.code, `Registering the ${media.type} of node ${media.origins[0] ?? "?"} did not work: ${bare(answer.error.message)}. Nothing was charged.`);
      }
      this.#options.notice("upload", `Registering the ${media.type} of node ${media.origins[0] ?? "?"} did not work (${bare(answer.error.message)}); trying again, which costs nothing.`);
      if (answer.kind === "notSent") await this.#backOnline(answer.error);
      else await this.#wait("retryAfterMs" in answer && answer.retryAfterMs !== null ? answer.retryAfterMs : Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempt));
    }
  }

  /** The URI once the review is through; null when the service has forgotten the asset, which is then to be registered anew. */
  async #reviewed(asset: AssetRecord, media: MediaValue): Promise<string | null> {
    const { notice } = this.#options;
    let current = asset;
    let senseless = 0;
    for (let wait = 150; current.status === "processing"; wait = Math.min(3000, wait * 1.5)) {
      await this.#wait(wait * (0.9 + 0.2 * Math.random()));
      const answer = await this.#ports.tasks.assetStatus(asset.assetId);
      if (answer.kind === "asset") {
        senseless = 0;
        current = await this.#remember(asset.content, asset.mediaType, answer.asset);
        continue;
      }
      // One that was registered a moment ago may not be known everywhere yet.
      const isGone = answer.kind === "refused" && answer.error.status === 404;
      if (answer.kind === "refused" && (await this.#mended(answer.error))) continue;
      senseless += answer.kind === "malformed" || isGone ? 1 : 0;
      if (isGone && senseless >= REVIEW_TRIES) return null;
      if ((answer.kind === "refused" && !isGone) || senseless >= REVIEW_TRIES) {
        throw new EngineError(answer.error.code, `The review of ${asset.uri} cannot be followed: ${bare(answer.error.message)}. Nothing was charged.`);
      }
      notice("review", `The review of ${asset.uri} cannot be asked after now (${bare(answer.error.message)}); asking again.`);
    }
    if (current.status === "failed") throw refusedReview(media, current);
    return current.uri;
  }

  /** What ails every further request as well is a pause: true when it is over and this one is worth another try. */
  async #mended(error: ServiceError): Promise<boolean> {
    if (error.status === 401) return this.#options.pauses.key(error);
    return error.status === 402 ? this.#options.pauses.credits(error, error.required ?? 1) : false;
  }

  async #backOnline(error: ServiceError): Promise<void> {
    const { pauses, signal } = this.#options;
    await pauses.unsent(error);
    signal.throwIfAborted();
  }

  async #wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds * this.#options.pace, undefined, { signal: this.#options.signal });
  }

  async #remember(content: string, mediaType: MediaType, asset: Pick<AssetRecord, "assetId" | "uri" | "status" | "failReason">): Promise<AssetRecord> {
    const record = { content, mediaType, assetId: asset.assetId, uri: asset.uri, status: asset.status, failReason: asset.failReason };
    await this.#ports.library.rememberAsset(record);
    return record;
  }
}

/** What the asset is called in the account, at most 64 characters (API document). */
function nameFor(media: MediaValue): string {
  const { source } = rootOf(media);
  const name = source.type === "file" ? source.name : source.type === "url" ? lastPart(source.url) : `${media.type} of node ${media.origins[0] ?? "?"}`;
  return name.slice(0, 64);
}

function lastPart(url: string): string {
  const parsed = URL.parse(url);
  return parsed?.pathname.split("/").findLast((part) => part !== "") ?? parsed?.hostname ?? "media";
}

function refusedReview({ type, origins, source }: MediaValue, { failReason }: Pick<AssetRecord, "failReason">): EngineError {
  const what = source.type === "file" ? `${source.name} (node ${origins[0] ?? "?"})` : `the ${type} of node ${origins[0] ?? "?"}`;
  return new EngineError("review_failed", `The review refused ${what}: ${bare(failReason ?? "no reason given")}. Nothing was charged; use other media, or have it reviewed again.`);
}
