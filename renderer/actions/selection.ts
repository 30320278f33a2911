import { withMembers } from "../../shared/edit/groups.ts";
import type { DocState } from "../../shared/edit/records.ts";
import { group } from "../../shared/nodes/group.ts";
import { sizeOf } from "./sizes.ts";

/** These nodes, and what is in the frames among them. */
export function groupedIds(doc: DocState, ids: ReadonlySet<string>): string[] {
  const hasFrame = [...ids].some((id) => doc.nodes.get(id)?.value.kind === group.kind);
  return [...(hasFrame ? withMembers(doc, ids, sizeOf) : ids)];
}
