import { IconChevronDown, IconWand } from "@tabler/icons-react";
import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { mendChange } from "../../shared/edit/mends.ts";
import type { Mend, Problem } from "../../shared/graph/problem.ts";
import { i18n } from "../i18n/index.ts";
import { useSession } from "../state/hooks.ts";
import type { Session } from "../state/session.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import classes from "./MendButtons.module.css";

/** Ways to mend a problem of a node: the mildest as a button, the others in a menu beside it. Each is one step of undo. */
export function MendButtons({ nodeId, problem: { port, mends }, onDone }: { nodeId: string; problem: Problem; onDone?: () => void }) {
  const { t } = useTranslation("fit");
  const session = useSession();
  const [first, ...others] = mends ?? [];
  if (!first || port === undefined) return null;
  const take = (mend: Mend) => {
    if (applyMend(session, nodeId, port, mend)) onDone?.();
  };
  return (
    <span className={`${classes.mends} nodrag nopan`}>
      <button type="button" className={classes.mend} onClick={() => take(first)}>
        <IconWand size={13} stroke={1.8} aria-hidden />
        <span>{first.label}</span>
      </button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <button type="button" className={classes.more} aria-label={t("mend.several")} title={t("mend.several")}>
              <IconChevronDown size={13} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((mend) => (
              <Menu.Item key={mend.label} onClick={() => take(mend)}>
                {mend.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

/** False: it could not be done, and the user was told why. */
function applyMend(session: Session, nodeId: string, port: string, mend: Mend): boolean {
  const change = mendChange(session.getState().doc, nodeId, port, mend);
  if (isRefusal(change)) {
    reportTrouble(change.refused);
    return false;
  }
  session.commit(change, { label: mend.label.slice(0, 1).toLowerCase() + mend.label.slice(1) });
  announce(i18n.t("fit:mend.done", { label: mend.label }));
  return true;
}
