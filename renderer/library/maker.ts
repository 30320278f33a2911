import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { i18n } from "../i18n/index.ts";
import { useApp } from "../state/app.ts";
import { activate } from "../state/tabs.ts";

/** Shows the graph that made this, at its node. Returns what stands in the way, or null. */
export function showMaker({ graphId, graphName, nodeId }: Pick<NodeTake, "graphId" | "graphName" | "nodeId">): string | null {
  const tab = useApp.getState().tabs.find(({ session }) => session.getState().doc.meta.id === graphId);
  const name = graphName === "" ? i18n.t("library:maker.unnamed") : graphName;
  if (!tab) return i18n.t("library:maker.notOpen", { name });
  activate(tab.id);
  if (!tab.session.getState().doc.nodes.has(nodeId)) return i18n.t("library:maker.nodeGone", { name });
  tab.session.select([nodeId]);
  tab.session.focusOn([nodeId]);
  return null;
}
