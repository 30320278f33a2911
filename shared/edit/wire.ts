import { z } from "zod";
import { edgeSchema, graphSchema, LIMITS, nodeSchema } from "../graph/document.ts";
import { unsafeStructure } from "../graph/parse.ts";
import type { Change, DocState, Meta, Pair, Ranked } from "./records.ts";

const rank = z.number();

const safe = (value: unknown, context: { addIssue: (message: string) => void }) => {
  const problem = unsafeStructure(value);
  if (problem) context.addIssue(problem.message);
};

/** What of a change is sent to the host: how things are afterwards. As untrusted there as a file. */
export const wireChangeSchema = z
  .object({
    nodes: z.array(z.union([z.object({ rank, value: nodeSchema }), z.string().max(LIMITS.idLength)])).max(LIMITS.nodes).optional(),
    edges: z.array(z.union([z.object({ rank, value: edgeSchema }), z.string().max(LIMITS.idLength)])).max(LIMITS.edges).optional(),
    meta: graphSchema.omit({ nodes: true, edges: true }).optional(),
  })
  .superRefine((value, context) => safe(value, { addIssue: (message) => context.addIssue({ code: "custom", message }) }));
export type WireChange = z.infer<typeof wireChangeSchema>;

export function wireOf({ nodes, edges, meta }: Change): WireChange {
  return { ...(nodes ? { nodes: afterwards(nodes) } : {}), ...(edges ? { edges: afterwards(edges) } : {}), ...(meta ? { meta: meta[1] as WireChange["meta"] } : {}) };
}

function afterwards<T>(pairs: ReadonlyMap<string, Pair<Ranked<T>>>): (Ranked<T> | string)[] {
  return [...pairs].map(([id, [, after]]) => after ?? id);
}

/** The state after a change that came over the wire. */
export function applyWire(doc: DocState, { nodes, edges, meta }: WireChange): DocState {
  return { nodes: applied(doc.nodes, nodes), edges: applied(doc.edges, edges), meta: (meta as Meta | undefined) ?? doc.meta };
}

function applied<T extends { id: string }>(records: ReadonlyMap<string, Ranked<T>>, entries: readonly (Ranked<T> | string)[] | undefined): ReadonlyMap<string, Ranked<T>> {
  if (!entries || entries.length === 0) return records;
  const next = new Map(records);
  for (const entry of entries) {
    if (typeof entry === "string") next.delete(entry);
    else next.set(entry.value.id, entry);
  }
  return next;
}
