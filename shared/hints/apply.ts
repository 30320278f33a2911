import type { Graph, GraphNode } from "../graph/document.ts";
import { updateNode } from "../graph/edit.ts";
import type { HintEdit } from "./types.ts";

/** The graph as it is after a hint's edits; what they do not concern keeps its identity. Throws when a node of theirs is gone. */
export function applyHint(graph: Graph, edits: readonly HintEdit[]): Graph {
  return edits.reduce((before, edit) => updateNode(before, edit.node, (node) => edited(node, edit)), graph);
}

function edited(node: GraphNode, edit: HintEdit): GraphNode {
  switch (edit.type) {
    case "setParam":
      return { ...node, params: { ...node.params, [edit.param]: edit.value } };
    case "setState":
      return { ...node, state: edit.state };
    case "setTakes":
      return { ...node, takes: edit.takes };
  }
}
