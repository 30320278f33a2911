import { TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { renameGraph } from "../../shared/edit/nodes.ts";
import { useSessionState } from "../state/hooks.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import classes from "./Inspector.module.css";
import { useDraft } from "./form/useDraft.ts";
import { useEdit } from "./useEdit.ts";

/** Nothing is selected: the graph itself. */
export function GraphPanel() {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const name = useSessionState(({ doc }) => doc.meta.name);
  const nodes = useSessionState(({ doc }) => doc.nodes.size);
  const edges = useSessionState(({ doc }) => doc.edges.size);
  const planned = useSessionState(({ plan }) => plan.nodes);
  const asking = useMemo(() => [...planned.values()].reduce((sum, { makes }) => sum + (makes === null ? 0 : 1), 0), [planned]);
  const draft = useDraft(name, (text) => {
    // While it is empty it is being typed anew: the old name stays until there is another.
    if (text.trim() !== "") edit((doc) => renameGraph(doc, text), t("undo.graph"), "graph-name");
  });
  return (
    <div className={classes.section}>
      <TextInput label={t("graph.name")} labelProps={{ fw: 400, c: "dimmed", mb: 4 }} value={draft.text} maxLength={500} onChange={(event) => draft.change(event.currentTarget.value)} onBlur={draft.flush} />
      <div className={`num ${classes.spread}`}>
        <span>{t("graph.contents")}</span>
        <span>{[t("graph.nodes", { count: nodes }), t("graph.edges", { count: edges }), ...(asking > 0 ? [t("graph.asks", { count: asking })] : [])].join(" · ")}</span>
      </div>
      <EmptyState title={t("graph.empty")} text={t("graph.emptyAbout")} />
    </div>
  );
}
