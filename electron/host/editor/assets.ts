import type { z } from "zod";
import type { AssetPage, AssetView, RegisteredAsset, registerAssetInput } from "../../../shared/contract/api/assets.ts";
import type { AssetRecord } from "../../../shared/contract/records.ts";
import type { MediaType } from "../../../shared/graph/media.ts";
import { checkMediaUrl } from "../../../shared/nodes/mediaUrl.ts";
import type { AssetReport } from "../../../shared/seegen/asset.ts";
import { assetSchema } from "../../../shared/seegen/responses.ts";
import type { Workspace } from "../workspace.ts";

type Asked = Parameters<NonNullable<Workspace["client"]>["listAssets"]>[0];
type Parts = Pick<Workspace, "client" | "library" | "hosting" | "knowledge">;

const NO_KEY = "There is no API key, so the account's assets cannot be";
const SHA256 = "sha256:";

/** One page of the account's assets, those that were made elsewhere included. Reviews of media that were registered here are brought up to date by the way. */
export async function assetPage({ client, library, knowledge }: Omit<Parts, "hosting">, asked: Asked): Promise<AssetPage> {
  const answer = await client?.listAssets({ limit: 50, ...asked });
  if (!answer) return { assets: [], next: null, problem: `${NO_KEY} listed.` };
  if (answer.kind !== "ok") return { assets: [], next: null, problem: answer.error.message };
  for (const report of answer.value.items) await bringUpToDate(library, report);
  return { assets: answer.value.items.map((report) => viewOf(report, { library, knowledge })), next: answer.value.nextCursor, problem: null };
}

/** Registers a file of the library or an https URL for review under this account; what is registered already is not registered twice. Costs nothing. */
export async function registerAsset({ client, library, hosting, knowledge }: Parts, { content, type, name }: z.infer<typeof registerAssetInput>): Promise<RegisteredAsset> {
  if (!client) return { asset: null, message: `${NO_KEY} added to.` };
  const known = library.asset(content, type);
  if (known && known.status !== "failed") return { asset: recordView(known, name, { library, knowledge }), message: null };
  const place = await addressOf(content, { library, hosting });
  if ("message" in place) return { asset: null, message: place.message };
  const answer = await client.uploadAsset({ url: place.url, type: WORD[type], name: name.slice(0, 64) });
  if (answer.kind !== "asset") return { asset: null, message: `It was not registered: ${answer.error.message} Nothing was charged; try again.` };
  const { assetId, uri, status, failReason } = answer.asset;
  await library.rememberAsset({ content, mediaType: type, assetId, uri, status, failReason });
  return { asset: viewOf(answer.asset, { library, knowledge }), message: null };
}

async function addressOf(content: string, { library, hosting }: Pick<Parts, "library" | "hosting">): Promise<{ url: string } | { message: string }> {
  if (!content.startsWith(SHA256)) {
    const url = content.replace(/^url:/, "");
    const [wrong] = checkMediaUrl(url);
    return wrong ? { message: `${wrong.message} ${wrong.fix ?? ""}`.trim() } : { url };
  }
  const facts = library.media(content.slice(SHA256.length));
  if (!facts) return { message: "This file is not in the library any more." };
  if (!hosting.available) return { message: `The file must be reachable for the service, but ${hosting.why}` };
  try {
    return { url: await hosting.urlFor(facts, library.mediaPath(facts.sha256)) };
  } catch (error) {
    return { message: `The file could not be made reachable for the service: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function bringUpToDate(library: Parts["library"], { uri, assetId, status, failReason }: AssetReport): Promise<void> {
  const known = library.assetByUri(uri);
  if (!known || (known.status === status && known.failReason === failReason)) return;
  await library.rememberAsset({ ...known, assetId, status, failReason });
}

const WORD = { image: "IMAGE", video: "VIDEO", audio: "AUDIO" } as const satisfies Record<MediaType, AssetView["type"]>;
const TYPES: ReadonlyMap<string, AssetView["type"]> = new Map([
  ["IMAGE", "IMAGE"],
  ["VIDEO", "VIDEO"],
  ["AUDIO", "AUDIO"],
]);

function viewOf({ assetId, uri, status, failReason, raw }: AssetReport, parts: Pick<Parts, "library" | "knowledge">): AssetView {
  const { type, name, url } = assetSchema.parse(raw);
  return { assetId, uri, status, failReason, type: TYPES.get(type?.toUpperCase() ?? "") ?? null, name: name ?? null, url: url ?? null, ...known(uri, parts) };
}

function recordView({ assetId, uri, status, failReason, mediaType }: AssetRecord, name: string, parts: Pick<Parts, "library" | "knowledge">): AssetView {
  return { assetId, uri, status, failReason, type: WORD[mediaType], name, url: null, ...known(uri, parts) };
}

/** What this machine knows of an asset beside what the service says. */
function known(uri: string, { library, knowledge }: Pick<Parts, "library" | "knowledge">): Pick<AssetView, "sha256" | "seconds"> {
  const content = library.assetByUri(uri)?.content;
  const facts = content?.startsWith(SHA256) ? library.media(content.slice(SHA256.length)) : content ? library.derived(content) : undefined;
  return { sha256: facts?.sha256 ?? null, seconds: knowledge.assets?.seconds(uri) ?? null };
}
