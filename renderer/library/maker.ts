import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { i18n } from "../i18n/index.ts";
import { host, useApp } from "../state/app.ts";
import { activate, showGraph } from "../state/tabs.ts";

/** Shows the graph that made this, at its node: the open one, or a copy of it as it was then. Returns what stands in the way, or null. */
export async function showMaker({ id, graphId, graphName, nodeId }: Pick<NodeTake, "id" | "graphId" | "graphName" | "nodeId">): Promise<string | null> {
  const name = graphName === "" ? i18n.t("library:maker.unnamed") : graphName;
  const tab = useApp.getState().tabs.find(({ session }) => session.getState().doc.meta.id === graphId) ?? (await asItWas(id));
  if (!tab) return i18n.t("library:maker.notOpen", { name });
  activate(tab.id);
  if (!tab.session.getState().doc.nodes.has(nodeId)) return i18n.t("library:maker.nodeGone", { name });
  tab.session.select([nodeId]);
  tab.session.focusOn([nodeId]);
  return null;
}

async function asItWas(take: number) {
  const result = await host().bundles.maker({ take });
  return result?.status === "opened" ? showGraph(result.opened) : null;
}
