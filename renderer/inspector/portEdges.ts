import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { portsOf, portTypes } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { PortType } from "../../shared/graph/media.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";

/** An input with the wires that lead to it, in their order. */
export interface PortEdges {
  name: string;
  label: string;
  type: PortType | "any";
  max: number;
  /** Must have a wire, and has none. */
  lacking: boolean;
  /** The node's kind has no such input (any more). */
  strange: boolean;
  edges: readonly { id: string; from: string }[];
}

/** A node's inputs in the order of its kind; after them ports that only wires of the document know. */
export function inputsOf(doc: DocState, id: string): PortEdges[] {
  const node = doc.nodes.get(id)?.value;
  if (!node) return [];
  const { incoming } = edgesAt(doc, id);
  const edgesOf = (port: string) => incoming.filter(({ to }) => to.port === port).map(({ id, from }) => ({ id, from: from.node }));
  const { inputs } = portsOf(node, catalogue);
  const known = inputs.map(({ name, label, type, max, required = false }): PortEdges => {
    const edges = edgesOf(name);
    return { name, label, type: type === "any" ? (portTypes(doc, catalogue).taken({ node: id, port: name }) ?? "any") : type, max, lacking: required && edges.length === 0, strange: false, edges };
  });
  const names = new Set(incoming.map(({ to }) => to.port).filter((port) => !inputs.some(({ name }) => name === port)));
  return [...known, ...Array.from(names, (name): PortEdges => ({ name, label: name, type: "any", max: Number.POSITIVE_INFINITY, lacking: false, strange: true, edges: edgesOf(name) }))];
}

/** A list with one element moved to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(Math.max(0, Math.min(next.length, to)), 0, taken);
  return next;
}
