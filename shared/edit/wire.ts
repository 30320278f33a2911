import { z } from "zod";
import { edgeSchema, graphSchema, LIMITS, nodeSchema } from "../graph/document.ts";
import { unsafeStructure } from "../graph/parse.ts";
import { apply, made, type Change, type DocState, type Pair, type Pairs, type Ranked } from "./records.ts";

/** Counted before each element is looked at: that takes seconds for millions. An element as it is afterwards, or the id of one that is gone. */
function entries<T extends z.ZodType>(element: T, max: number) {
  const entry = z.union([z.string().min(1).max(LIMITS.idLength), z.object({ rank: z.number(), value: element })]);
  return z
    .unknown()
    .refine((list) => !Array.isArray(list) || list.length <= 2 * max, `has more than ${2 * max} entries`)
    .pipe(z.array(entry))
    .optional();
}

/**
 * What of a change is sent to the host: how things are afterwards. Lists, as any text may be an id. As untrusted there as a file:
 * the same caps, the same refused keys; unknown keys of nodes, edges and the document pass.
 */
export const wireChangeSchema = z
  .unknown()
  .superRefine((wire, context) => {
    const unsafe = unsafeStructure(wire);
    if (unsafe) context.addIssue({ code: "custom", message: unsafe.message });
  })
  .pipe(
    z.object({
      nodes: entries(nodeSchema, LIMITS.nodes),
      edges: entries(edgeSchema, LIMITS.edges),
      meta: graphSchema.omit({ nodes: true, edges: true }).optional(),
    }),
  );
export type WireChange = z.output<typeof wireChangeSchema>;

/** The "after" side of a change. */
export function wireOf({ nodes, edges, meta }: Change): WireChange {
  return { ...(nodes ? { nodes: afterwards(nodes) } : {}), ...(edges ? { edges: afterwards(edges) } : {}), ...(meta ? { meta: meta[1] } : {}) };
}

function afterwards<T>(pairs: Pairs<T>): (Ranked<T> | string)[] {
  return [...pairs].map(([id, [, after]]) => after ?? id);
}

/** The document after a change that came over the wire. Throws when it would hold more than a file may. */
export function applyWire(doc: DocState, { nodes, edges, meta }: WireChange): DocState {
  const next = apply(doc, made({ nodes: pairsOf(doc.nodes, nodes), edges: pairsOf(doc.edges, edges), meta: meta && [doc.meta, meta] }));
  for (const what of ["nodes", "edges"] as const) {
    if (next[what].size > LIMITS[what]) throw new Error(`The graph would have ${next[what].size} ${what}; a document holds at most ${LIMITS[what]}.`);
  }
  return next;
}

function pairsOf<T extends { id: string }>(table: ReadonlyMap<string, Ranked<T>>, entries: readonly (Ranked<T> | string)[] | undefined): Pairs<T> | undefined {
  return entries && new Map(entries.map((entry): [string, Pair<Ranked<T>>] => (typeof entry === "string" ? [entry, [table.get(entry) ?? null, null]] : [entry.value.id, [table.get(entry.value.id) ?? null, entry]])));
}

/** From one document to another, by the identity of what they hold: to give a host that lost its copy the whole of it, ranks included. */
export function changeBetween(before: DocState, after: DocState): Change {
  return made({ nodes: between(before.nodes, after.nodes), edges: between(before.edges, after.edges), meta: [before.meta, after.meta] });
}

function between<T>(before: ReadonlyMap<string, Ranked<T>>, after: ReadonlyMap<string, Ranked<T>>): Pairs<T> {
  const pairs = new Map<string, Pair<Ranked<T>>>();
  for (const [id, was] of before) if (after.get(id) !== was) pairs.set(id, [was, after.get(id) ?? null]);
  for (const [id, is] of after) if (!before.has(id)) pairs.set(id, [null, is]);
  return pairs;
}
