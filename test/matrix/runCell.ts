import { setTimeout as sleep } from "node:timers/promises";
import { checkMoney, spendable } from "../../electron/cli/money.ts";
import { startRun } from "../../electron/engine/executor.ts";
import { settleUnknown } from "../../electron/engine/settleUnknown.ts";
import type { RunEvent, RunResult } from "../../shared/contract/runEvents.ts";
import { openRig, type Rig } from "./rig.ts";
import type { Samples } from "./service.ts";
import type { Cell, Observed, Outcome } from "./types.ts";

/** No cell may take longer: it is a hang then. */
const LONGEST_MS = 90_000;

interface Ran {
  result: RunResult | null;
  /** Why the run was not even started. */
  refusal: string | null;
  /** Notices and pauses, in words. */
  notices: string[];
  paused: boolean;
  /** It waited until nothing was wrong any more. */
  waited: boolean;
}

/** Runs a cell's graph with the fault and once more without it. */
export async function runCell(cell: Pick<Cell, "endpoint" | "act" | "when">, samples: Samples): Promise<Observed> {
  const limit = sleep(LONGEST_MS, "hang" as const, { ref: false });
  const run = observe(cell, samples).catch((error: unknown) => broken("crash", error instanceof Error ? error.message : String(error)));
  const observed = await Promise.race([run, limit]);
  return observed === "hang" ? broken("hang", "") : observed;
}

function broken(outcome: "hang" | "crash", message: string): Observed {
  return { outcome, message, posts: 0, tasks: 0, charged: 0, billed: 0, unknown: 0, stored: 0, next: { outcome, tasks: 0, charged: 0 } };
}

async function observe(cell: Pick<Cell, "endpoint" | "act" | "when">, samples: Samples): Promise<Observed> {
  const rig = await openRig(cell, samples);
  try {
    const first = await runGraph(rig);
    const { service } = rig;
    const seen = {
      outcome: outcomeOf(first, rig),
      message: messageOf(first, rig),
      posts: service.calls.createTask + service.calls.upscaleCreate,
      tasks: service.tasks.size,
      charged: service.charged,
      ...ledgerOf(rig),
      stored: rig.library.takesIn(["stored"]).length,
    };
    service.lift();
    await rig.mend();
    const second = await runGraph(rig);
    return { ...seen, next: { outcome: second.refusal === null ? (second.result?.outcome ?? "refused") : "refused", tasks: service.tasks.size, charged: service.charged } };
  } finally {
    await rig.close();
  }
}

/** One run as the command line does it: balance, run, and the balance once more about lost answers. */
async function runGraph(rig: Rig): Promise<Ran> {
  const { service, ports, library } = rig;
  const notices: string[] = [];
  const plan = rig.plan();
  if (!plan.ok) throw new Error(plan.nodes.flatMap(({ problems }) => problems.map(({ message }) => message)).join(" "));
  const wasLifted = service.lifted;
  let paused = false;
  try {
    const before = spendable(plan, "fail").max === 0 ? null : await checkMoney(plan, rig.workspace, { onUnknown: "fail", yes: true, askAbove: 0 }, () => ({}));
    const onEvents = (batch: readonly RunEvent[]) => {
      // Where the fault is in the library, the pause itself is what is waited for.
      if (batch.some((event) => event.type === "paused" && event.why === "disk") && rig.isLocal) {
        service.lift();
        void rig.mend();
      }
      paused ||= batch.some(({ type }) => type === "paused");
      notices.push(...batch.flatMap((event) => (event.type === "notice" || event.type === "paused" ? [event.message] : [])));
    };
    const result = await startRun(plan, ports, { pace: 0.01, onEvents }).result;
    const waited = !wasLifted && service.lifted;
    const balance = async () => {
      const answer = await rig.credits();
      return answer.kind === "ok" ? answer.value.availableCredits : null;
    };
    const settled = before === null ? result : await settleUnknown(result, { library, before, balance, pause: () => sleep(20) });
    return { result: settled, refusal: null, notices, paused, waited };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { result: null, refusal: error.message, notices, paused, waited: false };
  }
}

function outcomeOf({ result, refusal, waited, paused, notices }: Ran, rig: Rig): Outcome {
  if (refusal !== null || !result) return "refused";
  const [step] = result.steps;
  if (step?.status === "done" || step?.status === "cached") return waited || paused ? "paused" : notices.length > 0 || rig.isRepeated() ? "retried" : "accepted";
  if (step?.error?.code === "disk-full" || step?.error?.code === "unwritable") return "paused";
  if (step?.status === "unknown") return "unknown";
  return result.steps.every(({ billed }) => billed === 0) && rig.library.takesIn(["submitted", "completed", "stored", "failed"]).length === 0 ? "refused" : "failed";
}

function messageOf({ result, refusal, notices }: Ran, rig: Rig): string {
  const message = refusal ?? result?.steps[0]?.error?.message ?? notices.at(-1) ?? "";
  return message.replaceAll(rig.home, "LIBRARY").replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT").replaceAll(/tmp\/[0-9a-f-]{8,}[\w.-]*/g, "tmp/FILE").replaceAll(/[\d.]+ MB left/g, "N MB left");
}

/** What the ledger says of all takes: the last entry of each counts. */
function ledgerOf({ library }: Rig): { billed: number; unknown: number } {
  const latest = [...new Map(library.ledger().map((entry) => [entry.takeId, entry])).values()];
  const sum = (kind: string) => latest.filter((entry) => entry.kind === kind).reduce((total, { credits }) => total + credits, 0);
  return { billed: sum("billed"), unknown: sum("unknown") };
}
