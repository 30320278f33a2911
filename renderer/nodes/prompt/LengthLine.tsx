import { useTranslation } from "react-i18next";
import type { DocState } from "../../../shared/edit/records.ts";
import { useSessionState } from "../../state/hooks.ts";
import { numberText } from "../../ui/format.ts";
import { lengthOf } from "./chips.ts";
import classes from "./Prompt.module.css";
import { countItems, textOfNode } from "./promptText.ts";

/** `92 / 5,000`, `6 items`: how long a text is, as what it feeds counts. */
export function LengthLine({ nodeId, isList, className = classes["length"] ?? "" }: { nodeId: string; isList: boolean; className?: string }) {
  const { t } = useTranslation("nodes");
  // One text, so that equal counts are equal.
  const facts = useSessionState(({ doc }) => (isList ? `${itemsIn(doc, nodeId)}` : lengthText(doc, nodeId)));
  if (isList) return <span className={`${className} num`}>{t("text.items", { count: Number(facts) })}</span>;
  const [counted, most, model] = facts.split("|") as [string, string, string];
  const [length, max] = [Number(counted), Number(most)];
  const isOver = max > 0 && length > max;
  return (
    <span className={`${className} num`} data-tone={isOver ? "bad" : undefined} title={max > 0 ? t("text.countOfHint", { model, max: numberText(max) }) : t("text.countHint")}>
      {max > 0 ? t("text.countOf", { length: numberText(length), max: numberText(max) }) : t("text.count", { length: numberText(length) })}
    </span>
  );
}

const lengths = new WeakMap<object, { edges: DocState["edges"]; text: string }>();

function lengthText(doc: DocState, nodeId: string): string {
  const node = doc.nodes.get(nodeId)?.value;
  if (!node) return "0||";
  const known = lengths.get(node);
  if (known?.edges === doc.edges) return known.text;
  const { length, max, model } = lengthOf(doc, nodeId, textOfNode(node.params, "text"));
  const text = `${length}|${max ?? ""}|${model ?? ""}`;
  lengths.set(node, { edges: doc.edges, text });
  return text;
}

const items = new WeakMap<object, number>();

function itemsIn(doc: DocState, nodeId: string): number {
  const node = doc.nodes.get(nodeId)?.value;
  if (!node) return 0;
  const known = items.get(node) ?? countItems(textOfNode(node.params, "lines"));
  items.set(node, known);
  return known;
}
