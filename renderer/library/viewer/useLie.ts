import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useCallback, useEffect, useRef, type PointerEvent, type RefCallback } from "react";
import { fitScale, held, toggled, zoomedBy, type Lie, type Size, type Spot } from "./zoom.ts";

interface UseLie {
  content: Size;
  lie: Lie;
  onLie: (change: (lie: Lie) => Lie) => void;
  /** A click that was no drag. */
  onClick?: (() => void) | undefined;
}

const STILL = 4;
const SAME_CLICK_MS = 260;

/** Zoom by wheel, pan by drag, 100 % by double click, in one part of the stage. */
export function useLie({ content, lie, onLie, onClick }: UseLie) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const element = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number; from: Lie; moved: boolean } | null>(null);
  const click = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stage = { width, height };
  const fit = fitScale(content, stage);
  // Listeners that live as long as the element read the newest of these.
  const now = useRef({ content, stage, fit, onLie });
  useEffect(() => {
    now.current = { content, stage, fit, onLie };
  });

  const fromMiddle = useCallback((event: { clientX: number; clientY: number }): Spot => {
    const box = element.current?.getBoundingClientRect();
    return box ? { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 } : { x: 0, y: 0 };
  }, []);

  const wheelRef: RefCallback<HTMLDivElement> = useCallback(
    (node) => {
      element.current = node;
      const onWheel = (event: WheelEvent) => {
        event.preventDefault();
        const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
        const { content, stage, fit, onLie } = now.current;
        const at = fromMiddle(event);
        onLie((lie) => held(zoomedBy(held(lie, content, stage), Math.exp(-Math.max(-150, Math.min(150, pixels)) / 380), at, fit), content, stage));
      };
      // React's own wheel listeners cannot keep the page from scrolling.
      node?.addEventListener("wheel", onWheel, { passive: false });
      return () => node?.removeEventListener("wheel", onWheel);
    },
    [fromMiddle],
  );
  useEffect(() => () => clearTimeout(click.current), []);

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, from: held(lie, content, stage), moved: false };
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      const from = drag.current;
      if (!from) return;
      const by = { x: event.clientX - from.x, y: event.clientY - from.y };
      if (!from.moved && Math.hypot(by.x, by.y) < STILL) return;
      from.moved = true;
      onLie(({ zoom }) => held({ zoom, x: from.from.x + by.x, y: from.from.y + by.y }, content, stage));
    },
    onPointerUp() {
      const was = drag.current;
      drag.current = null;
      if (!was || was.moved || !onClick) return;
      clearTimeout(click.current);
      // The second click of a double one means the zoom.
      click.current = setTimeout(onClick, SAME_CLICK_MS);
    },
    onPointerCancel() {
      drag.current = null;
    },
    onDoubleClick(event: { clientX: number; clientY: number }) {
      clearTimeout(click.current);
      const at = fromMiddle(event);
      onLie((lie) => held(toggled(lie, at, fit), content, stage));
    },
  };
  return { ref: useMergedRef(sizeRef, wheelRef), stage, fit, handlers };
}
