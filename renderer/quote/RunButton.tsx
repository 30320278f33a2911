import { Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { RunView } from "../../shared/contract/api/runs.ts";
import { cancelRun, startRun } from "../actions/runs.ts";
import { creditText } from "../ui/format.ts";
import { RunDialogs } from "./RunDialogs.tsx";
import { RunMenu } from "./RunMenu.tsx";
import { useRunSituation, type Obstacle, type RunSituation } from "./runSituation.ts";
import { showProblems } from "./showProblems.ts";
import classes from "./RunButton.module.css";

/** Run with its price; Cancel while a run of this graph is under way. Also holds what is asked before money moves. */
export function RunButton() {
  const { t } = useTranslation("quote");
  const situation = useRunSituation();
  return (
    <div className={classes.group}>
      {situation.run ? <CancelPart run={situation.run} /> : <RunPart situation={situation} />}
      <Menu position="bottom-end" width={300} classNames={{ itemSection: classes.section ?? "" }}>
        <Menu.Target>
          <button type="button" className={`${classes.more} ${situation.run ? classes.quiet : situation.obstacle ? classes.off : ""}`} aria-label={t("run.more")}>
            <IconChevronDown size={16} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <RunMenu situation={situation} />
        </Menu.Dropdown>
      </Menu>
      <RunDialogs />
    </div>
  );
}

function RunPart({ situation: { price, obstacle } }: { situation: RunSituation }) {
  const { t } = useTranslation("quote");
  const why = useWhy()(obstacle);
  const about = useId();
  const act = obstacle === null ? () => void startRun() : obstacle.why === "problems" ? showProblems : undefined;
  const chip = price && (price.max > 0 ? creditText(price) : obstacle?.why === "nothing" || obstacle?.why === "empty" || obstacle?.why === "problems" ? null : t("run.free"));
  return (
    <Tooltip label={why} multiline maw={280}>
      {/* It stays focusable while it does nothing, so that the keyboard can read why. */}
      <button type="button" className={`${classes.run} ${obstacle ? classes.off : ""}`} aria-disabled={act === undefined} aria-describedby={about} onClick={act} data-run-button>
        <IconPlayerPlayFilled size={14} aria-hidden />
        {t("run.run")}
        {chip !== null && <b className={`num ${classes.chip}`}>{chip}</b>}
        {obstacle?.why === "problems" && <b className={`num ${classes.count}`}>{obstacle.count}</b>}
        <span id={about} hidden>
          {why}
        </span>
      </button>
    </Tooltip>
  );
}

function CancelPart({ run }: { run: RunView }) {
  const { t } = useTranslation("quote");
  const about = useId();
  const ending = run.state === "cancelling";
  const why = run.state === "queued" ? t("run.why.queued") : (run.paused ?? t(ending ? "run.why.ending" : "run.why.running"));
  return (
    <Tooltip label={why} multiline maw={280}>
      <button type="button" className={`${classes.run} ${classes.quiet}`} aria-disabled={ending} aria-describedby={about} onClick={ending ? undefined : () => void cancelRun(run.runId)} data-cancel-button>
        <IconPlayerStopFilled size={14} aria-hidden />
        {ending ? t("run.ending") : t("run.cancel")}
        <span id={about} hidden>
          {why}
        </span>
      </button>
    </Tooltip>
  );
}

/** Why Run does nothing, or what it does. */
function useWhy(): (obstacle: Obstacle | null) => string {
  const { t } = useTranslation("quote");
  return (obstacle) => {
    if (!obstacle) return t("run.why.ready");
    if (obstacle.why === "held") return t("run.why.held", { what: obstacle.what });
    if (obstacle.why === "problems") return t("run.why.problems", { count: obstacle.count });
    return t(`run.why.${obstacle.why}`);
  };
}
