import { useEffect, useRef, type RefObject } from "react";
import { useStage } from "../stage/context.ts";
import type { Stage } from "../stage/stage.ts";
import { onThemeChange } from "./colours.ts";

/** More pixels than this cost time and are not seen. */
const SHARPEST = 2;

export type Paint = (context: CanvasRenderingContext2D, stage: Stage, ratio: number) => void;

/**
 * A `<canvas>` that covers the view and is painted at most once a frame, when the stage asks for it. The first wish of a frame is painted at once:
 * what moves the view from within a frame (an animation) would otherwise leave wires one frame behind their cards.
 */
export function usePainter(paint: Paint): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement>(null);
  const stage = useStage();
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return undefined;
    let frame = 0;
    let wanted = false;
    const now = (): void => {
      const { width, height } = stage.camera;
      if (width === 0 || height === 0) return;
      const ratio = Math.min(SHARPEST, devicePixelRatio);
      const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== across || canvas.height !== down) {
        canvas.width = across;
        canvas.height = down;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, across, down);
      paint(context, stage, ratio);
    };
    const tick = (): void => {
      frame = 0;
      if (!wanted) return;
      wanted = false;
      now();
      frame = requestAnimationFrame(tick);
    };
    const wish = (): void => {
      if (frame !== 0) {
        wanted = true;
        return;
      }
      frame = requestAnimationFrame(tick);
      now();
    };
    const stops = [stage.onDraw(wish), onThemeChange(wish)];
    wish();
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [paint, stage]);
  return ref;
}

/** From here on the context draws in pixels of the canvas. */
export function toCanvasPixels(context: CanvasRenderingContext2D, { camera }: Stage, ratio: number): void {
  context.setTransform(camera.zoom * ratio, 0, 0, camera.zoom * ratio, camera.x * ratio, camera.y * ratio);
}
