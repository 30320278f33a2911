import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api.js";
import type { Point } from "../../../shared/edit/place.ts";
import { inOrder, type DocState } from "../../../shared/edit/records.ts";
import { layoutIn } from "../../nodes/cardLayout.ts";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "80",
  "elk.spacing.nodeNode": "40",
  "elk.spacing.componentComponent": "80",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.separateConnectedComponents": "true",
} as const;

/** Beyond this the better placement takes too long. */
const MANY = 1_500;

/** The chosen nodes as ELK wants them, with their ports where the cards have them. Frames and notes stay where they are. */
export function elkGraph(doc: DocState, ids: ReadonlySet<string>): ElkNode {
  const nodes = inOrder(doc.nodes).filter(({ id, kind }) => ids.has(id) && kind !== "group" && kind !== "note");
  const chosen = new Set(nodes.map(({ id }) => id));
  const ports = new Set<string>();
  const children = nodes.map((node): ElkNode => {
    const layout = layoutIn(doc, node);
    return {
      id: node.id,
      width: layout.width,
      height: layout.height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: layout.ports.map(({ side, name, x, y }): ElkPort => {
        const id = portId(node.id, side, name);
        ports.add(id);
        return { id, x, y, width: 0, height: 0, layoutOptions: { "elk.port.side": side === "in" ? "WEST" : "EAST" } };
      }),
    };
  });
  const edges = inOrder(doc.edges).flatMap(({ id, from, to }): ElkExtendedEdge[] => {
    const [source, target] = [portId(from.node, "out", from.port), portId(to.node, "in", to.port)];
    return chosen.has(from.node) && chosen.has(to.node) && ports.has(source) && ports.has(target) ? [{ id, sources: [source], targets: [target] }] : [];
  });
  return { id: "graph", layoutOptions: { ...OPTIONS, ...(nodes.length > MANY ? { "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF" } : {}) }, children, edges };
}

/** Where each node comes to lie: the whole keeps its upper left corner. */
export function placesFrom(doc: DocState, laidOut: ElkNode): Map<string, Point> {
  const children = laidOut.children ?? [];
  const before = children.flatMap(({ id }) => doc.nodes.get(id)?.value.position ?? []);
  const by = {
    x: Math.min(...before.map(({ x }) => x)) - Math.min(...children.map(({ x = 0 }) => x)),
    y: Math.min(...before.map(({ y }) => y)) - Math.min(...children.map(({ y = 0 }) => y)),
  };
  return new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x + by.x), y: Math.round(y + by.y) }]));
}

function portId(node: string, side: "in" | "out", port: string): string {
  return JSON.stringify([node, side, port]);
}
