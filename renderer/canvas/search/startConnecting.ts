import { nameOfNode, portsOf } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { i18n } from "../../i18n/index.ts";
import { announce } from "../../ui/announce.ts";
import type { Stage } from "../stage/stage.ts";

/** Lets the keyboard choose what the one selected node leads to. Says why when there is nothing to choose. */
export function startConnecting(stage: Stage): void {
  const { selection, doc } = stage.session.getState();
  const [id] = selection;
  const node = id === undefined ? undefined : doc.nodes.get(id)?.value;
  if (!node || selection.size !== 1) announce(i18n.t("canvas:connect.selectOne"));
  else if (!portsOf(node, catalogue).output) announce(i18n.t("canvas:connect.noOutput", { name: nameOfNode(node, catalogue) }));
  else stage.ui.setState({ connecting: node.id });
}
