import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../shared/graph/problem.ts";
import { startRun } from "../actions/runs.ts";
import { MendButtons } from "../fit/MendButtons.tsx";
import { useSession, useSessionState } from "../state/hooks.ts";
import type { PlanState } from "../state/planStore.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { creditText } from "../ui/format.ts";
import { paramLabel, portLabel, titleOf } from "../ui/reasonText.ts";
import { blocks, priceOfRun, runnable } from "../ui/runPrice.ts";
import { allProblems, type ProblemGroup } from "./problems.ts";
import classes from "./ProblemsList.module.css";

const MOST_OF_ONE = 20;

/** Everything that is wrong in the shown graph, by node, what stands in the way first; a click leads there. Fills its parent and scrolls. */
export function ProblemsList() {
  const { t } = useTranslation("quote");
  const plan = useSessionState((state) => state.plan);
  const groups = useMemo(() => allProblems(plan), [plan]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: groups.length, getScrollElement: () => scroll.current, estimateSize: () => 64, overscan: 8, getItemKey: (index) => groups[index]?.id ?? `at ${index}` });
  if (groups.length === 0) return <EmptyState title={t("problems.none")} text={t("problems.noneAbout")} />;
  return (
    <div className={classes.panel}>
      <RestBar plan={plan} />
      <div ref={scroll} className={classes.scroll}>
        <ul className={classes.list} style={{ height: virtual.getTotalSize() }} aria-label={t("problems.label")}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const group = groups[index];
            return (
              group && (
                <li key={key} ref={virtual.measureElement} data-index={index} aria-setsize={groups.length} aria-posinset={index + 1} className={classes.place} style={{ transform: `translateY(${start}px)` }}>
                  <Group group={group} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </div>
  );
}

/** What can run in spite of the problems, with its price: Run as a whole is closed by them. */
function RestBar({ plan }: { plan: PlanState }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const { doc } = session.getState();
  if (priceOfRun(doc, plan, null).problems === 0) return null;
  const ready = runnable(doc, plan);
  if (ready.length === 0) return null;
  const { credits } = priceOfRun(doc, plan, ready);
  return (
    <div className={classes.rest}>
      <span>{t("problems.rest")}</span>
      <Button variant="light" size="compact-xs" onClick={() => void startRun({ only: ready })}>
        {t("run.ready")} <span className="num">&nbsp;{credits.max > 0 ? creditText(credits) : t("run.free")}</span>
      </Button>
    </div>
  );
}

function Group({ group: { id, problems } }: { group: ProblemGroup }) {
  const { t } = useTranslation("quote");
  const name = useSessionState(({ doc }) => (id === null ? "" : titleOf(doc, id)));
  return (
    <section className={classes.group} aria-label={id === null ? t("problems.document") : name}>
      <h3 className={classes.name}>{id === null ? t("problems.document") : name}</h3>
      {problems.slice(0, MOST_OF_ONE).map((problem, at) => (
        <Row key={at} id={id} problem={problem} />
      ))}
      {problems.length > MOST_OF_ONE && <span className={classes.fix}>{t("problems.more", { count: problems.length - MOST_OF_ONE })}</span>}
    </section>
  );
}

function Row({ id, problem }: { id: string | null; problem: Problem }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const { message, fix, port, param, edge } = problem;
  const serious = blocks(problem);
  const place = useSessionState(({ doc }) => {
    if (id === null) return null;
    if (port !== undefined) return t("problems.port", { name: portLabel(doc, id, port) });
    return param === undefined ? null : t("problems.param", { name: paramLabel(doc, id, param) });
  });

  function show(): void {
    const { doc } = session.getState();
    const wire = edge === undefined ? undefined : doc.edges.get(edge)?.value;
    const ids = [id, wire?.to.node, wire?.from.node].filter((one) => one !== null && one !== undefined).filter((one) => doc.nodes.has(one)).slice(0, 1);
    session.select(ids, wire ? [wire.id] : []);
    session.focusOn(ids);
  }

  return (
    <>
      <button type="button" className={classes.row} onClick={show} onMouseEnter={() => session.hover(id)} onMouseLeave={() => session.hover(null)}>
        {serious ? <IconCircleX size={16} className={classes.error} aria-label={t("problems.error")} /> : <IconAlertTriangle size={16} className={classes.warning} aria-label={t("problems.warning")} />}
        <span className={classes.text}>
          {place !== null && <span className={classes.where}>{place}: </span>}
          {message} {fix !== undefined && <span className={classes.fix}>{fix}</span>}
        </span>
      </button>
      {id !== null && problem.mends !== undefined && (
        <div className={classes.mends}>
          <MendButtons nodeId={id} problem={problem} />
        </div>
      )}
    </>
  );
}
