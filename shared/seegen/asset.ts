export type AssetStatus = "processing" | "active" | "failed";

/** A reviewed object of the service, usable in requests by its `asset://` uri once it is active. */
export interface AssetReport {
  /** The service's number, as text. */
  assetId: string;
  /** `asset://asset-20260326-abc123` */
  uri: string;
  status: AssetStatus;
  /** The service's own word. An undocumented one counts as processing. */
  statusWord: string;
  failReason: string | null;
  raw: unknown;
}
