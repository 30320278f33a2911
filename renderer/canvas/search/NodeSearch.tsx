import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { kindsFitting } from "../../../shared/edit/fitting.ts";
import { portsOfKind } from "../../../shared/edit/ports.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { KindIcon } from "../../ui/KindIcon.tsx";
import { useStage, useStageUi } from "../stage/context.ts";
import type { SearchRequest } from "../stage/stage.ts";
import { addKind, cornerFor } from "./addNodes.ts";
import { bestFirst, findKinds } from "./kinds.ts";
import { PickList, type PickItem } from "./PickList.tsx";

/** The node search, while it is asked for. */
export function NodeSearch() {
  const request = useStageUi(({ search }) => search);
  return request && <OpenSearch request={request} />;
}

function OpenSearch({ request }: { request: SearchRequest }) {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  const { screen, at, wire } = request;
  const fitting = useMemo(() => wire && kindsFitting(stage.session.getState().doc, catalogue, wire.end, wire.side), [stage, wire]);
  const find = useCallback(
    (text: string): PickItem[] =>
      bestFirst(findKinds(text, fitting), text).flatMap(({ category, kinds }) =>
        kinds.map((kind): PickItem => {
          const port = fitting?.find((one) => one.kind === kind.kind)?.port;
          const label = wire?.side === "from" ? portsOfKind(kind).inputs.find(({ name }) => name === port)?.label : undefined;
          return { key: kind.kind, heading: t(`palette.${category}`), label: kind.title, detail: label ?? kind.description, sign: <KindIcon kind={kind.kind} /> };
        }),
      ),
    [fitting, wire, t],
  );
  const close = useCallback(() => {
    stage.ui.setState({ search: null });
    stage.focus();
  }, [stage]);
  const pick = (kind: string): void => {
    close();
    addKind(stage.session, kind, wire ? wireCorner(kind, request) : cornerFor(kind, at), { wire });
  };
  return (
    <PickList
      title={t(wire ? "search.connects" : "search.title")}
      placeholder={t("search.placeholder")}
      nothing={t(fitting?.length === 0 ? "search.nothingFits" : "search.nothing")}
      find={find}
      onPick={pick}
      onClose={close}
      at={screen}
      within={stage.camera}
    />
  );
}

/** A node that is fed lies to the right of the end of its wire, one that feeds to the left. */
function wireCorner(kind: string, { at, wire }: SearchRequest): { x: number; y: number } {
  const corner = cornerFor(kind, at);
  const half = at.x - corner.x;
  return { x: wire?.side === "from" ? at.x : at.x - 2 * half, y: at.y - 60 };
}
