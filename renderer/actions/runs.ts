import type { RunPrice } from "../ui/runPrice.ts";
import { priceOfReroll, priceOfRun } from "../ui/runPrice.ts";
import { ask } from "../ui/runQuestion.ts";
import type { Realm } from "../../shared/contract/api/host.ts";
import { activeTab, host, useApp, type Tab } from "../state/app.ts";
import { writeDrafts } from "../state/drafts.ts";
import { reportTrouble } from "../state/trouble.ts";

interface Wish {
  only?: readonly string[];
  reroll?: string;
  /** What the user was asked about and agreed to. */
  agreed?: readonly string[];
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

/** A second click this soon is a habit and no wish for two more takes. */
const DOUBLE_CLICK_MS = 500;
let rerolled = { node: "", at: -Infinity };

/** Makes one take more of a node, which is paid for. */
export async function reroll(node: string): Promise<void> {
  const at = performance.now();
  if (rerolled.node === node && at - rerolled.at < DOUBLE_CLICK_MS) return;
  rerolled = { node, at };
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

/** Graphs whose run is on its way to the host: the second half of a double click is no second wish. */
const starting = new Set<string>();

async function started(wish: Wish, priceIn: (tab: Tab) => RunPrice): Promise<void> {
  const tab = activeTab();
  if (!tab || starting.has(tab.id)) return;
  starting.add(tab.id);
  try {
    writeDrafts();
    // As the user sees it now: what it becomes while the newest edits travel is asked about.
    const price = priceIn(tab);
    const { settings, info } = useApp.getState();
    await tab.outbox.settled();
    if (price.credits.max > settings.askAbove && !(await ask({ type: "price", price, rerollOf: wish.reroll ?? null }))) return;
    await send(tab, wish, price.credits.max, info?.realm);
  } catch (error) {
    reportTrouble(error);
  } finally {
    starting.delete(tab.id);
  }
}

/** A price that rose meanwhile is asked about as often as it rises; what leaves the machine once. The price that was accepted stays the limit. */
async function send(tab: Tab, wish: Wish, accepted: number, realm: Realm | undefined): Promise<void> {
  const { only, reroll, agreed = [] } = wish;
  const result = await host().runs.start({ session: tab.id, accepted, ...(agreed.length > 0 ? { agreed: [...agreed] } : {}), ...(realm ? { realm } : {}), ...(only ? { only: [...only] } : {}), ...(reroll === undefined ? {} : { reroll }) });
  if (result.status === "consent") {
    if (await ask({ type: "consent", asks: result.asks })) await send(tab, { ...wish, agreed: [...agreed, ...result.asks.map(({ key }) => key)] }, accepted, realm);
    return;
  }
  if (result.status !== "refused") return;
  if (result.code !== "price" || !result.quote) {
    await ask({ type: "refused", refused: result, partly: only !== undefined || reroll !== undefined });
    return;
  }
  if (await ask({ type: "changed", refused: result })) await send(tab, wish, result.quote.max, useApp.getState().info?.realm);
}
