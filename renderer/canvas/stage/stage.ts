import type { ReactFlowInstance } from "@xyflow/react";
import { createStore, type StoreApi } from "zustand";
import type { Point, Rect } from "../../../shared/edit/place.ts";
import type { PortEnd, Side } from "../../../shared/edit/ports.ts";
import type { Guide } from "../../../shared/edit/snap.ts";
import type { Session } from "../../state/session.ts";
import { rememberView, useCanvasApi, type View } from "../../ui/canvasApi.ts";
import type { Curve } from "../scene/curve.ts";
import { Scene } from "../scene/scene.ts";
import { FAR_ZOOM, toCanvas, type Camera } from "./camera.ts";

/** What gestures draw above the cards. Pixels of the canvas. */
export interface Overlay {
  box: Rect | null;
  guides: readonly Guide[];
  wire: { curve: Curve; type: number; refused: boolean } | null;
  /** Where copies would come to lie. */
  ghosts: readonly Rect[];
  /** Nodes are outlined as selected before the session knows: a box is being drawn. */
  outline: boolean;
}

/** A wire without an end, dropped on the empty canvas: what is chosen is connected to it. */
export interface OpenWire {
  end: PortEnd;
  side: Side;
}

export interface SearchRequest {
  /** Pixels of the canvas's element. */
  screen: Point;
  /** Where the new node comes to lie. */
  at: Point;
  wire: OpenWire | null;
}

/** What React shows of the canvas's state. Changes rarely; never during a frame of a gesture unless something new is to be said. */
export interface StageUi {
  far: boolean;
  /** A gesture is under way: the toolbar keeps out of the way. */
  busy: boolean;
  /** Words at the pointer: why a wire is refused, how many files are coming in. Pixels of the canvas's element. */
  hint: { text: string; tone: "bad" | "plain"; screen: Point } | null;
  search: SearchRequest | null;
  /** Keyboard connecting: the node whose output is to lead somewhere. */
  connecting: string | null;
  menu: { screen: Point; node: string | null; edge: string | null } | null;
}

/** The state of one mounted canvas that changes too often for React. */
export class Stage {
  readonly session: Session;
  readonly scene = new Scene();
  readonly ui: StoreApi<StageUi>;
  camera: Camera;
  overlay: Overlay = { box: null, guides: [], wire: null, ghosts: [], outline: false };
  hoveredEdge: string | null = null;
  /** The wire into which a node would be inserted, or whose end is led elsewhere. */
  targetEdge: string | null = null;
  detachedEdge: string | null = null;
  /** Last place of the pointer, in pixels of the canvas's element; null while it is elsewhere. */
  pointer: Point | null = null;
  /** Nodes whose places a gesture changes: their cards are drawn above the others. */
  moving: ReadonlySet<number> = new Set();
  /** The space bar is held: a drag pans. */
  spaceHeld = false;
  root: HTMLElement | null = null;
  flow: ReactFlowInstance | null = null;
  readonly #frames = new Set<() => void>();
  readonly #changes = new Set<() => void>();

  constructor(session: Session, view: View) {
    this.session = session;
    this.camera = { ...view, width: 0, height: 0 };
    this.ui = createStore<StageUi>()(() => ({ far: view.zoom < FAR_ZOOM, busy: false, hint: null, search: null, connecting: null, menu: null }));
  }

  attach(root: HTMLElement): void {
    this.root = root;
  }

  adopt(flow: ReactFlowInstance): void {
    this.flow = flow;
  }

  pointAt(point: Point | null): void {
    this.pointer = point;
  }

  aimAt(edge: string | null): void {
    if (this.targetEdge === edge) return;
    this.targetEdge = edge;
    this.draw();
  }

  holdSpace(held: boolean): void {
    this.spaceHeld = held;
    if (!this.root || this.ui.getState().busy) return;
    if (held) this.root.dataset["cursor"] = "grab";
    else delete this.root.dataset["cursor"];
  }

  /** Whether the keyboard or the pointer was used last: only with the keyboard it is shown what has it. */
  usedBy(input: "keys" | "pointer"): void {
    if (this.root) this.root.dataset["input"] = input;
  }

  /** The canvas takes the keyboard. */
  focus(): void {
    this.root?.querySelector<HTMLElement>("[data-canvas]")?.focus({ preventScroll: true });
  }

  /** Something looks different: every painter paints once before the next frame. */
  draw(): void {
    for (const paint of this.#frames) paint();
  }

  /** Places, the selection or the document are different: cards have to follow, too. */
  refresh(): void {
    for (const listener of this.#changes) listener();
    this.draw();
  }

  onDraw(paint: () => void): () => void {
    this.#frames.add(paint);
    return () => this.#frames.delete(paint);
  }

  onRefresh(listener: () => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  /** React Flow moved the view. */
  moved(view: View, width: number, height: number): void {
    const { camera } = this;
    if (camera.x === view.x && camera.y === view.y && camera.zoom === view.zoom && camera.width === width && camera.height === height) return;
    const zoomed = camera.zoom !== view.zoom;
    this.camera = { ...view, width, height };
    const far = view.zoom < FAR_ZOOM;
    if (far !== this.ui.getState().far) {
      // A field that loses its card loses what was typed and not yet kept.
      if (far) this.blurCard();
      this.ui.setState({ far });
    }
    if (zoomed) useCanvasApi.setState({ zoom: view.zoom });
    this.refresh();
  }

  blurCard(): void {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.closest(".react-flow__node")) activeElement.blur();
  }

  /** @param duration milliseconds; without motion it is at once */
  setView(view: View, duration = 0): void {
    void this.flow?.setViewport(view, duration > 0 && !prefersStillness() ? { duration } : undefined);
  }

  /** Kept for the next time that this graph is shown. */
  remember(): void {
    const { x, y, zoom, width } = this.camera;
    if (width > 0) rememberView(this.session.id, { x, y, zoom });
  }

  /** A point of the window (clientX, clientY) in pixels of the canvas's element. */
  local({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const { left, top } = this.root?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: clientX - left, y: clientY - top };
  }

  /** The same in pixels of the canvas. */
  place(event: { clientX: number; clientY: number }): Point {
    return toCanvas(this.camera, this.local(event));
  }

  centre(): Point {
    return toCanvas(this.camera, { x: this.camera.width / 2, y: this.camera.height / 2 });
  }

  /** Where the pointer is, or else the middle of the view. */
  aim(): Point {
    return this.pointer ? toCanvas(this.camera, this.pointer) : this.centre();
  }
}

export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
