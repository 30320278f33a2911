import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { connect } from "../../../shared/edit/connect.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { compatiblePorts } from "../../../shared/edit/fitting.ts";
import { nameOfNode, portsOf, type PortEnd } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { announce } from "../../ui/announce.ts";
import { KindIcon } from "../../ui/KindIcon.tsx";
import { toScreen } from "../stage/camera.ts";
import { useStage, useStageUi } from "../stage/context.ts";
import { PickList, type PickItem } from "./PickList.tsx";

const MOST = 60;

/** Keyboard connecting: every input that takes what the selected node makes, the nearest first. */
export function ConnectPicker() {
  const node = useStageUi(({ connecting }) => connecting);
  return node === null ? null : <OpenPicker key={node} id={node} />;
}

function OpenPicker({ id }: { id: string }) {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  const { nodes } = stage.scene;
  const at = nodes.index.get(id) ?? 0;
  const { doc } = stage.session.getState();
  const node = doc.nodes.get(id)?.value;
  const name = node ? nameOfNode(node, catalogue) : id;
  const from: PortEnd = useMemo(() => ({ node: id, port: (node && portsOf(node, catalogue).output?.name) ?? "" }), [id, node]);
  const targets = useMemo(() => {
    const distance = (other: string): number => {
      const place = nodes.index.get(other) ?? 0;
      return Math.hypot((nodes.x[place] ?? 0) - (nodes.x[at] ?? 0), (nodes.y[place] ?? 0) - (nodes.y[at] ?? 0));
    };
    return [...compatiblePorts(doc, catalogue, from, "from")]
      .sort(([one], [other]) => distance(one) - distance(other))
      .flatMap(([target, ports]) => {
        const value = doc.nodes.get(target)?.value;
        return value ? ports.map((port) => ({ value, port, label: portsOf(value, catalogue).inputs.find((one) => one.name === port)?.label ?? port })) : [];
      });
  }, [doc, from, nodes, at]);
  const find = useCallback(
    (text: string): PickItem[] =>
      targets
        .map(({ value, port, label }): PickItem => {
          const kind = catalogue.get(value.kind)?.title ?? value.kind;
          return { key: `${value.id}\n${port}`, heading: nameOfNode(value, catalogue), label, ...(value.title === undefined ? {} : { detail: kind }), sign: <KindIcon kind={value.kind} /> };
        })
        .filter(({ heading, label }) => hasWords(`${heading} ${label}`, text))
        .slice(0, MOST),
    [targets],
  );
  // The card that is meant lights up: names alone do not tell twins apart.
  const point = useCallback((key: string | null) => stage.session.hover(key?.split("\n")[0] ?? null), [stage]);
  const close = useCallback(() => {
    stage.session.hover(null);
    stage.ui.setState({ connecting: null });
    stage.focus();
  }, [stage]);
  const pick = (key: string): void => {
    const [target = "", port = ""] = key.split("\n");
    close();
    const made = connect(stage.session.getState().doc, catalogue, from, { node: target, port });
    if (isRefusal(made)) {
      announce(made.refused);
      return;
    }
    stage.session.commit(made, { label: t("did.connect") });
    const chosen = targets.find((one) => one.value.id === target && one.port === port);
    if (chosen) announce(t("connect.done", { port: chosen.label, name: nameOfNode(chosen.value, catalogue) }));
  };
  const right = (nodes.x[at] ?? 0) + (nodes.width[at] ?? 0);
  return (
    <PickList
      title={t("connect.title", { name })}
      placeholder={t("connect.placeholder")}
      nothing={t("connect.nothing", { name })}
      find={find}
      onPick={pick}
      onClose={close}
      onActive={point}
      at={toScreen(stage.camera, { x: right + 16, y: nodes.y[at] ?? 0 })}
      within={stage.camera}
    />
  );
}

/** Whether a text has all words of a search, in whatever order: node and port are both said. */
function hasWords(text: string, search: string): boolean {
  const low = text.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}
