import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setParam } from "../../shared/edit/nodes.ts";
import { paramsOf } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSession } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import classes from "./Card.module.css";
import { choicesOf, type ParamChoice } from "./paramChoices.ts";

/** The few params that matter, side by side. Everything else is in the inspector. */
export const ParamRow = memo(function ParamRow({ node }: { node: GraphNode }) {
  const kind = catalogue.get(node.kind);
  if (!kind) return null;
  const values = paramsOf(node, kind);
  const choices = choicesOf(kind);
  return (
    <div className={classes["params"]} data-single={choices.length === 1}>
      {choices.map((choice) => (
        <ParamSelect key={choice.name} id={node.id} choice={choice} value={values[choice.name]} named={choices.length === 1} />
      ))}
    </div>
  );
});

export function ParamSelect({ id, choice, value, named }: { id: string; choice: ParamChoice; value: unknown; named: boolean }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  // Thousands of options in the page would be for nothing: they come when the pointer or the keyboard does.
  const [open, setOpen] = useState(false);
  const { name, label, description, options } = choice;
  const shown = open ? options : options.filter((option) => option.value === value);
  const set = (text: string) => {
    const option = options.find((one) => String(one.value) === text);
    if (!option) return;
    const change = setParam(session.getState().doc, id, name, option.value);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("set", { name: label.toLowerCase() }) });
  };
  const title = [label, description].filter(Boolean).join(": ");
  return (
    <label className={classes["param"]} title={title}>
      {named && <span>{label}</span>}
      <select className="nodrag nopan nokey" aria-label={label} value={String(value)} onPointerEnter={() => setOpen(true)} onFocus={() => setOpen(true)} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {shown.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number of seconds beside a choice; taken when the field is left or with Enter, back with Escape. */
export function SecondsField({ id, name, value }: { id: string; name: string; value: unknown }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [draft, setDraft] = useState(String(value));
  const take = () => {
    const seconds = Number(draft.replace(",", "."));
    if (draft.trim() === "" || !Number.isFinite(seconds) || seconds < 0 || seconds === value) {
      setDraft(String(value));
      return;
    }
    const change = setParam(session.getState().doc, id, name, seconds);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("set", { name }) });
  };
  return (
    <label className={classes["seconds"]}>
      <input
        className="num nodrag nopan nokey"
        inputMode="decimal"
        aria-label={t("seconds")}
        value={draft}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setDraft(String(value));
        }}
      />
      s
    </label>
  );
}
