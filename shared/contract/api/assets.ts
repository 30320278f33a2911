import { z } from "zod";
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
}

export interface AssetPage {
  assets: readonly AssetView[];
  next: number | null;
  /** Why the service could not be asked. */
  problem: string | null;
}

export const listAssetsInput = z.object({ type: z.enum(["IMAGE", "VIDEO", "AUDIO"]).optional(), status: z.enum(["PROCESSING", "ACTIVE", "FAILED"]).optional(), cursor: z.number().optional() });
