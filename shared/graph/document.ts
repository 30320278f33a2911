import { z } from "zod";
import { sha256Schema } from "./media.ts";

export const FORMAT = "shotgraph";
export const VERSION = 1;

/** Caps on what a file may hold: a shared graph is untrusted data. */
export const LIMITS = {
  bytes: 64 * 1024 * 1024,
  nodes: 50_000,
  edges: 200_000,
  depth: 64,
  idLength: 200,
  titleLength: 500,
  takes: 64,
} as const;

const idSchema = z.string().min(1, "must not be empty").max(LIMITS.idLength);

const NODE_STATES = ["active", "bypassed", "disabled"] as const;

/** Parameters are checked by the node's kind, not here: a kind that this version does not know keeps its own. */
const paramsSchema = z.record(z.string(), z.unknown());

export const nodeSchema = z.looseObject({
  id: idSchema,
  kind: z.string().min(1).max(LIMITS.idLength).meta({ description: "what the node is: prompt, generateSd2, …" }),
  position: z.looseObject({ x: z.number(), y: z.number() }),
  params: paramsSchema.default({}),
  title: z.string().max(LIMITS.titleLength).optional(),
  takes: z.int().min(1).max(LIMITS.takes).optional().meta({ description: "how many results are wanted, default 1" }),
  picked: sha256Schema.optional().meta({ description: "the take that downstream uses, default the newest" }),
  state: z.enum(NODE_STATES).optional().meta({ description: "bypassed: the input of the same type passes through; disabled: it and what depends on it do not run" }),
  spread: z.boolean().optional().meta({ description: "true hands on all takes as items" }),
});
export type GraphNode = z.infer<typeof nodeSchema>;

const endSchema = z.looseObject({ node: idSchema, port: z.string().min(1).max(LIMITS.idLength) });

export const edgeSchema = z.looseObject({ id: idSchema, from: endSchema, to: endSchema });
export type GraphEdge = z.infer<typeof edgeSchema>;

export const graphSchema = z
  .looseObject({
    format: z.literal(FORMAT),
    version: z.literal(VERSION),
    id: idSchema,
    name: z.string().max(LIMITS.titleLength),
    nodes: z.array(nodeSchema).max(LIMITS.nodes),
    edges: z.array(edgeSchema).max(LIMITS.edges).default([]),
    budget: z.number().nonnegative().optional().meta({ description: "credits that a run of this graph may spend at most" }),
    view: z.looseObject({}).optional().meta({ description: "where the canvas was left; never part of a plan" }),
  })
  .meta({ title: "Shotgraph document", description: "A .shotgraph file, version 1." });
/** A graph as it is saved. Unknown keys are kept on every level. */
export type Graph = z.infer<typeof graphSchema>;
