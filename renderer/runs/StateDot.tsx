import classes from "./Runs.module.css";

const TONES: Record<string, "ok" | "run" | "bad"> = {
  done: "ok",
  cached: "ok",
  stored: "ok",
  preparing: "run",
  reviewing: "run",
  submitting: "run",
  generating: "run",
  downloading: "run",
  running: "run",
  cancelling: "run",
  paused: "run",
  intended: "run",
  submitted: "run",
  completed: "run",
  unknown: "run",
  insufficientCredits: "run",
  overBudget: "run",
  failed: "bad",
  unauthorised: "bad",
  interrupted: "bad",
  held: "bad",
};

/** A state's colour; the word beside it says the same. */
export function StateDot({ state }: { state: string }) {
  return <i className={classes["dot"]} data-tone={TONES[state]} aria-hidden="true" />;
}
