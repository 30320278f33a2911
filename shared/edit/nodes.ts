import { LIMITS, type GraphNode } from "../graph/document.ts";
import { FORBIDDEN_KEYS } from "../graph/parse.ts";
import { Draft, type Added, type Refusal } from "./draft.ts";
import { freshId } from "./ids.ts";
import type { Point } from "./place.ts";
import type { Change, DocState } from "./records.ts";

/** One node or several. */
export type Ids = string | Iterable<string>;

export interface NewNode {
  kind: string;
  position: Point;
  params?: Readonly<Record<string, unknown>> | undefined;
  title?: string | undefined;
}

function newNode({ kind, position, params = {}, title }: NewNode, isTaken: (id: string) => boolean): GraphNode {
  return { id: freshId(kind, isTaken), kind, position: { x: position.x, y: position.y }, params: { ...params }, ...(title ? { title: title.slice(0, LIMITS.titleLength) } : {}) };
}

export function addNode(doc: DocState, what: NewNode): Added | Refusal {
  const draft = new Draft(doc);
  const node = newNode(what, (id) => draft.nodes.has(id));
  draft.nodes.put(node);
  return draft.finishAdding([node.id]);
}

/** Nodes are replaced by changed copies; ids of nodes that are not there are passed over. */
export function updateNodes(doc: DocState, ids: Ids, change: (node: GraphNode) => GraphNode): Change {
  const draft = new Draft(doc);
  for (const id of typeof ids === "string" ? [ids] : ids) {
    const node = draft.nodes.get(id)?.value;
    if (!node) continue;
    const changed = change(node);
    if (changed.id !== id) throw new Error(`an update may not give the node "${id}" another id`);
    draft.nodes.put(changed);
  }
  return draft.change;
}

/** With undefined the param goes back to its default. */
export function setParam(doc: DocState, ids: Ids, param: string, value: unknown): Change | Refusal {
  if (FORBIDDEN_KEYS.has(param)) return { refused: `"${param}" cannot be the name of a param.` };
  return updateNodes(doc, ids, (node) => {
    const has = Object.hasOwn(node.params, param);
    if (value === undefined ? !has : has && Object.is(node.params[param], value)) return node;
    return { ...node, params: withKey(node.params, param, value) };
  });
}

/** An empty title is none: the node is called by its kind. */
export function setTitle(doc: DocState, ids: Ids, title: string): Change | Refusal {
  const trimmed = title.trim();
  if (trimmed.length > LIMITS.titleLength) return { refused: `A title has at most ${LIMITS.titleLength} characters; this one has ${trimmed.length}.` };
  return setKey(doc, ids, "title", trimmed === "" ? undefined : trimmed);
}

type NodeState = NonNullable<GraphNode["state"]>;

export function setNodeState(doc: DocState, ids: Ids, state: NodeState): Change {
  return setKey(doc, ids, "state", state === "active" ? undefined : state);
}

/** All become active when all are in that state already. */
export function toggleNodeState(doc: DocState, ids: readonly string[], state: Exclude<NodeState, "active">): Change {
  const there = ids.flatMap((id) => doc.nodes.get(id)?.value ?? []);
  const all = there.every((node) => node.state === state);
  return setNodeState(doc, ids, all ? "active" : state);
}

export function setTakes(doc: DocState, ids: Ids, takes: number): Change | Refusal {
  if (!Number.isInteger(takes) || takes < 1 || takes > LIMITS.takes) return { refused: `A node makes from 1 to ${LIMITS.takes} takes, not ${takes}.` };
  return setKey(doc, ids, "takes", takes === 1 ? undefined : takes);
}

/** The take that downstream uses, by its sha256; null: the newest. */
export function setPicked(doc: DocState, id: string, sha256: string | null): Change {
  return setKey(doc, id, "picked", sha256 ?? undefined);
}

/** Whether all takes are handed on as items. */
export function setSpread(doc: DocState, ids: Ids, spread: boolean): Change {
  return setKey(doc, ids, "spread", spread || undefined);
}

/** Groups have a param for it, other nodes a key of their own. */
export function setCollapsed(doc: DocState, ids: Ids, collapsed: boolean): Change {
  return updateNodes(doc, ids, (node) => {
    if (node.kind !== "group") return keyed(node, "collapsed", collapsed || undefined);
    return node.params["collapsed"] === collapsed ? node : { ...node, params: withKey(node.params, "collapsed", collapsed) };
  });
}

/** Credits that a run may spend at most; null: no limit. */
export function setBudget(doc: DocState, budget: number | null): Change | Refusal {
  if (budget !== null && !(Number.isFinite(budget) && budget >= 0)) return { refused: "A budget is a number of credits, 0 or more." };
  return setMeta(doc, "budget", budget ?? undefined);
}

export function renameGraph(doc: DocState, name: string): Change | Refusal {
  const trimmed = name.trim();
  if (trimmed === "") return { refused: "A graph needs a name." };
  if (trimmed.length > LIMITS.titleLength) return { refused: `A name has at most ${LIMITS.titleLength} characters; this one has ${trimmed.length}.` };
  return setMeta(doc, "name", trimmed);
}

function setMeta(doc: DocState, key: "budget" | "name", value: string | number | undefined): Change {
  const draft = new Draft(doc);
  if (doc.meta[key] !== value) draft.meta = withKey(doc.meta, key, value);
  return draft.change;
}

function setKey(doc: DocState, ids: Ids, key: "title" | "state" | "takes" | "picked" | "spread", value: string | number | boolean | undefined): Change {
  return updateNodes(doc, ids, (node) => keyed(node, key, value));
}

function keyed(node: GraphNode, key: string, value: string | number | boolean | undefined): GraphNode {
  return node[key] === value ? node : withKey(node, key, value);
}

/** A copy with the key set, or without it when the value is undefined. */
function withKey<T extends Readonly<Record<string, unknown>>>(object: T, key: string, value: unknown): T {
  const copy: Record<string, unknown> = { ...object };
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy as T;
}
