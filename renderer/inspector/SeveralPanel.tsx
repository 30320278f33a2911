import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { priceOfRun } from "../ui/runPrice.ts";
import classes from "./Inspector.module.css";
import { NodeFields } from "./NodeFields.tsx";
import { ResultsSection } from "./ResultsSection.tsx";
import { StateSection } from "./StateSection.tsx";

const NO_PROBLEMS: readonly Problem[] = [];

/** Several nodes, changed together. Canvas furniture among them is left alone where others are selected too. */
export function SeveralPanel({ ids }: { ids: ReadonlySet<string> }) {
  const { t } = useTranslation("inspector");
  const session = useSession();
  // Thousands of nodes that are dragged do not wait for their form.
  const all = useDeferredValue(useSessionState(useShallow(({ doc }) => [...ids].flatMap((id) => doc.nodes.get(id)?.value ?? []))));
  const plan = useDeferredValue(useSessionState((state) => state.plan));
  const edges = useSessionState(({ doc }) => doc.edges);
  const credits = useMemo(() => creditText(priceOfRun({ ...session.getState().doc, edges }, plan, ids).credits), [session, plan, edges, ids]);
  const planned = all.filter((node) => roleOf(node) !== "furniture");
  const nodes = planned.length > 0 ? planned : all;
  const tasks = nodes.filter((node) => roleOf(node) === "task");
  const counts = Map.groupBy(all, ({ kind }) => kind);
  return (
    <>
      <div className={classes.section}>
        <span className={classes.strong}>{t("node.several", { count: all.length })}</span>
        <ul className={classes.kinds}>
          {[...counts].map(([kind, { length }]) => (
            <li key={kind} className={classes.head}>
              <KindIcon kind={kind} />
              {t("node.kinds", { count: length, kind: catalogue.get(kind)?.title ?? kind })}
            </li>
          ))}
        </ul>
        {planned.length > 0 && <p className={`num ${classes.about}`}>{t("price.selection", { credits })}</p>}
      </div>
      <div className={classes.section}>
        <NodeFields key={[...counts.keys()].join()} nodes={nodes} problems={NO_PROBLEMS} />
      </div>
      {planned.length > 0 && (
        <div className={classes.section}>
          {tasks.length > 0 && <ResultsSection nodes={tasks} />}
          <StateSection nodes={planned} />
        </div>
      )}
    </>
  );
}

function roleOf({ kind }: GraphNode) {
  return catalogue.get(kind)?.role;
}
