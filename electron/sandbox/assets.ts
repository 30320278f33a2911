import type { Clock } from "./clock.ts";
import { faultOf } from "./faults.ts";
import { reviewLatency } from "./latency.ts";
import type { Probe } from "./probe.ts";
import { digest } from "./random.ts";
import { invalid, Refusal } from "./refusal.ts";
import { parseAssetList, parseAssetUpload } from "./rules/requests.ts";
import type { Fault } from "./scenario.ts";
import type { Sources } from "./sources.ts";
import type { Account, Asset, AssetType, Role } from "./state.ts";
import type { Store } from "./store.ts";
import { assetStatus, assetView } from "./views.ts";

interface AssetsOptions {
  readonly store: Store;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly speed: number;
  readonly seed: number;
}

const TYPE_OF_ROLE: Readonly<Record<Role, AssetType>> = { image: "IMAGE", video: "VIDEO", audio: "AUDIO" };

/** The reviewed media of each account. */
export class Assets {
  readonly #options: AssetsOptions;

  constructor(options: AssetsOptions) {
    this.#options = options;
  }

  /** assets/upload: measures the source now, decides the review later. Throws a 400. */
  async upload(account: string, body: unknown, faults: readonly Fault[]): Promise<Asset> {
    const request = parseAssetUpload(body);
    const source = await this.#options.sources.inspect(request.url);
    if (source.state === "refused") throw invalid("url", source.why);
    const { store, clock, speed, seed } = this.#options;
    const now = clock.now();
    const assetId = store.assets.size + 1;
    const id = digest("asset", seed, assetId, account, request.url);
    const day = new Date(now).toISOString().slice(0, 10).replaceAll("-", "");
    const probe = source.state === "found" ? source.probe : null;
    const asset: Asset = {
      assetId,
      volcAssetId: `asset-${day}-${id.slice(0, 10)}`,
      account,
      type: request.type,
      url: request.url,
      name: request.name ?? null,
      createdAt: now,
      reviewedAt: now + Math.round(reviewLatency(id) / speed),
      failReason: faultOf(faults, "reviewFails")?.reason ?? (source.state === "found" ? mismatch(request.type, source.probe) : `The URL ${source.why}.`),
      place: source.place,
      probe,
    };
    store.commit({ kind: "asset", record: asset });
    return asset;
  }

  /** assets/status: by number or by volcAssetId. Throws a 404, or a 403 when it is another's. */
  find(account: string, id: string): Asset {
    const asset = /^\d+$/.test(id) ? this.#options.store.assets.get(Number(id)) : this.#byVolcId(id);
    if (asset === undefined) throw new Refusal(404, "ASSET_NOT_FOUND", `There is no asset ${JSON.stringify(id)}.`);
    if (asset.account !== account) throw new Refusal(403, "ACCESS_DENIED", "This asset belongs to another account.");
    return asset;
  }

  /** assets/list, newest first; the cursor is the last number of the page before. */
  list(account: Account, query: Readonly<Record<string, string>>): { items: unknown[]; nextCursor: number | null } {
    const { type, status, cursor, limit } = parseAssetList(query);
    const now = this.#options.clock.now();
    const matching = [...this.#options.store.assets.values()]
      .filter((asset) => asset.account === account.id && (type === undefined || asset.type === type))
      .filter((asset) => (status === undefined || assetStatus(asset, now) === status) && (cursor === undefined || asset.assetId < cursor))
      .sort((a, b) => b.assetId - a.assetId);
    const page = matching.slice(0, limit);
    return { items: page.map((asset) => assetView(asset, now)), nextCursor: matching.length > limit ? (page.at(-1)?.assetId ?? null) : null };
  }

  /** The asset behind an asset:// URI. Throws a 400 naming `field` unless it is ACTIVE, of the right type and the caller's. */
  requireActive(field: string, account: string, role: Role, uri: string): Asset {
    const asset = this.#byVolcId(uri.slice("asset://".length));
    // Another account's asset looks like none at all: its existence is not for others to know.
    if (asset === undefined || asset.account !== account) throw invalid(field, `there is no asset ${uri} in this account`);
    const status = assetStatus(asset, this.#options.clock.now());
    if (status !== "ACTIVE") throw invalid(field, `asset ${uri} is ${status}, not ACTIVE`);
    if (asset.type !== TYPE_OF_ROLE[role]) throw invalid(field, `asset ${uri} is of type ${asset.type}, ${TYPE_OF_ROLE[role]} is needed`);
    return asset;
  }

  #byVolcId(id: string): Asset | undefined {
    for (const asset of this.#options.store.assets.values()) if (asset.volcAssetId === id) return asset;
    return undefined;
  }
}

function mismatch(type: AssetType, probe: Probe): string | null {
  return TYPE_OF_ROLE[probe.kind] === type ? null : `The file is of type ${TYPE_OF_ROLE[probe.kind]}, not ${type}.`;
}
