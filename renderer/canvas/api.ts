import type { CanvasApi } from "../ui/canvasApi.ts";
import type { Stage } from "./stage/stage.ts";
import { tidyUp } from "./tidy/tidyUp.ts";
import { toCanvas } from "./stage/camera.ts";
import { addKind, freeCentre } from "./search/addNodes.ts";
import { startConnecting } from "./search/startConnecting.ts";
import { fit, reveal, setZoom, zoomTo } from "./view/animate.ts";

/** What the canvas offers to actions. */
export function apiOf(stage: Stage): CanvasApi {
  return {
    session: stage.session.id,
    fit: () => fit(stage),
    zoomTo: (ids) => zoomTo(stage, ids),
    zoomBy: (factor) => setZoom(stage, stage.camera.zoom * factor),
    setZoom: (zoom) => setZoom(stage, zoom),
    tidyUp: (ids) => tidyUp(stage, ids),
    openSearch(at) {
      const screen = at ? stage.local({ clientX: at.x, clientY: at.y }) : (stage.pointer ?? { x: stage.camera.width / 2, y: stage.camera.height / 3 });
      stage.ui.setState({ search: { screen, at: toCanvas(stage.camera, screen), wire: null } });
    },
    addAtCentre(kind) {
      const id = addKind(stage.session, kind, freeCentre(stage, kind));
      if (id !== null) reveal(stage, [id]);
    },
    startConnecting: () => startConnecting(stage),
    viewCentre: () => stage.centre(),
    pointer: () => stage.aim(),
    currentView: () => ({ x: stage.camera.x, y: stage.camera.y, zoom: stage.camera.zoom }),
    focus: () => stage.focus(),
  };
}
