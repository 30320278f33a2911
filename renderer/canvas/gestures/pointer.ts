import { toCanvas } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";
import { boxGesture } from "./boxSelect.ts";
import { dragGesture } from "./drag.ts";
import { addReroute, edgeAt, selectEdge } from "./edges.ts";
import { panGesture } from "./pan.ts";
import { runGesture, type Gesture } from "./run.ts";
import { announceSelection, toggleNode } from "./selection.ts";
import { portGesture, reconnectGesture } from "./wire.ts";

/** What of a card takes the pointer for itself. */
const CONTROLS = "input, textarea, select, button:not([data-drags]), a, [contenteditable='true'], [role='slider'], [role='textbox'], .nodrag, .cm-editor";

/** Binds the mouse, pen and finger to a canvas; returns the way to let go. */
export function bindPointer(stage: Stage, surface: HTMLElement): () => void {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, capture = false): void =>
    surface.addEventListener(type, listener, { signal: stop.signal, capture });

  // React Flow's handles would begin a connection of their own, and the middle button its own pan.
  on("mousedown", (event) => {
    if (handleOf(event.target) || event.button === 1) event.stopPropagation();
    if (event.button === 1) event.preventDefault();
  }, true);
  on("touchstart", (event) => {
    if (handleOf(event.target)) event.stopPropagation();
  }, true);

  on("pointerdown", (event) => {
    if (event.defaultPrevented) return;
    const gesture = gestureFor(event);
    if (gesture) runGesture(stage, event, gesture);
  });
  on("pointermove", (event) => {
    stage.pointAt(stage.local(event));
    if (event.buttons === 0) hover(event);
  });
  on("pointerleave", () => {
    stage.pointAt(null);
    setHovered(null);
  });
  on("contextmenu", (event) => {
    if (isField(event.target)) return;
    event.preventDefault();
    // The keyboard's menu key; the mouse's is answered when its button goes up.
    if (event.button !== 2 && event.pointerType !== "mouse") openMenu(event);
  });
  on("dblclick", (event) => {
    if (targetOf(event.target)?.closest(CONTROLS)) return;
    const at = stage.place(event);
    const hit = hitNode(event);
    if (hit !== null) {
      if (stage.ui.getState().far) zoomTo(hit);
      return;
    }
    const edge = edgeAt(stage, at);
    if (edge) addReroute(stage.session, edge.id, at);
    else stage.ui.setState({ search: { screen: stage.local(event), at, wire: null } });
  });
  return () => stop.abort();

  function gestureFor(event: PointerEvent): Gesture | null {
    if (stage.ui.getState().search) stage.ui.setState({ search: null });
    if (event.button === 2) return panGesture(stage, event, openMenu);
    if (event.button === 1 || (event.button === 0 && stage.spaceHeld)) return panGesture(stage, event);
    if (event.button !== 0) return null;
    const handle = handleOf(event.target);
    if (handle) return portGesture(stage, { node: handle.node, port: handle.port }, handle.side);
    const at = stage.place(event);
    const id = hitNode(event);
    const isFrame = id !== null && stage.scene.nodes.isGroup[stage.scene.nodes.index.get(id) ?? -1] === 1;
    // Wires lie above frames.
    const edge = id === null || isFrame ? edgeAt(stage, at) : null;
    if (edge) {
      if (event.altKey) {
        addReroute(stage.session, edge.id, at);
        return null;
      }
      focusCanvas();
      const select = (): void => selectEdge(stage.session, edge.id, event.shiftKey);
      const reconnect = edge.end ? reconnectGesture(stage, edge.id, edge.end) : null;
      if (reconnect) return { ...reconnect, click: select };
      select();
      return null;
    }
    if (id === null) {
      focusCanvas();
      return event.pointerType === "touch" ? panGesture(stage, event, () => stage.session.select([])) : boxGesture(stage, event);
    }
    if (targetOf(event.target)?.closest(CONTROLS)) {
      if (!stage.session.getState().selection.has(id)) {
        stage.session.select([id]);
        announceSelection(stage.session);
      }
      return null;
    }
    focusCanvas();
    // Shift draws a box wherever it begins: where nodes lie close together there is no empty place to begin one.
    return event.shiftKey ? { ...boxGesture(stage, event), click: () => toggleNode(stage.session, id) } : dragGesture(stage, event, id);
  }

  function focusCanvas(): void {
    stage.usedBy("pointer");
    stage.focus();
  }

  /** By the element in the near view, by place in the overview. */
  function hitNode(event: { target: EventTarget | null; clientX: number; clientY: number }): string | null {
    const card = targetOf(event.target)?.closest<HTMLElement>(".react-flow__node");
    if (card) return card.dataset["id"] ?? null;
    const at = stage.place(event);
    const hit = stage.scene.nodes.hit(at.x, at.y);
    return hit === null ? null : (stage.scene.nodes.list[hit]?.id ?? null);
  }

  function hover(event: PointerEvent): void {
    const far = stage.ui.getState().far;
    const node = hitNode(event);
    const isFrame = node !== null && stage.scene.nodes.isGroup[stage.scene.nodes.index.get(node) ?? -1] === 1;
    const edge = (node === null || isFrame) && !handleOf(event.target) ? edgeAt(stage, toCanvas(stage.camera, stage.local(event))) : null;
    setHovered(edge?.id ?? null);
    surface.dataset["cursor"] = stage.spaceHeld ? "grab" : edge ? (edge.end ? "edge-end" : "edge") : far && node !== null ? "node" : "";
  }

  function setHovered(id: string | null): void {
    if (stage.hoveredEdge === id) return;
    stage.hoveredEdge = id;
    stage.draw();
  }

  function zoomTo(id: string): void {
    stage.session.select([id]);
    stage.session.focusOn([id]);
  }

  function openMenu(event: MouseEvent): void {
    const { selection } = stage.session.getState();
    const keyboard = event.clientX === 0 && event.clientY === 0;
    const id = keyboard ? ([...selection][0] ?? null) : hitNode(event);
    const edge = id === null && !keyboard ? edgeAt(stage, stage.place(event)) : null;
    if (id !== null && !selection.has(id)) stage.session.select([id]);
    if (edge && !stage.session.getState().selectedEdges.has(edge.id)) stage.session.select([], [edge.id]);
    stage.ui.setState({ menu: { screen: stage.local(event), node: id, edge: edge?.id ?? null } });
  }
}

function targetOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target : null;
}

function isField(target: EventTarget | null): boolean {
  return targetOf(target)?.closest("input, textarea, [contenteditable='true']") !== null && targetOf(target) !== null;
}

interface HandlePlace {
  node: string;
  port: string;
  side: "in" | "out";
}

function handleOf(target: EventTarget | null): HandlePlace | null {
  const handle = targetOf(target)?.closest<HTMLElement>(".react-flow__handle");
  const { nodeid: node, handleid = "" } = handle?.dataset ?? {};
  const cut = handleid.indexOf(":");
  const side = handleid.slice(0, cut);
  return node !== undefined && (side === "in" || side === "out") ? { node, port: handleid.slice(cut + 1), side } : null;
}
