import { z } from "zod";
import type { CreditRange } from "../records.ts";

/** A request whose answer was lost: it may have been charged, and the user decides. */
export interface UnknownTake {
  take: number;
  at: number;
  graphId: string;
  graphName: string;
  nodeId: string;
  item: number;
  model: string;
  quoted: CreditRange;
  /** What happened, in plain English. */
  why: string;
}

export const resolveUnknownInput = z.object({
  take: z.int().positive(),
  /** `adopt` follows a task that the user found to be its answer, `resend` sends it again at the next run, `forget` counts it as never charged. */
  decision: z.discriminatedUnion("do", [z.object({ do: z.literal("adopt"), taskId: z.string().trim().min(1).max(200) }), z.object({ do: z.literal("resend") }), z.object({ do: z.literal("forget") })]),
});
