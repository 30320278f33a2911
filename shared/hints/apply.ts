import { isRefusal, type Refusal } from "../edit/draft.ts";
import { mendChange } from "../edit/mends.ts";
import { setNodeState, setParam, setTakes } from "../edit/nodes.ts";
import { apply, compose, fromGraph, toGraph, type Change, type DocState } from "../edit/records.ts";
import type { Graph } from "../graph/document.ts";
import type { HintEdit } from "./types.ts";

/** All edits of a hint as one change, or why they cannot be done any more. */
export function hintChange(doc: DocState, edits: readonly HintEdit[]): Change | Refusal {
  let done: Change = {};
  for (const edit of edits) {
    const next = changeOf(apply(doc, done), edit);
    if (isRefusal(next)) return next;
    done = compose(done, next);
  }
  return done;
}

/** The graph as it is after a hint's edits; what they do not concern keeps its identity. Null when they cannot be done. */
export function applyHint(graph: Graph, edits: readonly HintEdit[]): Graph | null {
  const doc = fromGraph(graph);
  const change = hintChange(doc, edits);
  return isRefusal(change) ? null : toGraph(apply(doc, change));
}

function changeOf(doc: DocState, edit: HintEdit): Change | Refusal {
  if (!doc.nodes.has(edit.node)) return { refused: `The node "${edit.node}" is not in the graph any more.` };
  switch (edit.type) {
    case "setParam":
      return setParam(doc, edit.node, edit.param, edit.value);
    case "setState":
      return setNodeState(doc, edit.node, edit.state);
    case "setTakes":
      return setTakes(doc, edit.node, edit.takes);
    case "mend":
      return mendChange(doc, edit.node, edit.port, edit.mend);
  }
}
