import { useEffect } from "react";
import { useRuns } from "../../state/runsStore.ts";
import { drawDots } from "../draw/dots.ts";
import { drawEdges } from "../draw/drawEdges.ts";
import { drawOverview } from "../draw/drawOverview.ts";
import { usePainter } from "../draw/painter.ts";
import { nodesAtWork } from "../scene/status.ts";
import { useStage } from "../stage/context.ts";
import { prefersStillness, type Stage } from "../stage/stage.ts";
import classes from "./Flow.module.css";

/** Flowing wires need no more, and the cards' own work comes first. */
const FLOW_MS = 40;

function paint(context: CanvasRenderingContext2D, stage: Stage, ratio: number): void {
  drawDots(context, stage, ratio);
  const working = new Set(stage.scene.nodes.placesOf(nodesAtWork(stage.session)));
  drawEdges(context, stage, ratio, working, prefersStillness() ? null : performance.now() / 1000);
  if (stage.ui.getState().far) drawOverview(context, stage, ratio);
}

/** Below the cards: the grid, all wires, and in the overview the nodes. */
export function BaseCanvas() {
  const ref = usePainter(paint);
  const stage = useStage();
  useEffect(() => {
    let timer = 0;
    const follow = (): void => {
      const flows = nodesAtWork(stage.session).length > 0 && !prefersStillness();
      if (flows && timer === 0) timer = window.setInterval(() => document.hidden || stage.draw(), FLOW_MS);
      if (!flows && timer !== 0) {
        clearInterval(timer);
        timer = 0;
      }
    };
    follow();
    const stop = useRuns.subscribe(follow);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [stage]);
  return <canvas ref={ref} className={classes["base"]} aria-hidden />;
}
