import { ASSETS } from "./cells/assets.ts";
import { DOWNLOAD } from "./cells/download.ts";
import { CREATE_TASK, UPSCALE_CREATE } from "./cells/paid.ts";
import { CREDITS, QUERY_TASK, UPSCALE_QUERY } from "./cells/questions.ts";
import { FAULTS } from "./faults.ts";
import type { Cell, Endpoint, Row, When } from "./types.ts";

const TABLE: readonly (readonly [Endpoint, readonly Row[]])[] = [
  ["createTask", CREATE_TASK],
  ["queryTask", QUERY_TASK],
  ["upscaleCreate", UPSCALE_CREATE],
  ["upscaleQuery", UPSCALE_QUERY],
  ["assetUpload", ASSETS.upload],
  ["assetStatus", ASSETS.status],
  ["credits", CREDITS],
  ["download", DOWNLOAD],
];

/** Every cell of the matrix. */
export function cells(): Cell[] {
  return TABLE.flatMap(([endpoint, rows]) =>
    rows.flatMap(([fault, whens, outcome, says, posts, charged, billed, unknown, next, tasks]) =>
      whens.split(" ").map((when) => ({ endpoint, fault, act: FAULTS[fault], when: when as When, expected: { outcome, says, posts, charged, billed, unknown, next, tasks } })),
    ),
  );
}
