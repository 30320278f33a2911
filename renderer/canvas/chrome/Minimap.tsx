import { useStore } from "@xyflow/react";
import { useEffect, useRef, type PointerEvent } from "react";
import type { Size } from "../../../shared/edit/place.ts";
import { useApp } from "../../state/app.ts";
import { useSessionState } from "../../state/hooks.ts";
import { onThemeChange } from "../draw/colours.ts";
import { drawMinimap, mapScale } from "../draw/drawMinimap.ts";
import { useStage } from "../stage/context.ts";
import classes from "./chrome.module.css";

const LARGE = { width: 184, height: 120 };
const SMALL = { width: 124, height: 80 };

/** The whole graph at a glance; a click or a drag moves the view there. */
export function Minimap() {
  const shown = useApp(({ settings }) => settings.minimap);
  const some = useSessionState(({ doc }) => doc.nodes.size > 1);
  // On a small canvas it would cover a good part of the graph.
  const small = useStore(({ width, height }) => width < 720 || height < 480);
  return shown && some ? <ShownMap key={String(small)} size={small ? SMALL : LARGE} /> : null;
}

function ShownMap({ size }: { size: Size }) {
  const stage = useStage();
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return undefined;
    const ratio = Math.min(2, devicePixelRatio);
    canvas.width = size.width * ratio;
    canvas.height = size.height * ratio;
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      drawMinimap(context, stage, size, ratio);
    };
    const wish = (): void => {
      frame ||= requestAnimationFrame(paint);
    };
    const stops = [stage.onDraw(wish), onThemeChange(wish)];
    wish();
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [stage, size]);

  function go(event: PointerEvent<HTMLCanvasElement>): void {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { scale, left, top } = mapScale(stage, size);
    const x = (event.clientX - box.left - left) / scale;
    const y = (event.clientY - box.top - top) / scale;
    const { camera } = stage;
    stage.setView({ zoom: camera.zoom, x: camera.width / 2 - x * camera.zoom, y: camera.height / 2 - y * camera.zoom });
  }

  return (
    <canvas
      ref={ref}
      className={classes["map"]}
      style={{ width: size.width, height: size.height }}
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    />
  );
}
