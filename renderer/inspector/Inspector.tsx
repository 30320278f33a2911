import { useTranslation } from "react-i18next";
import { useSessionState } from "../state/hooks.ts";
import { GraphPanel } from "./GraphPanel.tsx";
import classes from "./Inspector.module.css";
import { NodePanel } from "./NodePanel.tsx";
import { SeveralPanel } from "./SeveralPanel.tsx";

/** The selected node's settings; those that several have in common; the graph's when nothing is selected. */
export function Inspector() {
  const { t } = useTranslation("inspector");
  const selection = useSessionState((state) => state.selection);
  const [first] = selection;
  return (
    <section className={classes.inspector} aria-label={t("title")}>
      {first === undefined ? <GraphPanel /> : selection.size === 1 ? <NodePanel key={first} id={first} /> : <SeveralPanel ids={selection} />}
    </section>
  );
}
