import { ReactFlow, useStoreApi, type Node, type NodeTypes, type ReactFlowInstance } from "@xyflow/react";
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { LARGEST_ZOOM, SMALLEST_ZOOM } from "../stage/camera.ts";
import { useStage } from "../stage/context.ts";
import { CardNode } from "./CardNode.tsx";
import { FlowNodes } from "./flowNodes.ts";
import { viewMoves } from "./mountQueue.ts";

const nodeTypes: NodeTypes = { card: CardNode };
const noEdges: never[] = [];
const pro = { hideAttribution: true };

/**
 * React Flow holds the view and mounts the cards near it. Wires are drawn by a canvas, and gestures are our own in both ways of showing a graph, so that
 * they are the same in both; everything of React Flow's that would do them is off.
 */
export function Flow({ onReady }: { onReady: (flow: ReactFlowInstance) => void }) {
  const stage = useStage();
  const { t } = useTranslation("canvas");
  const store = useStoreApi();
  const [source] = useState(() => new FlowNodes(stage));
  const nodes = useSyncExternalStore(source.subscribe, source.get);
  useLayoutEffect(() => {
    const follow = (): void => {
      const { transform, width, height } = store.getState();
      if (transform[0] !== stage.camera.x || transform[1] !== stage.camera.y) viewMoves();
      stage.moved({ x: transform[0], y: transform[1], zoom: transform[2] }, width, height);
    };
    follow();
    return store.subscribe(follow);
  }, [stage, store]);
  useEffect(() => () => stage.remember(), [stage]);
  const { x, y, zoom } = stage.camera;
  return (
    <ReactFlow
      aria-label={t("region")}
      tabIndex={0}
      data-canvas
      nodes={nodes as Node[]}
      edges={noEdges}
      nodeTypes={nodeTypes}
      defaultViewport={{ x, y, zoom }}
      minZoom={SMALLEST_ZOOM}
      maxZoom={LARGEST_ZOOM}
      onInit={onReady}
      onMoveEnd={() => stage.remember()}
      panOnScroll
      panOnScrollSpeed={1}
      panOnDrag={false}
      zoomOnDoubleClick={false}
      selectionKeyCode={null}
      deleteKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      elevateNodesOnSelect={false}
      connectOnClick={false}
      disableKeyboardA11y
      proOptions={pro}
    />
  );
}
