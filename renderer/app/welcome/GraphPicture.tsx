import { edgesAt } from "../../../shared/edit/edgesAt.ts";
import { fromGraph, inOrder, type DocState } from "../../../shared/edit/records.ts";
import { boundsOf, type Rect } from "../../../shared/edit/place.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { layoutIn, type CardLayout } from "../../nodes/cardLayout.ts";
import classes from "./GraphPicture.module.css";

interface Drawn {
  rect: Rect;
  layout: CardLayout;
  type: string;
  isFurniture: boolean;
}

/** A graph as a small drawing: its nodes where they lie, coloured by what they make, and its wires. */
export function GraphPicture({ graph }: { graph: Graph }) {
  const { doc, nodes, box } = drawingOf(graph);
  return (
    <svg className={classes.picture} viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} preserveAspectRatio="xMidYMid meet" aria-hidden>
      {inOrder(doc.nodes).map(({ id }) => wiresFrom(doc, nodes, id))}
      {[...nodes].map(([id, { rect, type, isFurniture }]) =>
        isFurniture ? (
          <rect key={id} className={classes.furniture} x={rect.x} y={rect.y} width={rect.width} height={rect.height} rx={14} />
        ) : (
          <g key={id}>
            <rect className={classes.card} x={rect.x} y={rect.y} width={rect.width} height={rect.height} rx={14} />
            <rect x={rect.x + 14} y={rect.y + 40} width={rect.width - 28} height={Math.max(12, Math.min(132, rect.height - 56))} rx={8} fill={`var(--port-${type})`} opacity={0.5} />
            <rect x={rect.x + 14} y={rect.y + 14} width={rect.width * 0.45} height={12} rx={6} fill={`var(--port-${type})`} />
          </g>
        ),
      )}
    </svg>
  );
}

function wiresFrom(doc: DocState, nodes: ReadonlyMap<string, Drawn>, id: string) {
  return edgesAt(doc, id).outgoing.map(({ id: edge, from, to }) => {
    const [start, end] = [placeOf(nodes.get(from.node), "out", from.port), placeOf(nodes.get(to.node), "in", to.port)];
    if (!start || !end) return null;
    const reach = Math.max(60, Math.abs(end.x - start.x) / 2);
    return <path key={edge} className={classes.wire} style={{ stroke: `var(--port-${nodes.get(from.node)?.type ?? "any"})` }} d={`M${start.x} ${start.y}C${start.x + reach} ${start.y} ${end.x - reach} ${end.y} ${end.x} ${end.y}`} />;
  });
}

function placeOf(node: Drawn | undefined, side: "in" | "out", name: string) {
  const port = node?.layout.ports.find((one) => one.side === side && one.name === name);
  return node && port && { x: node.rect.x + port.x, y: node.rect.y + port.y };
}

const MARGIN = 40;

function drawingOf(graph: Graph): { doc: DocState; nodes: ReadonlyMap<string, Drawn>; box: Rect } {
  const doc = fromGraph(graph);
  const nodes = new Map(
    graph.nodes.map((node): [string, Drawn] => {
      const layout = layoutIn(doc, node);
      const kind = catalogue.get(node.kind);
      return [node.id, { layout, rect: { ...node.position, width: layout.width, height: layout.height }, type: kind?.output?.type ?? "any", isFurniture: kind?.role === "furniture" }];
    }),
  );
  const bounds = boundsOf([...nodes.values()].map(({ rect }) => rect)) ?? { x: 0, y: 0, width: 320, height: 180 };
  return { doc, nodes, box: { x: bounds.x - MARGIN, y: bounds.y - MARGIN, width: bounds.width + 2 * MARGIN, height: bounds.height + 2 * MARGIN } };
}
