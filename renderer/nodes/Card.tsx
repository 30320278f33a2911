import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { nameOfNode } from "../../shared/edit/ports.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useNode, useSessionState } from "../state/hooks.ts";
import { layoutIn } from "./cardLayout.ts";

/** The whole card of a node of the session around it. */
export const Card = memo(function Card({ id }: { id: string }) {
  const node = useNode(id);
  const layout = useSessionState(({ doc }) => {
    const own = doc.nodes.get(id)?.value;
    return own ? layoutIn(doc, own) : null;
  });
  if (!node || !layout) return null;
  return (
    <div style={{ width: layout.width, height: layout.height, background: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: 10, boxSizing: "border-box" }}>
      {nameOfNode(node, catalogue)}
      {layout.ports.map(({ side, name, x, y }) => (
        <Handle key={`${side}:${name}`} id={`${side}:${name}`} type={side === "in" ? "target" : "source"} position={side === "in" ? Position.Left : Position.Right} style={{ left: x, top: y, transform: "translate(-50%, -50%)" }} />
      ))}
    </div>
  );
});
