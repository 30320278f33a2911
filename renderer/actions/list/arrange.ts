import { align, distribute, type AlignTo, type Axis } from "../../../shared/edit/align.ts";
import { groupSelection, ungroup } from "../../../shared/edit/groups.ts";
import { setCollapsed, toggleNodeState } from "../../../shared/edit/nodes.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { group } from "../../../shared/nodes/group.ts";
import { startRenaming } from "../../ui/editing.ts";
import { openFit, viewFor } from "../../ui/fitStore.ts";
import type { Action } from "../action.ts";
import type { ActionContext } from "../context.ts";
import { edit, editAdding } from "../edit.ts";
import type { IconName } from "../ActionIcon.tsx";
import { sizeOf } from "../sizes.ts";

const hasSelection = ({ selected }: ActionContext) => selected.length > 0;
const hasPlanned = ({ selected }: ActionContext) => selected.some((node) => catalogue.get(node.kind)?.role !== "furniture");
const hasFrames = ({ selected }: ActionContext) => selected.some(({ kind }) => kind === group.kind);

export const arrangeActions: readonly Action[] = [
  { id: "addNode", label: "addNode", icon: "add", shortcut: ["shift+a"], group: "node", when: ({ canvas }) => canvas !== null, perform: ({ canvas }) => canvas?.openSearch() },
  { id: "connect", label: "connect", icon: "connect", shortcut: ["c"], group: "node", when: ({ canvas, selected }) => canvas !== null && selected.length === 1, perform: ({ canvas }) => canvas?.startConnecting() },
  { id: "rename", label: "rename", icon: "rename", shortcut: ["f2"], group: "node", when: ({ selected }) => selected.length === 1, perform: ({ selected }) => startRenaming(selected[0]?.id ?? "") },
  { id: "fit", label: "fit", icon: "fit", group: "node", when: ({ selected: [node, ...others] }) => node !== undefined && others.length === 0 && viewFor(node) !== undefined, perform: ({ selected: [node] }) => node && openFit(node.id) },
  { id: "bypass", label: "bypass", icon: "bypass", shortcut: ["b"], group: "node", when: hasPlanned, toggled: (context) => all(context, ({ state }) => state === "bypassed"), perform: (context) => toggleState(context, "bypassed") },
  { id: "disable", label: "disable", icon: "disable", shortcut: ["shift+b"], group: "node", when: hasPlanned, toggled: (context) => all(context, ({ state }) => state === "disabled"), perform: (context) => toggleState(context, "disabled") },
  { id: "collapse", label: "collapse", icon: "collapse", shortcut: ["shift+c"], group: "node", when: hasSelection, toggled: (context) => all(context, isCollapsed), perform: collapse },
  { id: "group", label: "group", icon: "group", shortcut: ["mod+g"], group: "arrange", when: hasSelection, perform: (context) => void editAdding(context, "group", (doc, ids) => groupSelection(doc, ids, sizeOf)) },
  { id: "ungroup", label: "ungroup", icon: "ungroup", shortcut: ["mod+shift+g"], group: "arrange", when: hasFrames, perform: (context) => void edit(context, "ungroup", ungroup) },
  aligning("alignLeft", "left", "alt+a"),
  aligning("alignCenter", "centerX", "alt+h"),
  aligning("alignRight", "right", "alt+d"),
  aligning("alignTop", "top", "alt+w"),
  aligning("alignMiddle", "centerY", "alt+v"),
  aligning("alignBottom", "bottom", "alt+s"),
  distributing("distributeX", "x", "alt+shift+h"),
  distributing("distributeY", "y", "alt+shift+v"),
  { id: "tidyUp", label: "tidyUp", icon: "tidyUp", shortcut: ["shift+t"], group: "arrange", when: ({ canvas, state }) => canvas !== null && (state?.doc.nodes.size ?? 0) > 1, perform: ({ canvas }) => canvas?.tidyUp() },
];

function aligning(id: Action["label"] & IconName, to: AlignTo, shortcut: string): Action {
  return { id, label: id, icon: id, shortcut: [shortcut], group: "arrange", when: ({ selected }) => selected.length > 1, perform: (context) => void edit(context, "align", (doc, ids) => align(doc, ids, to, sizeOf)) };
}

function distributing(id: Action["label"] & IconName, axis: Axis, shortcut: string): Action {
  return { id, label: id, icon: id, shortcut: [shortcut], group: "arrange", when: ({ selected }) => selected.length > 2, perform: (context) => void edit(context, "distribute", (doc, ids) => distribute(doc, ids, axis, sizeOf)) };
}

/** Furniture is never planned, so it has no such state. */
function toggleState(context: ActionContext, state: "bypassed" | "disabled"): void {
  edit(context, "state", (doc, ids) => toggleNodeState(doc, ids.filter((id) => catalogue.get(doc.nodes.get(id)?.value.kind ?? "")?.role !== "furniture"), state));
}

function collapse(context: ActionContext): void {
  edit(context, "collapse", (doc, ids) => setCollapsed(doc, ids, !all(context, isCollapsed)));
}

function isCollapsed(node: GraphNode): boolean {
  return (node.kind === group.kind ? node.params["collapsed"] : node["collapsed"]) === true;
}

function all({ selected }: ActionContext, is: (node: GraphNode) => boolean): boolean {
  return selected.length > 0 && selected.every(is);
}
