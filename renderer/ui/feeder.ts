import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { passedThrough, portTypes, type PortEnd } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";

/** The node whose values come into a node by its first wire, through reroutes and bypassed nodes. */
export function feeder(doc: DocState, id: string): string | null {
  const types = portTypes(doc, catalogue);
  const seen = new Set<string>();
  let at: PortEnd | undefined = edgesAt(doc, id).incoming[0]?.from;
  while (at && !seen.has(at.node)) {
    seen.add(at.node);
    const node = doc.nodes.get(at.node)?.value;
    if (!node) return null;
    if (node.state !== "bypassed" && catalogue.get(node.kind)?.role !== "through") return node.id;
    at = passedThrough(doc, catalogue, node, types);
  }
  return null;
}
