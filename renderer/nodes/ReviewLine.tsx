import { useTranslation } from "react-i18next";
import type { ValueView } from "../../shared/contract/api/plan.ts";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setParam } from "../../shared/edit/nodes.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { host } from "../state/app.ts";
import { useSession } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import classes from "./Card.module.css";
import sourceClasses from "./Source.module.css";

const REVIEWS = ["auto", "always", "never"] as const;

interface ReviewLineProps {
  node: GraphNode;
  type: MediaType;
}

/** Whether the medium is reviewed before it is sent. A video always is. */
export function ReviewLine({ node, type }: ReviewLineProps) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const review = REVIEWS.find((one) => one === node.params["review"]) ?? "auto";
  const set = (value: string) => {
    const change = setParam(session.getState().doc, node.id, "review", value);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("set", { name: "review" }) });
  };
  return (
    <span className={sourceClasses["review"]}>
      {type === "video" ? (
        <span className={classes["line"]}>{t("source.review.forced")}</span>
      ) : (
        <select className="nodrag nopan nokey" aria-label={t("source.review.label")} title={t("source.review.label")} value={review} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {REVIEWS.map((one) => (
            <option key={one} value={one}>
              {t(`source.review.${one}`)}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}

interface ReviewStateProps {
  value: ValueView | undefined;
  type: MediaType;
}

/** On the picture: where the service's review of it stands. Nothing while it was not registered. */
export function ReviewState({ value, type }: ReviewStateProps) {
  const { t } = useTranslation("nodes");
  if (!value?.reviewed) return null;
  const { identity } = value;
  const { status, failReason } = value.reviewed;
  const again = () => {
    if (identity === undefined) return;
    host().assets.reviewAgain({ content: identity, type }).catch(reportTrouble);
  };
  return (
    <span className={sourceClasses["onPicture"]}>
      <span className={sourceClasses["reviewed"]} data-state={status} title={status === "failed" ? t("source.reviewed.hint", { reason: failReason ?? t("status.noReason") }) : t(`source.reviewed.${status}Hint`)}>
        {t(`source.reviewed.${status}`)}
      </span>
      {status === "failed" && (
        <button type="button" className={`${classes["quiet"]} nodrag nopan`} title={t("source.reviewed.againHint")} onClick={again}>
          {t("source.reviewed.again")}
        </button>
      )}
    </span>
  );
}
