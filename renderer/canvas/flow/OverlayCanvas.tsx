import { drawOverlay } from "../draw/drawOverlay.ts";
import { usePainter } from "../draw/painter.ts";
import classes from "./Flow.module.css";

/** Above the cards: what gestures show. */
export function OverlayCanvas() {
  const ref = usePainter(drawOverlay);
  return <canvas ref={ref} className={classes["overlay"]} aria-hidden />;
}
