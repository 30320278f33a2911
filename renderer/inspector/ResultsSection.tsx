import { NumberInput, Switch } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import type { StepView } from "../../shared/contract/api/plan.ts";
import { setPicked, setSpread, setTakes, updateNodes } from "../../shared/edit/nodes.ts";
import { LIMITS, type GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSessionState } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import classes from "./Inspector.module.css";
import { useEdit } from "./useEdit.ts";

/** How many results are wanted, which of them is used, and what that costs. */
export function ResultsSection({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const id = useId();
  const ids = nodes.map((node) => node.id);
  // With one take there is nothing to hand on but that.
  const many = nodes.some(({ takes, spread }) => (takes ?? 1) > 1 || spread === true);
  const spread = nodes.every((node) => node.spread === true);
  return (
    <>
      <TakesField nodes={nodes} />
      {many && (
        <div className={classes.row}>
          <span id={`${id}-spread`}>{t("takes.spread")}</span>
          <span className={classes.right}>
            <Switch aria-labelledby={`${id}-spread`} aria-describedby={`${id}-about`} checked={spread} onChange={({ currentTarget: { checked } }) => edit((doc) => setSpread(doc, ids, checked), t("undo.spread"))} />
          </span>
          <p id={`${id}-about`} className={classes.about}>
            {t("takes.spreadAbout")}
          </p>
        </div>
      )}
      <Picked nodes={nodes} />
    </>
  );
}

function TakesField({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const id = useId();
  const [draft, setDraft] = useState<number | string | null>(null);
  const ids = nodes.map((node) => node.id);
  const wanted = new Set(nodes.map(({ takes }) => takes ?? 1));
  const [only] = wanted;
  const steps = useSessionState(useShallow(({ plan }) => ids.flatMap((one) => plan.nodes.get(one)?.steps ?? [])));

  function change(next: number | string): void {
    setDraft(next);
    const takes = Number(next);
    if (next !== "" && Number.isInteger(takes) && takes >= 1 && takes <= LIMITS.takes) edit((doc) => setTakes(doc, ids, takes), t("undo.takes"), `takes:${ids.join(",")}`);
  }

  return (
    <div className={classes.row}>
      <span id={id}>{t("takes.label")}</span>
      <NumberInput
        aria-labelledby={id}
        aria-describedby={`${id}-cost`}
        min={1}
        max={LIMITS.takes}
        allowDecimal={false}
        placeholder={t("field.mixed")}
        value={draft ?? (wanted.size === 1 ? (only ?? 1) : "")}
        onChange={change}
        onBlur={() => setDraft(null)}
      />
      <p id={`${id}-cost`} className={`num ${classes.about}`}>
        {useCost(steps)}
      </p>
    </div>
  );
}

/** `1 of 4 there · 3 to make: 600 credits · one more costs 200` */
function useCost(steps: readonly StepView[]): string {
  const { t } = useTranslation("inspector");
  if (steps.length === 0) return t("takes.wanted");
  const sum = (of: (step: StepView) => number): number => steps.reduce((total, step) => total + of(step), 0);
  const needed = sum((step) => step.needed);
  const each = { min: sum(({ price }) => price.min), max: sum(({ price }) => price.max) };
  const stored = sum((step) => Math.min(step.wanted, step.stored.length));
  return [
    stored > 0 ? t("takes.have", { stored, wanted: sum(({ wanted }) => wanted) }) : "",
    needed > 0 ? t("takes.cost", { count: needed, credits: creditText({ min: sum(({ credits }) => credits.min), max: sum(({ credits }) => credits.max) }) }) : "",
    t("takes.each", { credits: creditText(each) }),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function Picked({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation("inspector");
  const edit = useEdit();
  const pinned = nodes.filter(({ picked }) => picked !== undefined);
  const [first] = pinned;
  if (!first?.picked) return null;
  const kind = catalogue.get(first.kind);
  const unpin = (): void => {
    if (nodes.length === 1) edit((doc) => setPicked(doc, first.id, null), t("undo.picked"));
    else edit((doc) => updateNodes(doc, pinned.map(({ id }) => id), ({ picked: _picked, ...rest }) => rest), t("undo.picked"));
  };
  return (
    <div className={classes.picked}>
      {nodes.length === 1 && kind?.role === "task" && (
        <div className={classes.thumb}>
          <MediaThumb sha256={first.picked} type={kind.makes} width={160} alt={t("takes.picked")} />
        </div>
      )}
      <div>
        <div className={classes.plain}>{nodes.length === 1 ? t("takes.picked") : t("takes.mixedPicked", { count: pinned.length })}</div>
        <p className={classes.about}>{t("takes.pickedAbout")}</p>
        <button type="button" className={`${classes.link} ${classes.plain}`} onClick={unpin}>
          {t("takes.unpin")}
        </button>
      </div>
    </div>
  );
}
