import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setBudget } from "../../shared/edit/nodes.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { numberText } from "../ui/format.ts";
import { useHeldDraft } from "../ui/useHeldDraft.ts";
import classes from "./Quote.module.css";

/** What a run of this graph may cost at most; empty is no limit. Says at once when the quote is above it. */
export function Budget() {
  const { t } = useTranslation("quote");
  const session = useSession();
  const budget = useSessionState(({ doc }) => doc.meta.budget);
  const most = useSessionState(({ plan }) => plan.summary.quote.max);
  const [draft, setDraft] = useState<number | string | null>(null);
  const over = budget === undefined ? 0 : most - budget;

  function commit(): void {
    if (draft === null) return;
    setDraft(null);
    const change = setBudget(session.getState().doc, draft === "" ? null : Number(draft));
    if (!isRefusal(change)) session.commit(change, { label: t("budget.edit") });
  }
  useHeldDraft(commit);

  return (
    <NumberInput
      label={t("budget.label")}
      description={budget === undefined || over > 0 ? null : t("budget.within", { credits: numberText(-over) })}
      labelProps={{ fw: 400, c: "dimmed", mb: 4 }}
      descriptionProps={{ fz: "xs" }}
      errorProps={{ fz: "xs" }}
      title={t("budget.hint")}
      placeholder={t("budget.placeholder")}
      error={over > 0 ? t("budget.over", { credits: numberText(over) }) : null}
      value={draft ?? budget ?? ""}
      min={0}
      step={50}
      allowNegative={false}
      thousandSeparator=","
      inputWrapperOrder={["label", "input", "description", "error"]}
      rightSection={<span className={classes.faint}>{t("budget.unit")}</span>}
      rightSectionWidth={56}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === "Enter") commit();
        if (key === "Escape") setDraft(null);
      }}
    />
  );
}
