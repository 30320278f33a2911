import { ReactFlowProvider } from "@xyflow/react";
import { use } from "react";
import { SessionContext } from "../state/hooks.ts";
import { CanvasView } from "./CanvasView.tsx";

/** The graph of the active tab. */
export function Canvas() {
  const session = use(SessionContext);
  if (!session) return null;
  return (
    <ReactFlowProvider key={session.id}>
      <CanvasView session={session} />
    </ReactFlowProvider>
  );
}
