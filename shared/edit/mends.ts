import { mergedOperation } from "../fit/merge.ts";
import { audioFitSchema, imageFitSchema, videoFitSchema, type Operation } from "../fit/operation.ts";
import type { GraphEdge, GraphNode } from "../graph/document.ts";
import type { Mend } from "../graph/problem.ts";
import { catalogue } from "../nodes/catalogue.ts";
import { audioFitOf, audioFitParams, fitAudio } from "../nodes/fitAudio.ts";
import { fitImage, imageFitOf, imageFitParams } from "../nodes/fitImage.ts";
import { fitVideo, videoFitOf, videoFitParams } from "../nodes/fitVideo.ts";
import { edgesAtPort } from "./canConnect.ts";
import { isRefusal, type Refusal } from "./draft.ts";
import { edgesAt } from "./edgesAt.ts";
import { addOnEdge } from "./insert.ts";
import { updateNodes } from "./nodes.ts";
import type { Point } from "./place.ts";
import type { Change, DocState } from "./records.ts";

export type Fit = Exclude<Operation, { type: "frame" }>;

/**
 * Does what a mend says to what arrives at an input, as one step: on the node that hands it on, when that is a source or a fit that feeds
 * nothing else; otherwise by a new fit node in the middle of that very wire, which keeps its place among the others.
 */
export function mendChange(doc: DocState, consumerNodeId: string, port: string, { from, operation }: Mend): Change | Refusal {
  const edge = edgesAtPort(doc, { node: consumerNodeId, port }).find((one) => one.from.node === from);
  const source = doc.nodes.get(from)?.value;
  const consumer = doc.nodes.get(consumerNodeId)?.value;
  if (!edge || !source || !consumer) return { refused: "What this would change is not connected there any more." };
  if (operation.type === "frame") return { refused: "A picture is taken out of a video by a node of its own." };
  const params = feedsOnly(doc, source, edge) ? mergedParams(source, operation) : null;
  if (params) return updateNodes(doc, source.id, (node) => ({ ...node, params: { ...node.params, ...params } }));
  const added = addOnEdge(doc, catalogue, edge.id, { kind: KIND[operation.type], position: between(doc, source, consumer), params: paramsOf(operation) });
  return isRefusal(added) ? added : added.change;
}

/** Sets all that a source or a fit node does to its medium; what `fit` leaves out is no longer done. */
export function fitChange(doc: DocState, id: string, { type, fit }: Fit): Change | Refusal {
  const node = doc.nodes.get(id)?.value;
  const own = node && fitOf(node);
  if (!own || own.fit.type !== type) return { refused: "This node does not change its medium in that way." };
  const names = own.isNode ? Object.keys(catalogue.get(node.kind)?.params.shape ?? {}) : ["fit"];
  const params = own.isNode ? paramsOf({ type, fit } as Fit) : Object.keys(fit).length === 0 ? {} : { fit };
  return updateNodes(doc, id, (before) => ({ ...before, params: { ...Object.fromEntries(Object.entries(before.params).filter(([name]) => !names.includes(name))), ...params } }));
}

const KIND = { image: fitImage.kind, video: fitVideo.kind, audio: fitAudio.kind } as const;

/** A node that does nothing now cannot take on more. */
function feedsOnly(doc: DocState, { id, state = "active" }: GraphNode, edge: GraphEdge): boolean {
  const { outgoing } = edgesAt(doc, id);
  return state === "active" && outgoing.length === 1 && outgoing[0]?.id === edge.id;
}

/** What the node's params become; null where it has no fit of that type, or one to which this cannot be added. */
function mergedParams(node: GraphNode, operation: Fit): Record<string, unknown> | null {
  const own = fitOf(node);
  const merged = own && mergedOperation(own.fit, operation);
  if (!own || !merged || merged.type === "frame") return null;
  return own.isNode ? paramsOf(merged) : { fit: merged.fit };
}

function paramsOf(operation: Fit): Record<string, unknown> {
  switch (operation.type) {
    case "image":
      return imageFitParams(operation.fit);
    case "video":
      return videoFitParams(operation.fit);
    case "audio":
      return audioFitParams(operation.fit);
  }
}

/** The fit that a node does already: of a source its setting, of a fit node all its params. Null for other nodes, and where it cannot be read. */
export function fitOf({ kind, params }: GraphNode): { fit: Fit; isNode: boolean } | null {
  const read = READERS[kind]?.(params);
  return read ? { fit: read, isNode: kind.startsWith("fit") } : null;
}

const READERS: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => Fit | null>> = {
  imageAsset: ({ fit = {} }) => typed("image", imageFitSchema.safeParse(fit).data),
  videoRef: ({ fit = {} }) => typed("video", videoFitSchema.safeParse(fit).data),
  audioRef: ({ fit = {} }) => typed("audio", audioFitSchema.safeParse(fit).data),
  fitImage: (params) => readNode(fitImage.params.safeParse(params).data, (found) => ({ type: "image", fit: imageFitOf(found) })),
  fitVideo: (params) => readNode(fitVideo.params.safeParse(params).data, (found) => ({ type: "video", fit: videoFitOf(found) })),
  fitAudio: (params) => readNode(fitAudio.params.safeParse(params).data, (found) => ({ type: "audio", fit: audioFitOf(found) })),
};

function typed<Type extends Fit["type"]>(type: Type, fit: Extract<Fit, { type: Type }>["fit"] | undefined): Fit | null {
  return fit ? ({ type, fit } as Fit) : null;
}

function readNode<Found>(found: Found | undefined, read: (found: Found) => Fit): Fit | null {
  return found ? read(found) : null;
}

/** Pixels of the canvas: at most how large a card is, and one that fits media; how far places lie apart that are tried. */
const CARD = { width: 280, height: 330 };
const FIT_CARD = { width: 250, height: 250 };
const STEP = 40;
const MOST_STEPS = 50;

/** The free place nearest to the middle of the two. */
function between(doc: DocState, source: GraphNode, consumer: GraphNode): Point {
  const x = Math.round((source.position.x + consumer.position.x) / 2);
  const y = Math.round((source.position.y + consumer.position.y) / 2);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    for (const place of [{ x, y: y + step * STEP }, { x, y: y - step * STEP }]) if (isFree(doc, place)) return place;
  }
  return { x, y };
}

function isFree(doc: DocState, { x, y }: Point): boolean {
  for (const { value } of doc.nodes.values()) {
    if (value.kind === "group") continue;
    const { position } = value;
    if (x < position.x + CARD.width && position.x < x + FIT_CARD.width && y < position.y + CARD.height && position.y < y + FIT_CARD.height) return false;
  }
  return true;
}
