import { useTranslation } from "react-i18next";
import { setParam } from "../../shared/edit/nodes.ts";
import { apply, compose, type Change } from "../../shared/edit/records.ts";
import { useSession } from "../state/hooks.ts";
import classes from "./Card.module.css";

/** A failure that may be about people in pictures that were not reviewed: one click has them reviewed by the next run. */
export function ReviewOffer({ nodes }: { nodes: readonly string[] }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const ask = () => {
    let { doc } = session.getState();
    let change: Change | null = null;
    for (const id of nodes) {
      const one = setParam(doc, id, "review", "always");
      if ("refused" in one) continue;
      change = change ? compose(change, one) : one;
      doc = apply(doc, one);
    }
    if (change) session.commit(change, { label: t("source.offerDid") });
  };
  if (nodes.length === 0) return null;
  return (
    <button type="button" className={`${classes["quiet"]} nodrag nopan`} title={t("source.offerHint")} onClick={ask}>
      {t("source.offer")}
    </button>
  );
}
