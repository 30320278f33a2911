import { group } from "../nodes/group.ts";
import { Draft, type Added, type Refusal } from "./draft.ts";
import { clamped } from "./layout.ts";
import { addNode } from "./nodes.ts";
import { boundsOf, rectOf, type Rect, type SizeOf } from "./place.ts";
import type { Change, DocState } from "./records.ts";

/** Pixels between a frame and what it was made around; above there is its title. */
const PADDING = 32;
const TITLE = 40;

/** Ids of the nodes that lie in a frame: those whose centre does, smaller frames among them. */
export function membersOf(doc: DocState, groupId: string, sizeOf: SizeOf): string[] {
  const frame = doc.nodes.get(groupId)?.value;
  if (frame?.kind !== group.kind) return [];
  const around = rectOf(frame, sizeOf);
  const members: string[] = [];
  for (const [id, { value }] of doc.nodes) {
    if (id === groupId) continue;
    const rect = rectOf(value, sizeOf);
    // Of two frames whose centres lie in each other the larger one holds the smaller one, and not both.
    if (contains(around, rect) && !(value.kind === group.kind && areaOf(rect) >= areaOf(around))) members.push(id);
  }
  return members;
}

/** These nodes and, of the frames among them, everything inside: what moves, is copied or deleted together. */
export function withMembers(doc: DocState, ids: Iterable<string>, sizeOf: SizeOf): Set<string> {
  const all = new Set(ids);
  // The set grows while it is walked: a frame in a frame may reach beyond it.
  for (const id of all) for (const member of membersOf(doc, id, sizeOf)) all.add(member);
  return all;
}

/** A frame around nodes. */
export function groupSelection(doc: DocState, ids: Iterable<string>, sizeOf: SizeOf, title?: string): Added | Refusal {
  const rects = [...new Set(ids)].flatMap((id) => doc.nodes.get(id)?.value ?? []).map((node) => rectOf(node, sizeOf));
  const bounds = boundsOf(rects);
  if (!bounds) return { refused: "Select the nodes that the group is to hold." };
  const params = { width: clamped(bounds.width + 2 * PADDING), height: clamped(bounds.height + 2 * PADDING + TITLE) };
  return addNode(doc, { kind: group.kind, position: { x: bounds.x - PADDING, y: bounds.y - PADDING - TITLE }, params, title });
}

/** Take frames away; what was in them stays. Other nodes among the ids are left as they are. */
export function ungroup(doc: DocState, ids: Iterable<string>): Change {
  const draft = new Draft(doc);
  for (const id of ids) if (draft.nodes.get(id)?.value.kind === group.kind) draft.nodes.drop(id);
  return draft.change;
}

function contains(frame: Rect, rect: Rect): boolean {
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  return x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;
}

function areaOf({ width, height }: Rect): number {
  return width * height;
}
