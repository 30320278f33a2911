import { z } from "zod";
import type { Range } from "../../nodes/values.ts";
import type { AssetStatus } from "../../seegen/asset.ts";

/** A reviewed object of the account, made here or elsewhere. */
export interface AssetView {
  assetId: string;
  uri: string;
  type: "IMAGE" | "VIDEO" | "AUDIO" | null;
  name: string | null;
  url: string | null;
  status: AssetStatus;
  failReason: string | null;
  /** The file of this library that was registered; null for one that was made elsewhere or whose file is gone. */
  sha256: string | null;
  /** Seconds: measured, or learned from bills; null while not known. */
  seconds: Range | null;
}

export interface RegisteredAsset {
  /** Null when it was not registered: `message` says why and what to do. */
  asset: AssetView | null;
  message: string | null;
}

/** `sha256:<hex>` of a file of the library, or `url:<https URL>`. */
const contentSchema = z.string().min(1).max(8192);
const typeSchema = z.enum(["image", "video", "audio"]);
export const registerAssetInput = z.object({ content: contentSchema.regex(/^(sha256:[0-9a-f]{64}|url:)/), type: typeSchema, name: z.string().min(1).max(255) });
/** `content`: the identity of a value. */
export const reviewAgainInput = z.object({ content: contentSchema, type: typeSchema });

export interface AssetPage {
  assets: readonly AssetView[];
  next: number | null;
  /** Why the service could not be asked. */
  problem: string | null;
}

export const listAssetsInput = z.object({ type: z.enum(["IMAGE", "VIDEO", "AUDIO"]).optional(), status: z.enum(["PROCESSING", "ACTIVE", "FAILED"]).optional(), cursor: z.number().optional() });
