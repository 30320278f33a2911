import { Position, type Node, type NodeHandle } from "@xyflow/react";
import { nameOfNode } from "../../../shared/edit/ports.ts";
import type { Rect } from "../../../shared/edit/place.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { CardLayout } from "../../nodes/cardLayout.ts";
import { visibleRect } from "../stage/camera.ts";
import type { Stage } from "../stage/stage.ts";

const HANDLE = 12;
/** Cards are mounted when they come this near to the view, in pixels of the screen at zoom 1, and let go somewhat farther out. Far out less is enough: there are many. */
const MARGIN = 160;
const KEEP = 480;

const EMPTY = {};
const STYLE = { pointerEvents: "all" } as const;
const NONE: readonly Node[] = [];
const handles = new WeakMap<CardLayout, NodeHandle[]>();

interface Made {
  graphNode: GraphNode;
  layout: CardLayout;
  selected: boolean;
  moving: boolean;
  x: number;
  y: number;
  node: Node;
}

/**
 * The nodes that React Flow is given: those near the view, none in the overview. It never hears of the others, so nothing that it does grows with the
 * document. A node object stays the same while its graph node, its place and its selection do, and comes with size and handles, so that nothing is measured.
 */
export class FlowNodes {
  readonly #stage: Stage;
  readonly #made = new Map<string, Made>();
  readonly #listeners = new Set<() => void>();
  #shown: readonly Node[] = NONE;
  #region: Rect | null = null;
  #stop: (() => void) | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.#stage.onRefresh(() => this.#update());
    // The view was known before anybody listened.
    this.#update();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  };

  readonly get = (): readonly Node[] => this.#shown;

  #update(): void {
    const next = this.#near();
    if (next.length === this.#shown.length && next.every((node, at) => node === this.#shown[at])) return;
    this.#shown = next;
    for (const listener of this.#listeners) listener();
  }

  #near(): readonly Node[] {
    const { camera, scene, ui } = this.#stage;
    if (ui.getState().far || camera.width === 0) {
      this.#region = null;
      this.#made.clear();
      return NONE;
    }
    const scale = Math.min(1, camera.zoom);
    const needed = visibleRect(camera, MARGIN * scale);
    // Mounted a little ahead, so that a slow pan mounts a column now and then and not something at every frame.
    if (!this.#region || !contains(this.#region, needed) || this.#region.width > 2.5 * needed.width) this.#region = visibleRect(camera, KEEP * scale);
    const places = scene.nodes.inside(this.#region);
    const edited = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
    const kept = edited === undefined ? undefined : scene.nodes.index.get(edited);
    // The card in which somebody types stays, wherever the view goes.
    if (kept !== undefined && !scene.nodes.isHidden(kept) && !places.includes(kept)) places.push(kept);
    const nodes = places.flatMap((at) => this.#nodeAt(at) ?? []);
    if (this.#made.size > 2 * nodes.length + 100) this.#forget(new Set(nodes.map(({ id }) => id)));
    return nodes;
  }

  #nodeAt(at: number): Node | null {
    const { scene, moving } = this.#stage;
    const graphNode = scene.nodes.list[at];
    const layout = scene.nodes.layouts[at];
    if (!graphNode || !layout) return null;
    const known = this.#made.get(graphNode.id);
    const selected = scene.nodes.selected[at] === 1;
    const [x, y] = [scene.nodes.x[at] ?? 0, scene.nodes.y[at] ?? 0];
    const isMoving = moving.has(at);
    if (known && known.graphNode === graphNode && known.layout === layout && known.selected === selected && known.moving === isMoving && known.x === x && known.y === y) return known.node;
    const { width, height } = layout;
    const node: Node = {
      id: graphNode.id,
      type: "card",
      position: { x, y },
      data: EMPTY,
      selected,
      width,
      height,
      measured: { width, height },
      handles: handlesOf(layout),
      style: STYLE,
      ariaLabel: nameOfNode(graphNode, catalogue),
      zIndex: graphNode.kind === "group" ? 0 : isMoving ? 3 : selected ? 2 : 1,
    };
    this.#made.set(graphNode.id, { graphNode, layout, selected, moving: isMoving, x, y, node });
    return node;
  }

  #forget(shown: ReadonlySet<string>): void {
    for (const id of this.#made.keys()) if (!shown.has(id)) this.#made.delete(id);
  }
}

function handlesOf(layout: CardLayout): NodeHandle[] {
  const known = handles.get(layout);
  if (known) return known;
  const made = layout.ports.map(({ name, side, x, y }): NodeHandle => ({
    id: `${side}:${name}`,
    type: side === "in" ? "target" : "source",
    position: side === "in" ? Position.Left : Position.Right,
    x: x - HANDLE / 2,
    y: y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  }));
  handles.set(layout, made);
  return made;
}

function contains(outer: Rect, inner: Rect): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}
