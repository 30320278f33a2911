import type { RunPrice } from "../ui/runPrice.ts";
import { priceOfReroll, priceOfRun } from "../ui/runPrice.ts";
import { ask } from "../ui/runQuestion.ts";
import { activeTab, host, useApp, type Tab } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

interface Wish {
  only?: readonly string[];
  reroll?: string;
}

/** Runs the active graph, or `only` these nodes and what they need. Asks first above the user's threshold; tells why when it cannot be. */
export async function startRun({ only }: { only?: readonly string[] } = {}): Promise<void> {
  await started(only ? { only } : {}, ({ session }) => {
    const { doc, plan } = session.getState();
    return priceOfRun(doc, plan, only ?? null);
  });
}

/** Runs a node and what it needs. */
export async function runUpTo(node: string): Promise<void> {
  await startRun({ only: [node] });
}

/** Makes one take more of a node, which is paid for. */
export async function reroll(node: string): Promise<void> {
  await started({ reroll: node }, ({ session }) => {
    const { doc, plan } = session.getState();
    return priceOfReroll(doc, plan, node);
  });
}

/** Asks, then has a run send nothing new. */
export async function cancelRun(runId: string): Promise<void> {
  if (!(await ask({ type: "cancel", runId }))) return;
  await host().runs.cancel({ runId }).catch(reportTrouble);
}

async function started(wish: Wish, priceIn: (tab: Tab) => RunPrice): Promise<void> {
  const tab = activeTab();
  if (!tab) return;
  try {
    await tab.outbox.settled();
    const price = priceIn(tab);
    const { askAbove } = useApp.getState().settings;
    if (price.credits.max > askAbove && !(await ask({ type: "price", price, rerollOf: wish.reroll ?? null }))) return;
    await send(tab, wish, price.credits.max);
  } catch (error) {
    reportTrouble(error);
  }
}

/** A price that rose meanwhile is asked about as often as it rises. */
async function send(tab: Tab, wish: Wish, accepted: number): Promise<void> {
  const result = await host().runs.start({ session: tab.id, accepted, ...(wish.only ? { only: [...wish.only] } : {}), ...(wish.reroll === undefined ? {} : { reroll: wish.reroll }) });
  if (result.status !== "refused") return;
  if (result.code !== "price" || !result.quote) {
    await ask({ type: "refused", refused: result, partly: wish.only !== undefined || wish.reroll !== undefined });
    return;
  }
  if (await ask({ type: "changed", refused: result })) await send(tab, wish, result.quote.max);
}
