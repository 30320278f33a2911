import { createInterface } from "node:readline/promises";
import type { Plan } from "../../shared/plan/types.ts";
import type { Workspace } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { credits, dollars, thousands } from "./format.ts";
import { tell, terminal } from "./output.ts";

interface MoneyFlags {
  budget?: number;
  onUnknown: "fail" | "retry";
  yes?: boolean;
  askAbove: number;
}

export const NO_CALLS = { createTask: 0, queryTask: 0, upscaleCreate: 0, upscaleQuery: 0, assetUpload: 0, assetStatus: 0, assetList: 0, credits: 0, download: 0 };

/** The `--json` object of a run that sent nothing. */
export function nothing(calls: Record<string, number>, quoted = { min: 0, max: 0 }) {
  return { quoted, billed: 0, nodes: [], calls };
}

/** What a run would spend: a step that awaits a decision about an earlier request is left, and so is what needs it. */
export function spendable(plan: Plan, onUnknown: MoneyFlags["onUnknown"]): { min: number; max: number } {
  const left = new Set<string>();
  const sum = { min: 0, max: 0 };
  for (const { step, missing, unknown, credits } of plan.nodes.flatMap(({ steps }) => steps)) {
    if (onUnknown === "fail" && ((missing > 0 && unknown.length > 0) || step.needs.some((id) => left.has(id)))) {
      left.add(step.id);
      continue;
    }
    sum.min += credits.min;
    sum.max += credits.max;
  }
  return sum;
}

/**
 * Nothing is sent when the quote does not fit the budget or the balance. A run that costs nothing needs no key and asks nothing.
 * @returns the available credits before the run, null where they were not asked for or not told
 */
export async function checkMoney(plan: Plan, workspace: Workspace, flags: MoneyFlags, calls: () => Record<string, number>): Promise<number | null> {
  const quote = spendable(plan, flags.onUnknown);
  const quoted = { min: plan.quote.min, max: plan.quote.max };
  const refuse = (exit: ExitCode, code: string, message: string): never => {
    throw new CliError(exit, code, `${message} Nothing was sent.`, nothing(calls(), quoted));
  };
  if (flags.budget !== undefined && quote.max > flags.budget) refuse(EXIT.credits, "over_budget", `The run costs ${credits(quote)} credits, over the budget of ${thousands(flags.budget)}.`);
  const following = plan.nodes.some(({ steps }) => steps.some(({ inFlight }) => inFlight.length > 0));
  if (quote.max === 0 && !following) return null;
  if (!workspace.client) return refuse(EXIT.unauthorised, "no_key", "There is no API key. Set SEEGEN_API_KEY, or add --sandbox to try it without money.");
  if (quote.max === 0) return null;
  const balance = await workspace.client.credits();
  if (balance.kind !== "ok") {
    const { status, code, message } = balance.error;
    if (status === 401 || status === 403) refuse(EXIT.unauthorised, "unauthorised", `The service refused the API key: ${message.replace(/\.+$/, "")}.`);
    if (balance.kind === "unreachable") refuse(EXIT.failed, "unreachable", `The service cannot be reached: ${message.replace(/\.+$/, "")}.`);
    tell(`The balance could not be read (${code}: ${message}); the service itself refuses what it cannot cover.`);
    return null;
  }
  const { availableCredits } = balance.value;
  if (quote.max > availableCredits) {
    refuse(EXIT.credits, "insufficient_credits", `The run costs ${credits(quote)} credits, but only ${thousands(availableCredits)} are available: insufficient by ${thousands(quote.max - availableCredits)}.`);
  }
  return availableCredits;
}

/** With somebody at the terminal, a price above the threshold is asked about once. */
export async function consent({ quote }: Plan, flags: MoneyFlags): Promise<void> {
  if (!terminal.interactive || flags.yes || quote.max <= flags.askAbove) return;
  const lines = createInterface({ input: process.stdin, output: terminal.stderr });
  try {
    // Ctrl-C and Ctrl-D are a no.
    const answer = await lines.question(`Spend ${credits(quote)} credits (${dollars(quote.usd)})? [y/N] `).catch(() => "");
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError(EXIT.interrupted, "declined", "Not run; nothing was sent.");
  } finally {
    lines.close();
  }
}
