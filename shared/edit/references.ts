import type { GraphNode } from "../graph/document.ts";
import type { PortType } from "../graph/media.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import { chipsOf } from "../nodes/chips.ts";
import { edgesAt } from "./edgesAt.ts";
import { isThrough, nameOfNode, passedThrough, portsOf, portTypes, type PortEnd } from "./ports.ts";
import type { DocState } from "./records.ts";

/** A node whose image, video or audio a prompt can name with a chip. */
export interface Reference {
  nodeId: string;
  title: string;
  type: PortType;
}

/**
 * What a prompt's chips can name: the nodes that give media to the generators which the prompt feeds, also through reroutes and other
 * prompts. Each once, in the order of ports and edges.
 */
export function referencesOf(doc: DocState, catalogue: Catalogue, promptId: string): Reference[] {
  const types = portTypes(doc, catalogue);
  const found = new Map<string, Reference>();
  for (const generator of generatorsFedBy(doc, catalogue, promptId)) {
    const node = doc.nodes.get(generator)?.value;
    const inputs = node ? portsOf(node, catalogue).inputs : [];
    const { incoming } = edgesAt(doc, generator);
    for (const port of inputs) {
      if (port.type === "text") continue;
      for (const edge of incoming) {
        const nodeId = edge.to.port === port.name ? makerOf(doc, catalogue, edge.from) : undefined;
        const maker = nodeId === undefined ? undefined : doc.nodes.get(nodeId)?.value;
        const type = maker && types.given(maker.id);
        if (maker && type && type !== "any" && type !== "text" && !found.has(maker.id)) found.set(maker.id, { nodeId: maker.id, title: nameOfNode(maker, catalogue), type });
      }
    }
  }
  return [...found.values()];
}

/** Chips of a node's texts that name nothing: the node is not there (any more), or it is not connected to what the prompt feeds. */
export function danglingChips(doc: DocState, catalogue: Catalogue, promptId: string): { nodeId: string; exists: boolean }[] {
  const params = doc.nodes.get(promptId)?.value.params ?? {};
  const chips = new Set(Object.values(params).flatMap(textsOf).flatMap(chipsOf));
  if (chips.size === 0) return [];
  const generators = generatorsFedBy(doc, catalogue, promptId);
  const named = namedBy(doc, catalogue, generators);
  return [...chips].filter((id) => !doc.nodes.has(id) || (generators.length > 0 && !named.has(id))).map((nodeId) => ({ nodeId, exists: doc.nodes.has(nodeId) }));
}

/** Everything whose media come to a generator: makers, and the reroutes and bypassed nodes on the way, by which a chip may call it, too. */
function namedBy(doc: DocState, catalogue: Catalogue, generators: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const generator of generators) {
    const node = doc.nodes.get(generator)?.value;
    const media = new Set((node ? portsOf(node, catalogue).inputs : []).filter(({ type }) => type !== "text").map(({ name }) => name));
    for (const { from, to } of edgesAt(doc, generator).incoming) if (media.has(to.port)) for (const id of wayTo(doc, catalogue, from)) named.add(id);
  }
  return named;
}

/** Task nodes that a text reaches. Prompts put it into their own text, reroutes hand it on. */
export function generatorsFedBy(doc: DocState, catalogue: Catalogue, promptId: string): string[] {
  const generators = new Set<string>();
  const texts = new Set([promptId]);
  // The set grows while it is walked.
  for (const id of texts) {
    for (const { to } of edgesAt(doc, id).outgoing) {
      const node = doc.nodes.get(to.node)?.value;
      const kind = node && catalogue.get(node.kind);
      if (!node || !kind) continue;
      const port = portsOf(node, catalogue).inputs.find(({ name }) => name === to.port);
      if (kind.role === "task" && port?.type === "text") generators.add(node.id);
      else if (kind.role === "through" || (kind.role === "source" && port?.type === "text")) texts.add(node.id);
    }
  }
  return [...generators];
}

/** The node that makes what comes from an output. */
function makerOf(doc: DocState, catalogue: Catalogue, from: PortEnd): string | undefined {
  return wayTo(doc, catalogue, from).at(-1);
}

/** From an output up to the node that makes what comes from it. */
function wayTo(doc: DocState, catalogue: Catalogue, from: PortEnd): string[] {
  const types = portTypes(doc, catalogue);
  const way = new Set<string>();
  for (let at: PortEnd | undefined = from; at && !way.has(at.node); ) {
    way.add(at.node);
    const node: GraphNode | undefined = doc.nodes.get(at.node)?.value;
    at = node && (node.state === "bypassed" || isThrough(node, catalogue)) ? passedThrough(doc, catalogue, node, types) : undefined;
  }
  return [...way];
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
