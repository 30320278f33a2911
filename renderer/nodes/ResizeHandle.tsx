import { useRef, type PointerEvent } from "react";
import { useStoreApi } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { resize } from "../../shared/edit/layout.ts";
import { useSession } from "../state/hooks.ts";
import classes from "./Card.module.css";
import { layoutOf } from "./cardLayout.ts";

interface Gesture {
  pointer: number;
  x: number;
  y: number;
  width: number;
  height: number;
  zoom: number;
  key: string;
}

/** Sizes are whole steps of the grid. */
const GRID = 4;

let gestures = 0;

/** The lower right corner of a card whose size is the user's. One gesture is one step of undo. */
export function ResizeHandle({ id, least }: { id: string; least: { width: number; height: number } }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const flow = useStoreApi();
  const gesture = useRef<Gesture | null>(null);
  const frame = useRef(0);

  const start = (event: PointerEvent<HTMLElement>) => {
    const node = session.getState().doc.nodes.get(id)?.value;
    if (!node || event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { width, height } = layoutOf(node);
    gestures += 1;
    gesture.current = { pointer: event.pointerId, x: event.clientX, y: event.clientY, width, height, zoom: flow.getState().transform[2], key: `resize:${id}:${gestures}` };
  };
  const move = ({ pointerId, clientX, clientY }: PointerEvent) => {
    const now = gesture.current;
    if (!now || now.pointer !== pointerId) return;
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const { doc } = session.getState();
      const node = doc.nodes.get(id)?.value;
      if (!node) return;
      const side = (from: number, by: number, most: number) => Math.max(most, Math.round((from + by / now.zoom) / GRID) * GRID);
      const size = { width: side(now.width, clientX - now.x, least.width), height: side(now.height, clientY - now.y, least.height) };
      const change = resize(doc, id, { ...node.position, ...size });
      if (!isRefusal(change)) session.commit(change, { label: t("resized"), mergeKey: now.key });
    });
  };
  const end = () => {
    gesture.current = null;
  };
  return <div className={`${classes["resize"]} nodrag nopan`} title={t("resize")} onPointerDown={start} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />;
}
