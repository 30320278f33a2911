import { useStage, useStageUi } from "../stage/context.ts";
import classes from "./chrome.module.css";

const WIDTH = 280;

/** Words at the pointer: why a wire is refused, what is coming in. */
export function Hint() {
  const hint = useStageUi(({ hint }) => hint);
  const { camera } = useStage();
  if (!hint) return null;
  const { x, y } = hint.screen;
  return (
    <div className={classes["hint"]} data-tone={hint.tone} style={{ left: Math.min(x + 16, Math.max(8, camera.width - WIDTH - 8)), top: Math.min(y + 18, camera.height - 64), maxWidth: WIDTH }}>
      {hint.text}
    </div>
  );
}
