import PQueue from "p-queue";
import { setTimeout as sleep } from "node:timers/promises";
import type { AssetRecord } from "../../shared/contract/records.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import type { MediaUse } from "../../shared/nodes/define.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import { EngineError } from "./engineError.ts";
import type { EnginePorts } from "./ports.ts";

const UPLOAD_TRIES = 5;
const FRESH_MS = 10 * 60 * 1000;
const ASSET_TYPES = { image: "IMAGE", video: "VIDEO", audio: "AUDIO" } as const;

/**
 * Where the service finds the media of a request: as they are, by the URL of an earlier task while it answers, hosted, or registered
 * and reviewed as an asset. Each content is placed once per run however many steps use it.
 */
export class MediaPlaces {
  readonly #ports: Pick<EnginePorts, "library" | "tasks" | "hosting" | "now">;
  readonly #signal: AbortSignal;
  readonly #placed = new Map<string, Promise<string>>();
  readonly #queue = new PQueue({ concurrency: 6 });

  constructor(ports: Pick<EnginePorts, "library" | "tasks" | "hosting" | "now">, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = signal;
  }

  /** The URL or asset URI to write into the request body. Throws `EngineError` when there is none; nothing has been paid for then. */
  place({ media, as }: MediaUse): Promise<string> {
    if (media.source.type === "asset") return Promise.resolve(media.source.uri);
    return as === "asset" ? this.#once(`asset ${media.type} ${media.identity}`, () => this.#register(media)) : this.#url(media);
  }

  #url(media: MediaValue): Promise<string> {
    const { source } = media;
    if (source.type === "url") return Promise.resolve(source.url);
    return this.#once(`url ${media.identity}`, () => this.#queue.add(() => this.#reachable(media)));
  }

  #once(what: string, place: () => Promise<string>): Promise<string> {
    const known = this.#placed.get(what) ?? place();
    this.#placed.set(what, known);
    return known;
  }

  async #reachable({ source, origins }: MediaValue): Promise<string> {
    if (source.type !== "take" && source.type !== "file") throw new Error(`media of type ${source.type} have no bytes to host`);
    if (source.type === "take") {
      const take = this.#ports.library.take(source.takeId);
      const [url] = take?.urls ?? [];
      if (url !== undefined && (this.#isFresh(take?.completedAt ?? null) || (await this.#ports.tasks.answers(url)))) return url;
    }
    const { hosting, library } = this.#ports;
    const facts = library.media(source.sha256);
    if (!facts) throw new EngineError("media_missing", `The file ${source.sha256.slice(0, 12)}… of node ${origins[0] ?? "?"} is not in the library any more.`);
    if (!hosting.available) throw new EngineError("hosting_needed", `The media of node ${origins[0] ?? "?"} must be reachable for the service, but ${hosting.why}`);
    return hosting.urlFor(facts, library.mediaPath(source.sha256));
  }

  /** Output URLs live for hours (notes 31); one that is minutes old need not be tried first. */
  #isFresh(completedAt: number | null): boolean {
    return completedAt !== null && this.#ports.now() - completedAt < FRESH_MS;
  }

  /** Register under this account and wait for the review. Costs nothing, so a lost answer may be repeated. */
  async #register(media: MediaValue): Promise<string> {
    const { library, tasks } = this.#ports;
    const known = library.asset(media.identity, media.type);
    if (known?.status === "active") return known.uri;
    if (known?.status === "processing") return this.#reviewed(known);
    const url = await this.#url(media);
    for (let attempt = 1; ; attempt++) {
      const answer = await tasks.uploadAsset({ url, type: ASSET_TYPES[media.type], name: media.identity.slice(-32) });
      if (answer.kind === "asset") return this.#reviewed(await this.#remember(media.identity, media.type, answer.asset));
      if (answer.kind === "refused" || attempt === UPLOAD_TRIES) {
        throw new EngineError(answer.error.code, `Registering the ${media.type} of node ${media.origins[0] ?? "?"} did not work: ${answer.error.message}. Nothing was charged.`);
      }
      await sleep("retryAfterMs" in answer && answer.retryAfterMs !== null ? answer.retryAfterMs : 250 * 2 ** attempt, undefined, { signal: this.#signal });
    }
  }

  async #reviewed(asset: AssetRecord): Promise<string> {
    let current = asset;
    for (let wait = 150; current.status === "processing"; wait = Math.min(3000, wait * 1.5)) {
      await sleep(wait * (0.9 + 0.2 * Math.random()), undefined, { signal: this.#signal });
      const answer = await this.#ports.tasks.assetStatus(asset.assetId);
      if (answer.kind === "asset") current = await this.#remember(asset.content, asset.mediaType, answer.asset);
      else if (answer.kind === "refused" || answer.kind === "malformed") throw new EngineError(answer.error.code, `The review of ${asset.uri} cannot be followed: ${answer.error.message}`);
    }
    if (current.status === "failed") {
      throw new EngineError("review_failed", `The review refused ${asset.uri}: ${current.failReason ?? "no reason given"}. Nothing was charged; use other media.`);
    }
    return current.uri;
  }

  async #remember(content: string, mediaType: MediaType, asset: Pick<AssetRecord, "assetId" | "uri" | "status" | "failReason">): Promise<AssetRecord> {
    const record = { content, mediaType, assetId: asset.assetId, uri: asset.uri, status: asset.status, failReason: asset.failReason };
    await this.#ports.library.rememberAsset(record);
    return record;
  }
}
