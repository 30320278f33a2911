import { danglingChips, generatorsFedBy, referencesOf } from "../../../shared/edit/references.ts";
import { nameOfNode, portTypes } from "../../../shared/edit/ports.ts";
import type { DocState } from "../../../shared/edit/records.ts";
import type { PortType } from "../../../shared/graph/media.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { chipsOf } from "../../../shared/nodes/chips.ts";
import { HAPPYHORSE_PROMPT_LIMIT, weightedLength } from "../../../shared/nodes/promptLength.ts";

/** A chip as it is drawn. */
export interface ChipFace {
  nodeId: string;
  title: string;
  type: PortType | "any";
  /** Why the chip cannot be told to a model; null when it can. */
  wrong: "gone" | "unconnected" | null;
}

/** The faces of the chips of a prompt's text. */
export function chipFaces(doc: DocState, promptId: string, text: string): ChipFace[] {
  const ids = chipsOf(text);
  if (ids.length === 0) return [];
  const dangling = new Map(danglingChips(doc, catalogue, promptId).map(({ nodeId, exists }) => [nodeId, exists] as const));
  const types = portTypes(doc, catalogue);
  return ids.map((nodeId) => {
    const node = doc.nodes.get(nodeId)?.value;
    const wrong = !node ? "gone" : dangling.has(nodeId) ? "unconnected" : null;
    return { nodeId, title: node ? titleOf(node) : nodeId, type: (node && types.shown(nodeId)) ?? "any", wrong };
  });
}

/** What a new chip can name. */
export function referenceFaces(doc: DocState, promptId: string): ChipFace[] {
  return referencesOf(doc, catalogue, promptId).map(({ nodeId, type }) => {
    const node = doc.nodes.get(nodeId)?.value;
    return { nodeId, title: node ? titleOf(node) : nodeId, type, wrong: null };
  });
}

/** A file's name says more than "Image". */
function titleOf(node: Parameters<typeof nameOfNode>[0]): string {
  const source = node.params["source"] as { type?: unknown; name?: unknown } | null | undefined;
  return node.title ?? (source?.type === "file" && typeof source.name === "string" ? source.name : nameOfNode(node, catalogue));
}

export interface TextLength {
  length: number;
  /** Of the model that the text feeds; null where no limit is known. */
  max: number | null;
  model: string | null;
}

/** How long a prompt is, as the models that it feeds count. A chip counts as what it will be at most. */
export function lengthOf(doc: DocState, promptId: string, text: string): TextLength {
  const sent = text.replaceAll(/@\{[^{}\n]+\}/g, "character1");
  const kinds = generatorsFedBy(doc, catalogue, promptId).map((id) => doc.nodes.get(id)?.value.kind);
  if (!kinds.includes("generateHappyhorse")) return { length: Array.from(sent).length, max: null, model: null };
  return { length: weightedLength(sent), max: HAPPYHORSE_PROMPT_LIMIT, model: catalogue.get("generateHappyhorse")?.title ?? null };
}
