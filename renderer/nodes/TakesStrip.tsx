import { IconHistory } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { setPicked } from "../../shared/edit/nodes.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { revealBottom } from "../actions/panels.ts";
import { reroll } from "../actions/runs.ts";
import { useSession } from "../state/hooks.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { useRerollPrice } from "../ui/useRerollPrice.ts";
import classes from "./Card.module.css";

const MOST_SHOWN = 3;

interface TakesStripProps {
  id: string;
  plan: NodePlanView;
  type: MediaType;
  item: number;
  picked: string | undefined;
}

/** All stored takes of the current request of the item that is shown, the newest last; a click makes downstream use one. */
export const TakesStrip = memo(function TakesStrip({ id, plan, type, item, picked }: TakesStripProps) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const stored = plan.steps[item]?.stored ?? [];
  const newest = stored.at(-1);
  const used = picked !== undefined && stored.includes(picked) ? picked : newest;
  const shown = aroundUsed(stored, used);
  const price = useRerollPrice(id);
  const pick = (sha256: string) => {
    // Whoever uses the newest one goes on to use what is newest.
    session.commit(setPicked(session.getState().doc, id, sha256 === newest ? null : sha256), { label: t("takes.picked") });
  };
  const openHistory = () => {
    session.select([id]);
    revealBottom("takes");
  };
  return (
    <>
      <span className={classes["takes"]}>
        {shown.map((sha256) => {
          const words = { number: stored.indexOf(sha256) + 1, of: stored.length };
          return (
            <button key={sha256} type="button" className="nodrag nopan" aria-pressed={sha256 === used} aria-label={t(sha256 === used ? "takes.used" : "takes.take", words)} title={t(sha256 === used ? "takes.used" : "takes.take", words)} onClick={() => pick(sha256)}>
              <MediaThumb sha256={sha256} type={type} width={160} />
            </button>
          );
        })}
        {stored.length > shown.length && (
          <button type="button" className={`${classes["more"]} nodrag nopan num`} title={t("takes.older", { count: stored.length - shown.length })} onClick={openHistory}>
            {`+${stored.length - shown.length}`}
          </button>
        )}
      </span>
      <button type="button" className={`${classes["quiet"]} nodrag nopan num`} title={t("takes.rerollHint", { credits: price })} onClick={() => void reroll(id)}>
        {t("takes.reroll", { credits: price })}
      </button>
      <button type="button" className={`${classes["icon"]} nodrag nopan`} aria-label={t("takes.history")} title={t("takes.history")} onClick={openHistory}>
        <IconHistory size={14} stroke={1.7} aria-hidden />
      </button>
    </>
  );
});

/** The newest ones; the one that is used is always among them. */
function aroundUsed(stored: readonly string[], used: string | undefined): readonly string[] {
  const newest = [...new Set(stored)].slice(-MOST_SHOWN);
  return used === undefined || newest.includes(used) ? newest : [used, ...newest.slice(1)];
}
