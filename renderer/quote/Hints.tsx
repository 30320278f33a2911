import { useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import type { Hint } from "../../shared/hints/types.ts";
import { hintChange } from "../../shared/hints/apply.ts";
import { isRefusal } from "../../shared/edit/draft.ts";
import type { Session } from "../state/session.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { Fold } from "../ui/Fold.tsx";
import { creditText } from "../ui/format.ts";
import classes from "./Quote.module.css";

/** Hints that the user does not want to see again, until the page is loaded anew. */
const useDismissed = create<{ ids: ReadonlySet<string> }>()(() => ({ ids: new Set() }));

const keyOf = (session: Session, { id, message }: Hint): string => `${session.id} ${id} ${message}`;

/** Ways to spend less, each with its amount, what is given up for it, and one click to take it. */
export function Hints() {
  const { t } = useTranslation("quote");
  const session = useSession();
  const hints = useSessionState(({ plan }) => plan.summary.hints);
  const dismissed = useDismissed(({ ids }) => ids);
  const [open, setOpen] = useState(false);
  const [first, ...more] = hints.filter((hint) => !dismissed.has(keyOf(session, hint)));
  if (!first) return null;
  return (
    <section className={classes.block} aria-label={t("hints.title")}>
      <h2 className={classes.title}>{t("hints.title")}</h2>
      <HintBox hint={first} />
      {more.length > 0 && (
        <Fold title={t("hints.more", { count: more.length })} open={open} onToggle={() => setOpen(!open)}>
          {more.map((hint) => (
            <HintBox key={hint.id} hint={hint} />
          ))}
        </Fold>
      )}
    </section>
  );
}

function HintBox({ hint }: { hint: Hint }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const { nodeId, message, saves, detail } = hint;
  return (
    <div className={classes.box} onMouseEnter={() => session.hover(nodeId)} onMouseLeave={() => session.hover(null)}>
      <span className="num">{message}</span>
      <span className={classes.faint}>{detail}</span>
      <div className={classes.actions}>
        <button type="button" className={`num ${classes.link} ${classes.strong}`} onClick={() => take(session, hint, t("hints.applied"), t("hints.gone"))}>
          {t("hints.apply")}, {t("hints.saves", { credits: creditText(saves) })}
        </button>
        <button type="button" className={`${classes.link} ${classes.faint}`} onClick={() => useDismissed.setState(({ ids }) => ({ ids: new Set(ids).add(keyOf(session, hint)) }))}>
          {t("hints.dismiss")}
        </button>
      </div>
    </div>
  );
}

/** One step of undo for all edits of a hint. */
function take(session: Session, { edits, message }: Hint, label: string, gone: string): void {
  const change = hintChange(session.getState().doc, edits);
  if (isRefusal(change)) {
    reportTrouble(gone);
    return;
  }
  session.commit(change, { label });
  announce(message);
}
