import { Menu } from "@mantine/core";
import { IconEye, IconPlayerPlay, IconPlayerSkipForward, IconSelect } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startRun } from "../actions/runs.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { creditText } from "../ui/format.ts";
import { usePreview } from "../ui/previewStore.ts";
import { priceOfRun, runnable, type RunPrice } from "../ui/runPrice.ts";
import type { RunSituation } from "./runSituation.ts";
import classes from "./RunMenu.module.css";

/** Ways to run, each with its price. Mounted only while the menu is open: prices of parts are worked out then. */
export function RunMenu({ situation: { obstacle, run, othersFirst } }: { situation: RunSituation }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const selection = useSessionState((state) => state.selection);
  const plan = useSessionState((state) => state.plan);
  const { on: preview, set: setPreview } = usePreview();
  const { doc } = session.getState();
  const all = priceOfRun(doc, plan, null);
  const selected = selection.size > 0 ? priceOfRun(doc, plan, selection) : null;
  const ready = all.problems > 0 ? runnable(doc, plan) : [];
  const queued = run !== null || othersFirst;
  const closed = obstacle !== null && (obstacle.why === "offline" || obstacle.why === "held" || obstacle.why === "loading");
  return (
    <>
      {queued && <Menu.Label className={classes.label}>{t("run.queueAbout")}</Menu.Label>}
      <Way icon={<IconPlayerPlay size={16} />} label={run ? t("run.queue") : t("run.all")} price={all} closed={closed} onClick={() => void startRun()} />
      <Way
        icon={<IconSelect size={16} />}
        label={t("run.selected", { count: selection.size })}
        about={t("run.selectedAbout")}
        price={selected}
        closed={closed}
        onClick={() => void startRun({ only: [...selection] })}
      />
      {ready.length > 0 && (
        <Way icon={<IconPlayerSkipForward size={16} />} label={t("run.ready")} about={t("run.readyAbout")} price={priceOfRun(doc, plan, ready)} closed={closed} onClick={() => void startRun({ only: ready })} />
      )}
      <Menu.Divider />
      <Menu.Item role="menuitemcheckbox" aria-checked={preview} leftSection={<IconEye size={16} />} rightSection={preview ? "✓" : null} onClick={() => setPreview(!preview)}>
        {t("preview.label")}
        <div className={classes.about}>{t("preview.on")}</div>
      </Menu.Item>
    </>
  );
}

function Way({ icon, label, about, price, closed, onClick }: { icon: ReactNode; label: string; about?: string; price: RunPrice | null; closed: boolean; onClick: () => void }) {
  const { t } = useTranslation("quote");
  const idle = price === null || price.takes === 0;
  const text = price === null ? null : price.problems > 0 ? t("problems.errors", { count: price.problems }) : idle ? t("run.nothing") : price.credits.max > 0 ? creditText(price.credits) : t("run.free");
  return (
    <Menu.Item leftSection={icon} disabled={closed || idle || price.problems > 0} rightSection={text !== null && <span className={`num ${classes.price} ${price && price.problems > 0 ? classes.bad : ""}`}>{text}</span>} onClick={onClick}>
      {label}
      {about !== undefined && <div className={classes.about}>{about}</div>}
    </Menu.Item>
  );
}
