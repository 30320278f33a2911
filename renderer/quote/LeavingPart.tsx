import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Leaving } from "../../shared/contract/api/hosting.ts";
import { useSession } from "../state/hooks.ts";
import { Fold } from "../ui/Fold.tsx";
import { bytesText } from "../ui/format.ts";
import { titleOf } from "../ui/reasonText.ts";
import classes from "./LeavingPart.module.css";
import { useLeaving } from "./useLeaving.ts";

/** A list of thousands helps nobody: the rest is a number. */
const MOST_LINES = 20;

/** What a run would hand out and to whom: files to the bucket, addresses and assets to the service. Worked out when it is opened. */
export function LeavingPart() {
  const { t } = useTranslation("hosting");
  const [open, setOpen] = useState(false);
  const leaving = useLeaving(open);
  return (
    <section aria-label={t("leaving.title")}>
      <Fold title={t("leaving.title")} aside={open && leaving && leaving.length > 0 ? t("leaving.count", { count: leaving.length }) : undefined} open={open} onToggle={() => setOpen(!open)}>
        {leaving && (leaving.length === 0 ? <p className={classes.quiet}>{t("leaving.none")}</p> : <Groups leaving={leaving} />)}
      </Fold>
    </section>
  );
}

/** By whose hands they come into, in the order of the plan. */
function Groups({ leaving }: { leaving: readonly Leaving[] }) {
  const { t } = useTranslation("hosting");
  const groups = new Map<string, Leaving[]>();
  for (const one of leaving) {
    const name = one.what === "url" ? t("leaving.group.url", { host: one.to }) : one.what === "asset" ? t("leaving.group.asset") : one.to === "sandbox" ? t("leaving.group.sandbox") : one.to === "" ? t("leaving.group.nowhere") : t("leaving.group.upload", { to: one.to });
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const uploads = leaving.some(({ what, to }) => what !== "url" && what !== "asset" && to !== "" && to !== "sandbox");
  return (
    <div className={classes.groups}>
      {[...groups].map(([name, members]) => (
        <div key={name}>
          <h3 className={classes.head}>{name}</h3>
          <ul className={classes.list}>
            {members.slice(0, MOST_LINES).map((one) => (
              <Line key={`${one.what} ${one.sha256} ${one.name} ${one.nodes.join(" ")}`} one={one} />
            ))}
          </ul>
          {members.length > MOST_LINES && <p className={classes.quiet}>{t("leaving.more", { count: members.length - MOST_LINES })}</p>}
        </div>
      ))}
      {uploads && <p className={classes.quiet}>{t("leaving.once")}</p>}
    </div>
  );
}

function Line({ one }: { one: Leaving }) {
  const { t } = useTranslation("hosting");
  const session = useSession();
  const [node] = one.nodes;
  const title = node === undefined ? "" : titleOf(session.getState().doc, node);
  const name = one.what === "take" ? t("leaving.take", { name: title }) : one.what === "made" ? t(one.name === "" ? "leaving.madeOfTake" : "leaving.made", { name: one.name === "" ? title : one.name }) : one.name;
  const notes = [...(one.what === "take" ? [t("leaving.takeHint")] : []), ...(one.registers ? [t("leaving.registers")] : [])];
  const show = (): void => {
    if (node === undefined) return;
    session.select([node]);
    session.focusOn([node]);
  };
  return (
    <li className={classes.line}>
      <button type="button" className={classes.name} title={name} disabled={node === undefined} onClick={show}>
        {name}
      </button>
      {one.bytes !== null && <span className={`num ${classes.size}`}>{bytesText(one.bytes)}</span>}
      {notes.length > 0 && <small className={classes.note}>{notes.join(" · ")}</small>}
    </li>
  );
}
