import { create } from "zustand";
import type { Point } from "../../shared/edit/place.ts";

/** Where the canvas stands: screen = canvas × zoom + (x, y), in pixels. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

/** What the canvas of the shown tab can do, for menus and shortcuts. Ids are node ids, points are of the canvas unless they say otherwise. */
export interface CanvasApi {
  readonly session: string;
  /** Everything into view. */
  fit(): void;
  /** These nodes into view. */
  zoomTo(ids: readonly string[]): void;
  /** Around the middle of the view. */
  zoomBy(factor: number): void;
  setZoom(zoom: number): void;
  /** Lays out these nodes, or the selected ones, or all. One step of undo. */
  tidyUp(ids?: readonly string[]): Promise<void>;
  /** The node search, at a point of the screen (clientX, clientY), or where the pointer is. */
  openSearch(at?: Point): void;
  /** A new node of a kind at the middle of the view, selected. */
  addAtCentre(kind: string): void;
  /** Chooses by keyboard what the selected node is to be connected to. */
  startConnecting(): void;
  /** The middle of what is visible. */
  viewCentre(): Point;
  /** Where the pointer is over the canvas; the middle of the view when it is elsewhere. */
  pointer(): Point;
  currentView(): View;
  /** Gives the keyboard to the canvas. */
  focus(): void;
}

/** The mounted canvas, and its zoom for whoever shows it. */
export const useCanvasApi = create<{ api: CanvasApi | null; zoom: number }>()(() => ({ api: null, zoom: 1 }));

const KEY = "shotgraph-view:";
const views = new Map<string, View>();

/** Where the canvas of a session was left last; it is no edit, so a document takes it along only when it is saved. */
export function currentView(session: string): View | null {
  const known = views.get(session);
  if (known) return known;
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY + session) ?? "null");
  return isView(kept) ? kept : null;
}

/** Remembered in this window, reloads included. */
export function rememberView(session: string, view: View): void {
  views.set(session, view);
  sessionStorage.setItem(KEY + session, JSON.stringify(view));
}

/** A view as a document or this window's storage holds it: neither is trusted. */
export function isView(value: unknown): value is View {
  if (typeof value !== "object" || value === null) return false;
  const { x, y, zoom } = value as Record<string, unknown>;
  return [x, y, zoom].every(Number.isFinite) && Number(zoom) > 0;
}
