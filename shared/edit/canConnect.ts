import type { GraphEdge } from "../graph/document.ts";
import type { PortType } from "../graph/media.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { PortSpec } from "../nodes/define.ts";
import { Draft } from "./draft.ts";
import { edgesAt } from "./edgesAt.ts";
import { isThrough, nameOfNode, portsOf, portTypes, type PortEnd, type PortTypes } from "./ports.ts";
import type { DocState } from "./records.ts";

export type Verdict =
  /** `replaces`: the edge that a single port gives up for the new one. */
  | { ok: true; replaces?: string }
  /** Why not, in plain English, as it is shown at the pointer. */
  | { ok: false; reason: string };

/** A wire that is wanted, and what the guards need to judge it. */
interface Wish {
  doc: DocState;
  catalogue: Catalogue;
  types: PortTypes;
  from: PortEnd;
  to: PortEnd;
}

type Guard = (wish: Wish) => string | null;

/** Asked in this order; the first reason is the one that is told. */
const guards: readonly Guard[] = [missingNode, sameNode, furniture, unknownKind, wrongDirection, unknownPort, wrongType, alreadyConnected, full, circle];

/** Whether a new edge may lead there, or with `moving` that edge. Lists are no hindrance: they map. */
export function canConnect(doc: DocState, catalogue: Catalogue, from: PortEnd, to: PortEnd, moving?: string): Verdict {
  const judged = moving === undefined ? doc : without(doc, moving);
  const wish: Wish = { doc: judged, catalogue, types: portTypes(judged, catalogue), from, to };
  for (const guard of guards) {
    const reason = guard(wish);
    if (reason !== null) return { ok: false, reason };
  }
  const replaces = portAt(wish)?.max === 1 ? edgesAtPort(judged, to)[0]?.id : undefined;
  return replaces === undefined ? { ok: true } : { ok: true, replaces };
}

/** Edges at an input, in their order, but for those that come from nowhere: they are not seen and do not count. */
export function edgesAtPort(doc: DocState, to: PortEnd): GraphEdge[] {
  return edgesAt(doc, to.node).incoming.filter((edge) => edge.to.port === to.port && doc.nodes.has(edge.from.node));
}

const shortened = new WeakMap<DocState, { edge: string; doc: DocState }>();

/** An edge that is led elsewhere does not stand in its own way. Remembered, as it is asked for at every movement of the pointer. */
export function without(doc: DocState, edge: string): DocState {
  const known = shortened.get(doc);
  if (known?.edge === edge) return known.doc;
  const draft = new Draft(doc);
  draft.edges.drop(edge);
  const made = { edge, doc: draft.doc };
  shortened.set(doc, made);
  return made.doc;
}

function missingNode({ doc, from, to }: Wish): string | null {
  const missing = [from, to].find(({ node }) => !doc.nodes.has(node));
  return missing ? `The node "${missing.node}" is not in this graph any more.` : null;
}

function sameNode({ from, to }: Wish): string | null {
  return from.node === to.node ? "A node cannot feed itself." : null;
}

function furniture(wish: Wish): string | null {
  const kind = [wish.from, wish.to].map(({ node }) => kindOf(wish, node)).find((one) => one?.role === "furniture");
  return kind ? `A ${kind.title.toLowerCase()} is only on the canvas: no wire leads to it or from it.` : null;
}

function unknownKind(wish: Wish): string | null {
  const unknown = [wish.from, wish.to].map(({ node }) => node).find((node) => !kindOf(wish, node));
  return unknown === undefined ? null : `This version of Shotgraph does not know what "${nameOf(wish, unknown)}" is: its wires are kept, but it takes no new ones.`;
}

function wrongDirection(wish: Wish): string | null {
  const { doc, catalogue, from, to } = wish;
  const [start, end] = [doc.nodes.get(from.node)?.value, doc.nodes.get(to.node)?.value];
  if (!start || !end) return null;
  const starts = portsOf(start, catalogue);
  const ends = portsOf(end, catalogue);
  const input = starts.output?.name === from.port ? undefined : starts.inputs.find(({ name }) => name === from.port);
  const isOutput = ends.output?.name === to.port && !ends.inputs.some(({ name }) => name === to.port);
  if (input && isOutput) return `This wire is the wrong way round: it leads from "${nameOf(wish, to.node)}" to "${nameOf(wish, from.node)}".`;
  if (input) return `"${input.label}" of "${nameOf(wish, from.node)}" is an input, and so is the other end: a wire leads from an output to an input.`;
  return isOutput ? `Both ends are outputs: a wire leads from an output to an input.` : null;
}

function unknownPort(wish: Wish): string | null {
  const { doc, catalogue, from, to } = wish;
  const start = doc.nodes.get(from.node)?.value;
  const output = start && portsOf(start, catalogue).output;
  if (output?.name !== from.port) return `"${nameOf(wish, from.node)}" has no output "${from.port}"${output ? `; its output is "${output.name}"` : ""}.`;
  if (portAt(wish)) return null;
  const end = doc.nodes.get(to.node)?.value;
  const names = end ? portsOf(end, catalogue).inputs.map(({ label }) => label) : [];
  return `"${nameOf(wish, to.node)}" has no input "${to.port}"${names.length > 0 ? `; it has ${names.join(", ")}` : " and takes none"}.`;
}

function wrongType(wish: Wish): string | null {
  const mismatch = typeMismatch(wish.doc, wish.catalogue, wish.types, wish.from, wish.to, portAt(wish));
  if (!mismatch) return null;
  const label = portAt(wish)?.label ?? wish.to.port;
  if (mismatch.behind) return `What is behind this reroute takes ${withArticle(mismatch.takes)}, but "${nameOf(wish, wish.from.node)}" gives ${withArticle(mismatch.gives)}.`;
  return `"${label}" takes ${withArticle(mismatch.takes)}, but "${nameOf(wish, wish.from.node)}" gives ${withArticle(mismatch.gives)}.`;
}

function alreadyConnected({ doc, from, to }: Wish): string | null {
  return edgesAtPort(doc, to).some((edge) => edge.from.node === from.node && edge.from.port === from.port) ? "They are connected already." : null;
}

function full(wish: Wish): string | null {
  const port = portAt(wish);
  if (!port || port.max === 1) return null;
  const count = edgesAtPort(wish.doc, wish.to).length;
  return count < port.max ? null : `"${port.label}" is full (${count}/${port.max}). Disconnect one first.`;
}

function circle(wish: Wish): string | null {
  const { doc, from, to } = wish;
  if (!upstreamOf(doc, from.node).has(to.node)) return null;
  return `That would make a circle: "${nameOf(wish, to.node)}" already feeds "${nameOf(wish, from.node)}".`;
}

/** The node itself and all that feed it. Iterative: a chain of 20,000 is an ordinary graph. */
export function upstreamOf(doc: DocState, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  // The set grows while it is walked.
  for (const at of found) for (const edge of edgesAt(doc, at).incoming) found.add(edge.from.node);
  return found;
}

/** The node itself and all that it feeds. */
export function downstreamOf(doc: DocState, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const at of found) for (const edge of edgesAt(doc, at).outgoing) found.add(edge.to.node);
  return found;
}

interface Mismatch {
  gives: PortType;
  takes: PortType;
  /** It is not the port itself that wants another type, but what a reroute leads to. */
  behind: boolean;
}

/** Null when what comes out fits. A reroute takes what the ports behind it take, and before anything leads to it promises the same to all of them. */
export function typeMismatch(doc: DocState, catalogue: Catalogue, types: PortTypes, from: PortEnd, to: PortEnd, port: PortSpec | undefined): Mismatch | null {
  const target = doc.nodes.get(to.node)?.value;
  if (!port || !target) return null;
  const behind = isThrough(target, catalogue);
  const taken: Iterable<PortType> = behind ? types.demanded(to.node) : port.type === "any" ? [] : [port.type];
  const given = types.given(from.node);
  const source = doc.nodes.get(from.node)?.value;
  const givens: Iterable<PortType> = given !== "any" ? (given ? [given] : []) : source && isThrough(source, catalogue) ? types.demanded(types.chainStart(from.node)) : [];
  for (const gives of givens) for (const takes of taken) if (gives !== takes) return { gives, takes, behind };
  return null;
}

function portAt({ doc, catalogue, to }: Wish): PortSpec | undefined {
  const node = doc.nodes.get(to.node)?.value;
  return node && portsOf(node, catalogue).inputs.find(({ name }) => name === to.port);
}

function kindOf({ doc, catalogue }: Wish, id: string) {
  const node = doc.nodes.get(id)?.value;
  return node && catalogue.get(node.kind);
}

function nameOf({ doc, catalogue }: Wish, id: string): string {
  const node = doc.nodes.get(id)?.value;
  return node ? nameOfNode(node, catalogue) : id;
}

function withArticle(type: PortType): string {
  return type === "text" ? "text" : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
