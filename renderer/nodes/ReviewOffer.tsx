import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setParam } from "../../shared/edit/nodes.ts";
import { useSession } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import classes from "./Card.module.css";

/** A failure that may be about people in pictures that were not reviewed: one click has them reviewed by the next run. */
export function ReviewOffer({ nodes }: { nodes: readonly string[] }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const ask = () => {
    const change = setParam(session.getState().doc, nodes, "review", "always");
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("source.offerDid") });
  };
  if (nodes.length === 0) return null;
  return (
    <button type="button" className={`${classes["quiet"]} nodrag nopan`} title={t("source.offerHint")} onClick={ask}>
      {t("source.offer")}
    </button>
  );
}
