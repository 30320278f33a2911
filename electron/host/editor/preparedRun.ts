import type { z } from "zod";
import type { Realm } from "../../../shared/contract/api/host.ts";
import type { startRunInput, StartRunResult } from "../../../shared/contract/api/runs.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { problemText } from "../../../shared/graph/problem.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import { asksOf, leavingFrom, unreachable } from "../leaving.ts";
import type { Workspace } from "../workspace.ts";
import { withReroll } from "./reroll.ts";
import type { Station } from "./station.ts";

export type StartRun = z.infer<typeof startRunInput>;
export type Refused = Extract<StartRunResult, { status: "refused" }>;
type Asking = Extract<StartRunResult, { status: "consent" }>;

/** What may begin: planned with this very workspace, at a price that was accepted. */
export interface Prepared {
  plan: Plan;
  only: readonly string[] | null;
  workspace: Workspace;
}

/** Plans a run anew, asks for the balance, and says why it cannot be. `realm`: where its price was seen. */
export async function preparedRun(station: Station, graph: Graph, input: StartRun, realm: Realm): Promise<Prepared | Refused | Asking> {
  const { workspace } = station;
  if (station.heldBy) return refused("held", `Another process has the library: ${station.heldBy.what}. Let it finish, then run again.`, null);
  const planned = input.reroll === undefined ? graph : withReroll(graph, input.reroll, workspace);
  const only = input.reroll === undefined ? (input.only ?? null) : [input.reroll];
  const plan = workspace.plan(planned, only ? { only } : {});
  const quote = { min: plan.quote.min, max: plan.quote.max };
  const errors = [...plan.problems, ...plan.nodes.flatMap(({ id, problems }) => problems.map((problem) => ({ ...problem, node: id })))].filter(({ severity, code }) => severity === "error" || code === "hosting");
  if (errors.length > 0) return refused("invalid", errors.slice(0, 20).map(problemText).join("\n"), quote);
  const waiting = plan.nodes.some(({ steps }) => steps.some(({ needed, inFlight }) => needed > 0 || inFlight.length > 0));
  if (!waiting) return refused("nothing", "Everything is there already: nothing has to be made and nothing is paid.", quote);
  if (realm !== station.realm) return refused("price", `Meanwhile Shotgraph was switched to the ${station.realm === "sandbox" ? "sandbox" : "real service"}. There this run costs up to ${quote.max} credits.`, quote);
  if (quote.max > input.accepted) return refused("price", `The price is now ${quote.max} credits and was ${input.accepted} when you asked. Look at the quote and run again.`, quote);
  const budget = graph.budget ?? null;
  if (budget !== null && quote.max > budget) return refused("budget", `This run may cost ${quote.max} credits and the graph's budget is ${budget}. Raise the budget, or run less.`, quote);
  const hindrance = await wanted(station, graph, plan, input.agreed);
  if (hindrance) return "status" in hindrance ? hindrance : refused("invalid", hindrance.message, quote);
  if (quote.max > 0) {
    const account = await station.account.refresh();
    if (!workspace.client) return refused("noKey", "There is no API key. Add one in Settings under Account, or use the sandbox.", quote);
    if (account.available !== null && quote.max > account.available) {
      return refused("balance", `This run may cost ${quote.max} credits and ${account.available} are available: ${quote.max - account.available} are missing. Top up, or run a part of it.`, quote);
    }
  }
  return { plan, only, workspace };
}

/**
 * What of a stranger's graph would go out and was never agreed to. In the sandbox nothing leaves this machine, so nothing is asked there, and nothing is agreed to either. What is agreed to now is on
 * disk before the run begins.
 */
async function wanted({ workspace, realm, consents }: Station, graph: Graph, plan: Plan, agreed: readonly string[]): Promise<Asking | { message: string } | null> {
  if (realm === "sandbox") return null;
  const outgoing = leavingFrom(plan, workspace);
  const lost = unreachable(outgoing, workspace.local);
  if (lost.length > 0) return { message: lost.slice(0, 20).join("\n") };
  const asks = asksOf(outgoing, (sha256) => workspace.library.media(sha256), (key) => consents.has(graph.id, key));
  const now = new Set(agreed);
  const open = asks.filter(({ key }) => !now.has(key));
  if (open.length > 0) return { status: "consent", asks: open };
  await consents.add(graph.id, asks.map(({ key }) => key));
  return null;
}

export function refused(code: Refused["code"], message: string, quote: Refused["quote"]): Refused {
  return { status: "refused", code, message, quote };
}
