import * as fc from "fast-check";
import { isRefusal, type Added, type Refusal } from "../../../shared/edit/draft.ts";
import { apply, fromGraph, toGraph, type Change, type DocState } from "../../../shared/edit/records.ts";
import type { Graph, GraphEdge, GraphNode } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { graphOf } from "../../fixtures/graphs.ts";

type GraphArguments = Parameters<typeof graphOf>;

export const docOf = (...parts: GraphArguments): DocState => fromGraph(graphOf(...parts));
export const textOf = (doc: DocState): string => serialiseGraph(toGraph(doc));

export function nodeAt(doc: DocState, id: string): GraphNode {
  const found = doc.nodes.get(id);
  if (!found) throw new Error(`there is no node ${id}`);
  return found.value;
}

export function edgeAt(doc: DocState, id: string): GraphEdge {
  const found = doc.edges.get(id);
  if (!found) throw new Error(`there is no edge ${id}`);
  return found.value;
}

/** `a.text > b.prompt` for every edge, in the document's order. */
export const wires = (doc: DocState): string[] => toGraph(doc).edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}.${to.port}`);
export const ids = (doc: DocState): string[] => toGraph(doc).nodes.map(({ id }) => id);

/** A document of `count` prompts in a row. */
export function large(count: number): Graph {
  const nodes = Array.from({ length: count }, (_none, at): GraphNode => ({ id: `n${at}`, kind: "prompt", position: { x: at, y: 0 }, params: { text: "{{a}}" } }));
  const edges = nodes.slice(1).map(({ id }, at): GraphEdge => ({ id: `e${at}`, from: { node: `n${at}`, port: "text" }, to: { node: id, port: "a" } }));
  return { format: "shotgraph", version: 1, id: "large", name: "Large", nodes, edges };
}

/** Numbers below whatever is asked, from a list that fast-check shrinks. */
export function diceOf(numbers: readonly number[]): (sides: number) => number {
  let at = 0;
  return (sides) => (sides === 0 ? 0 : (numbers[at++ % numbers.length] ?? 0) % sides);
}

export const throws = fc.array(fc.nat(9999), { minLength: 6, maxLength: 6 });

/** The document after an edit that must not be refused. */
export function done(doc: DocState, result: Change | Added | Refusal): DocState {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`);
  return apply(doc, "change" in result ? result.change : result);
}

export function refusalOf(result: Change | Added | Refusal): string {
  if (!isRefusal(result)) throw new Error("expected a refusal");
  return result.refused;
}
