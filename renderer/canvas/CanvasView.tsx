import { useEffect, useRef, useState } from "react";
import type { ReactFlowInstance } from "@xyflow/react";
import type { Session } from "../state/session.ts";
import { useCanvasApi } from "../ui/canvasApi.ts";
import { apiOf } from "./api.ts";
import { exposeForBench } from "./bench/expose.ts";
import { CanvasMenu } from "./chrome/CanvasMenu.tsx";
import { EmptyCanvas } from "./chrome/EmptyCanvas.tsx";
import { Hint } from "./chrome/Hint.tsx";
import { Minimap } from "./chrome/Minimap.tsx";
import { SelectionToolbar } from "./chrome/SelectionToolbar.tsx";
import { ZoomControl } from "./chrome/ZoomControl.tsx";
import { DropZone } from "./drop/DropZone.tsx";
import { useClipboard } from "./drop/useClipboard.ts";
import { BaseCanvas } from "./flow/BaseCanvas.tsx";
import { Flow } from "./flow/Flow.tsx";
import classes from "./flow/Flow.module.css";
import { OverlayCanvas } from "./flow/OverlayCanvas.tsx";
import { useSceneSync } from "./flow/useSceneSync.ts";
import { bindPointer } from "./gestures/pointer.ts";
import { useKeys } from "./keys/useKeys.ts";
import { ConnectPicker } from "./search/ConnectPicker.tsx";
import { NodeSearch } from "./search/NodeSearch.tsx";
import { viewAround } from "./stage/camera.ts";
import { StageContext } from "./stage/context.ts";
import { Stage } from "./stage/stage.ts";
import { firstView } from "./view/firstView.ts";
import { useFocusRequests } from "./view/useFocusRequests.ts";

/** One graph: cards, wires, overview, and everything that floats above them. */
export function CanvasView({ session }: { session: Session }) {
  const [stage] = useState(() => makeStage(session));
  const surface = useRef<HTMLDivElement>(null);
  useSceneSync(stage);
  useFocusRequests(stage);
  useKeys(stage);
  useClipboard(stage);
  useEffect(() => {
    const element = surface.current;
    if (!element) return undefined;
    stage.attach(element);
    const unbind = bindPointer(stage, element);
    const api = apiOf(stage);
    useCanvasApi.setState({ api, zoom: stage.camera.zoom });
    return () => {
      unbind();
      if (useCanvasApi.getState().api === api) useCanvasApi.setState({ api: null });
    };
  }, [stage]);

  function ready(flow: ReactFlowInstance): void {
    stage.adopt(flow);
    const bounds = stage.scene.nodes.bounds();
    if (bounds && !firstView(session)) stage.setView(viewAround(bounds, stage.camera));
    exposeForBench(stage);
  }

  return (
    <StageContext value={stage}>
      <DropZone>
        <div ref={surface} className={classes["surface"]}>
          <BaseCanvas />
          <Flow onReady={ready} />
          <OverlayCanvas />
        </div>
        <EmptyCanvas />
        <SelectionToolbar />
        <Minimap />
        <ZoomControl />
        <Hint />
        <NodeSearch />
        <ConnectPicker />
        <CanvasMenu />
      </DropZone>
    </StageContext>
  );
}

function makeStage(session: Session): Stage {
  const stage = new Stage(session, firstView(session) ?? { x: 0, y: 0, zoom: 1 });
  const { doc, selection } = session.getState();
  stage.scene.sync(doc, selection);
  return stage;
}
