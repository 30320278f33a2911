import { SegmentedControl } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { setNodeState } from "../../shared/edit/nodes.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import classes from "./Inspector.module.css";
import { useEdit } from "./useEdit.ts";

const STATES = ["active", "bypassed", "disabled"] as const;

/** Whether the nodes run, let pass, or stand still. */
export function StateSection({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const id = useId();
  const ids = nodes.map((node) => node.id);
  const states = new Set(nodes.map(({ state }) => state ?? "active"));
  const [only] = states;
  const state = states.size === 1 ? only : undefined;
  return (
    <div>
      <div id={id} className={classes.faint}>
        {t("state.label")}
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={id}
        data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={state ?? ""}
        onChange={(value) => {
          const chosen = STATES.find((one) => one === value);
          if (chosen) edit((doc) => setNodeState(doc, ids, chosen), t("undo.state"));
        }}
      />
      {(state === "bypassed" || state === "disabled") && <p className={classes.about}>{t(`state.${state}About`)}</p>}
    </div>
  );
}
