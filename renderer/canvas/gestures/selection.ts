import { nameOfNode } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import type { Session } from "../../state/session.ts";
import { announce } from "../../ui/announce.ts";

/** One more or one less is selected. */
export function toggleNode(session: Session, id: string): void {
  const { selection, selectedEdges } = session.getState();
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  session.select(next, selectedEdges);
}

/** Says what is selected now. */
export function announceSelection(session: Session): void {
  const { selection, doc } = session.getState();
  const [first] = selection;
  const node = first === undefined ? undefined : doc.nodes.get(first)?.value;
  if (selection.size === 1 && node) announce(i18n.t("canvas:selectedOne", { name: nameOfNode(node, catalogue) }));
  else if (selection.size > 0) announce(i18n.t("canvas:selectedMany", { count: selection.size }));
}
