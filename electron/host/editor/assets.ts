import type { AssetPage, AssetView } from "../../../shared/contract/api/assets.ts";
import type { AssetReport } from "../../../shared/seegen/asset.ts";
import { assetSchema } from "../../../shared/seegen/responses.ts";
import type { Workspace } from "../workspace.ts";

type Asked = Parameters<NonNullable<Workspace["client"]>["listAssets"]>[0];

/** One page of the account's assets, those that were made elsewhere included. */
export async function assetPage({ client }: Pick<Workspace, "client">, asked: Asked): Promise<AssetPage> {
  const answer = await client?.listAssets({ limit: 50, ...asked });
  if (!answer) return { assets: [], next: null, problem: "There is no API key, so the account's assets cannot be listed." };
  if (answer.kind !== "ok") return { assets: [], next: null, problem: answer.error.message };
  return { assets: answer.value.items.map(viewOf), next: answer.value.nextCursor, problem: null };
}

const TYPES: ReadonlyMap<string, AssetView["type"]> = new Map([
  ["IMAGE", "IMAGE"],
  ["VIDEO", "VIDEO"],
  ["AUDIO", "AUDIO"],
]);

function viewOf({ assetId, uri, status, failReason, raw }: AssetReport): AssetView {
  const { type, name, url } = assetSchema.parse(raw);
  return { assetId, uri, status, failReason, type: TYPES.get(type?.toUpperCase() ?? "") ?? null, name: name ?? null, url: url ?? null };
}
