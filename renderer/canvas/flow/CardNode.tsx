import { memo, useEffect, useState, type CSSProperties } from "react";
import type { NodeProps } from "@xyflow/react";
import { nameOfNode } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { Card } from "../../nodes/Card.tsx";
import { useNode } from "../../state/hooks.ts";
import classes from "./CardNode.module.css";
import { waitForRoom } from "./mountQueue.ts";

/**
 * A card on the canvas. A screenful that comes into view at once is mounted as plain boxes, which become whole a few at every frame, so that zooming in
 * never stands still. React Flow's own props are of no interest: the card asks the session.
 */
export const CardNode = memo(function CardNode({ id }: NodeProps) {
  const [whole, setWhole] = useState(false);
  useEffect(() => (whole ? undefined : waitForRoom(() => setWhole(true))), [whole]);
  return whole ? <Card id={id} /> : <PlainCard id={id} />;
}, (one, other) => one.id === other.id);

function PlainCard({ id }: { id: string }) {
  const node = useNode(id);
  if (!node) return null;
  const type = catalogue.get(node.kind)?.output?.type ?? "any";
  return (
    <div className={classes["plain"]} data-kind={node.kind} style={{ "--kind": `var(--port-${type})` } as CSSProperties}>
      {node.kind === "reroute" ? "" : nameOfNode(node, catalogue)}
    </div>
  );
}
