import type { DeepLink } from "../../../shared/contract/api/desktop.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { addNode, setParam } from "../../../shared/edit/nodes.ts";
import { inOrder } from "../../../shared/edit/records.ts";
import { prompt as promptKind } from "../../../shared/nodes/prompt.ts";
import { createGraph, renameTab } from "../../actions/documents.ts";
import { ask } from "../../actions/dialogs.ts";
import { doneText } from "../../actions/edit.ts";
import { i18n } from "../../i18n/index.ts";
import { host, type Tab } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";

/** Fills in what a link asks for, after its user has seen and agreed to it. Nothing runs, is fetched or is spent. */
export async function followLink(link: DeepLink): Promise<void> {
  if (link.do === "settings") {
    await ask({ type: "settings", page: link.page });
    return;
  }
  const { template, name, prompt } = link;
  if (template !== null && !(await host().graphs.templates()).some(({ id }) => id === template)) {
    reportTrouble(i18n.t("desktop:link.noExample"));
    return;
  }
  const fillsIn = template !== null || name !== null || prompt !== null;
  if (fillsIn && !(await ask({ type: "link", link }))) return;
  const tab = await createGraph(template ?? undefined);
  if (prompt !== null) writePrompt(tab, prompt);
  if (name !== null) renameTab(tab, name);
}

/** Into the first prompt that there is, into a new one otherwise. */
function writePrompt(tab: Tab, text: string): void {
  const { doc } = tab.session.getState();
  const first = inOrder(doc.nodes).find(({ kind }) => kind === promptKind.kind);
  const result = first ? setParam(doc, [first.id], "text", text) : addNode(doc, { kind: promptKind.kind, position: { x: 0, y: 0 }, params: { text } });
  if (isRefusal(result)) reportTrouble(result.refused);
  else tab.session.commit("change" in result ? result.change : result, { label: doneText("add") });
}
