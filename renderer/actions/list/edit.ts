import { disconnect } from "../../../shared/edit/connect.ts";
import { addOnEdge } from "../../../shared/edit/insert.ts";
import { downstreamOf, upstreamOf } from "../../../shared/edit/canConnect.ts";
import { duplicate } from "../../../shared/edit/paste.ts";
import { compose } from "../../../shared/edit/records.ts";
import { removeNodes } from "../../../shared/edit/remove.ts";
import { rectOf } from "../../../shared/edit/place.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { reroute } from "../../../shared/nodes/reroute.ts";
import { i18n } from "../../i18n/index.ts";
import { announce } from "../../ui/announce.ts";
import type { Action } from "../action.ts";
import { copySelection, pasteFromClipboard } from "../clipboard.ts";
import type { ActionContext } from "../context.ts";
import { edit, editAdding } from "../edit.ts";
import { sizeOf } from "../sizes.ts";

/** Copies lie this far from the originals: two squares of the grid. */
const BESIDE = { x: 40, y: 40 };

const hasSelection = ({ selected }: ActionContext) => selected.length > 0;
const hasAny = ({ selected, state }: ActionContext) => selected.length > 0 || (state?.selectedEdges.size ?? 0) > 0;
const hasNodes = ({ state }: ActionContext) => (state?.doc.nodes.size ?? 0) > 0;
const hasGraph = ({ tab }: ActionContext) => tab !== null;

export const editActions: readonly Action[] = [
  { id: "undo", label: "undo", words: ({ state }) => ({ what: state?.history.past.at(-1)?.label ?? "" }), icon: "undo", shortcut: ["mod+z"], group: "edit", when: ({ state }) => (state?.history.past.length ?? 0) > 0, perform: undo },
  { id: "redo", label: "redo", words: ({ state }) => ({ what: state?.history.future[0]?.label ?? "" }), icon: "redo", shortcut: ["mod+shift+z", "mod+y"], group: "edit", when: ({ state }) => (state?.history.future.length ?? 0) > 0, perform: redo },
  { id: "cut", label: "cut", icon: "cut", shortcut: ["mod+x"], native: true, group: "edit", when: hasSelection, perform: (context) => copySelection(context, true) },
  { id: "copy", label: "copy", icon: "copy", shortcut: ["mod+c"], native: true, group: "edit", when: hasSelection, perform: (context) => copySelection(context, false) },
  { id: "paste", label: "paste", icon: "paste", shortcut: ["mod+v"], native: true, group: "edit", when: hasGraph, perform: () => pasteFromClipboard() },
  { id: "duplicate", label: "duplicate", icon: "duplicate", shortcut: ["mod+d"], group: "edit", when: hasSelection, perform: (context) => duplicateSelected(context, false) },
  { id: "duplicateWithInputs", label: "duplicateWithInputs", icon: "duplicateWithInputs", shortcut: ["mod+shift+d"], group: "edit", when: hasSelection, perform: (context) => duplicateSelected(context, true) },
  { id: "delete", label: "delete", icon: "delete", shortcut: ["delete", "backspace"], group: "edit", danger: true, when: hasAny, perform: (context) => remove(context, false) },
  { id: "deleteReconnect", label: "deleteReconnect", icon: "deleteReconnect", shortcut: ["mod+delete", "mod+backspace"], group: "edit", danger: true, when: hasSelection, perform: (context) => remove(context, true) },
  { id: "addReroute", label: "addReroute", icon: "reroute", group: "edit", when: ({ state }) => state?.selectedEdges.size === 1, perform: addReroute },
  { id: "selectAll", label: "selectAll", icon: "selectAll", shortcut: ["mod+a"], group: "select", when: hasNodes, perform: (context) => select(context, allIds(context)) },
  { id: "selectNone", label: "selectNone", icon: "selectNone", shortcut: ["escape"], group: "select", when: hasAny, perform: (context) => select(context, []) },
  { id: "selectInverted", label: "selectInverted", icon: "selectInverted", shortcut: ["mod+i"], group: "select", when: hasNodes, perform: (context) => select(context, allIds(context).filter((id) => !context.state?.selection.has(id))) },
  { id: "selectUpstream", label: "selectUpstream", icon: "upstream", shortcut: ["shift+u"], group: "select", when: hasSelection, perform: (context) => selectAlong(context, upstreamOf) },
  { id: "selectDownstream", label: "selectDownstream", icon: "downstream", shortcut: ["shift+d"], group: "select", when: hasSelection, perform: (context) => selectAlong(context, downstreamOf) },
];

function undo({ tab, state }: ActionContext): void {
  tab?.session.undo();
  announce(i18n.t("actions:said.undone", { what: state?.history.past.at(-1)?.label ?? "" }));
}

function redo({ tab, state }: ActionContext): void {
  tab?.session.redo();
  announce(i18n.t("actions:said.redone", { what: state?.history.future[0]?.label ?? "" }));
}

function duplicateSelected(context: ActionContext, keepInputs: boolean): void {
  const added = editAdding(context, "duplicate", (doc, ids) => duplicate(doc, ids, BESIDE, keepInputs), { members: true });
  if (added.length > 0) announce(i18n.t("actions:said.pasted", { count: added.length }));
}

/** Wires and nodes that are selected; nodes of selected frames stay, as the frame is only drawn around them. */
function remove(context: ActionContext, reconnect: boolean): void {
  const { state } = context;
  if (!state) return;
  const count = state.selection.size + state.selectedEdges.size;
  const done = edit(context, "delete", (doc, ids) => {
    const nodes = removeNodes(doc, catalogue, ids, { reconnect });
    // A wire that went with its node, or was led elsewhere by it, is not cut a second time.
    const wires = disconnect(doc, [...state.selectedEdges].filter((id) => !nodes.edges?.has(id)));
    return compose(nodes, wires);
  });
  if (done) announce(i18n.t("actions:said.deleted", { count }));
  context.canvas?.focus();
}

function addReroute(context: ActionContext): void {
  const [id] = context.state?.selectedEdges ?? [];
  const edge = id === undefined ? undefined : context.state?.doc.edges.get(id)?.value;
  if (!edge) return;
  editAdding(context, "add", (doc) => {
    const ends = [edge.from.node, edge.to.node].flatMap((node) => doc.nodes.get(node)?.value ?? []).map((node) => rectOf(node, sizeOf));
    const [start, end] = [ends[0], ends.at(-1)];
    const position = start && end ? { x: (start.x + start.width + end.x) / 2, y: (start.y + start.height / 2 + end.y + end.height / 2) / 2 } : { x: 0, y: 0 };
    return addOnEdge(doc, catalogue, edge.id, { kind: reroute.kind, position });
  });
}

function allIds({ state }: ActionContext): string[] {
  return [...(state?.doc.nodes.keys() ?? [])];
}

function select({ tab }: ActionContext, ids: readonly string[]): void {
  tab?.session.select(ids);
  announce(i18n.t("actions:said.selected", { count: ids.length }));
}

function selectAlong(context: ActionContext, reach: typeof upstreamOf): void {
  const { state, selected } = context;
  if (state) select(context, [...new Set(selected.flatMap(({ id }) => [...reach(state.doc, id)]))]);
}
