import { createLogUpdate } from "log-update";
import type { PauseReason, RunEvent, StepEvent, StepState } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { clock, credits, cut, table, thousands } from "./format.ts";
import { plain, harmless, styled, tell } from "./output.ts";

/** Shows a run while it runs. */
export interface Progress {
  show(batch: readonly RunEvent[]): void;
  stop(): void;
}

const ENDS: ReadonlySet<StepState> = new Set(["done", "cached", "failed", "blocked", "unknown", "skipped"]);
const MARKS: Record<StepState, string> = {
  waiting: "·",
  preparing: "↑",
  reviewing: "…",
  submitting: "→",
  generating: "◐",
  downloading: "↓",
  done: "✓",
  cached: "=",
  failed: "✗",
  blocked: "⊘",
  unknown: "?",
  skipped: "–",
};
const ROWS = 24;
const GOES_ON: Readonly<Record<PauseReason, string>> = { credits: "There are credits again; it goes on.", key: "The API key is accepted; it goes on.", offline: "The service can be reached again; it goes on.", disk: "There is room again; it goes on." };

/** One line whenever a step changes its state, for pipes and logs. */
export function plainProgress(graph: Graph): Progress {
  const names = namesOf(graph);
  const last = new Map<string, StepState>();
  return {
    show(batch) {
      for (const event of batch) {
        if (event.type === "notice") tell(`! ${event.message}`);
        if (event.type === "paused") tell(`‖ ${event.message}`);
        if (event.type === "resumed") tell(`▶ ${GOES_ON[event.why]}`);
        if (event.type !== "step" || event.state === "cached" || last.get(event.stepId) === event.state) continue;
        last.set(event.stepId, event.state);
        tell(`${MARKS[event.state]} ${names(event)}: ${event.state}${detail(event)}`);
      }
    },
    stop: () => undefined,
  };
}

/**
 * A table that is redrawn in place, with elapsed and expected time.
 * @param speed how many times faster than the real service the one at work is
 */
export function liveProgress(graph: Graph, speed: number): Progress {
  const names = namesOf(graph);
  const steps = new Map<string, { event: StepEvent; startedAt: number }>();
  const notices: string[] = [];
  const pauses = new Map<PauseReason, string>();
  const draw = createLogUpdate(process.stderr, { showCursor: true });
  const redraw = () => draw(harmless(frame()));
  const timer = setInterval(redraw, 250);

  function frame(): string {
    const shown = [...steps.values()].filter(({ event }) => event.state !== "cached");
    const running = shown.filter(({ event }) => !ENDS.has(event.state));
    const rows = (shown.length > ROWS ? [...running, ...shown.filter(({ event }) => ENDS.has(event.state)).slice(-4)].slice(0, ROWS) : shown).map(({ event, startedAt }) => [
      styled(colourOf(event.state), MARKS[event.state], process.stderr),
      cut(names(event), 36),
      event.state,
      clock((ENDS.has(event.state) ? event.since : Date.now()) - startedAt),
      event.expected && !ENDS.has(event.state) ? `of about ${clock(((event.expected.min + event.expected.max) / 2 / speed) * 1000)}` : "",
      event.credits.billed === null ? credits(event.credits.quoted) : thousands(event.credits.billed),
      event.state === "done" ? "" : cut(detail(event).replace(/^ /, ""), 60),
    ]);
    const count = `${shown.length - running.length} of ${shown.length} steps`;
    return [table(["", "step", "state", "elapsed", "", "credits", ""], rows, ["elapsed", "credits"]), count, ...notices.slice(-2), ...pauses.values()].join("\n");
  }
  return {
    show(batch) {
      for (const event of batch) {
        if (event.type === "notice") notices.push(styled("yellow", event.message, process.stderr));
        if (event.type === "paused") pauses.set(event.why, styled("yellow", `‖ ${event.message} Ctrl-C ends the run.`, process.stderr));
        if (event.type === "resumed") pauses.delete(event.why);
        if (event.type === "ended") pauses.clear();
        if (event.type === "step") steps.set(event.stepId, { event, startedAt: steps.get(event.stepId)?.startedAt ?? event.since });
      }
      redraw();
    },
    stop() {
      clearInterval(timer);
      redraw();
      draw.done();
    },
  };
}

function namesOf(graph: Graph): (event: StepEvent) => string {
  const titles = new Map(graph.nodes.map((node) => [node.id, plain(node.title ? `${node.title} (${node.id})` : node.id)]));
  return ({ nodeId, item }) => `${titles.get(nodeId) ?? nodeId}${item > 0 ? ` #${item + 1}` : ""}`;
}

function detail({ state, takes, bytes, error, credits: { billed } }: StepEvent): string {
  if (error) return ` ${plain(error.message)}`;
  if (state === "downloading") return bytes === null || bytes.received === 0 ? "" : ` ${(bytes.received / 1e6).toFixed(1)} MB${bytes.total ? ` of ${(bytes.total / 1e6).toFixed(1)}` : ""}`;
  if (state === "done" && billed !== null) return `, ${thousands(billed)} credits`;
  return takes.wanted > 1 ? ` ${takes.stored} of ${takes.wanted} takes` : "";
}

function colourOf(state: StepState): "green" | "red" | "yellow" | "cyan" | "dim" {
  if (state === "done") return "green";
  if (state === "failed" || state === "blocked") return "red";
  if (state === "unknown") return "yellow";
  return ENDS.has(state) || state === "waiting" ? "dim" : "cyan";
}
