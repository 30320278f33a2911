import { useState } from "react";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import type { TaskKind } from "../../shared/nodes/define.ts";
import { useNodeSteps, useSession, useSessionState } from "../state/hooks.ts";
import { currentRun, isUnderWay, useRuns } from "../state/runsStore.ts";
import { useReasonText } from "../ui/reasonText.ts";
import classes from "./Card.module.css";
import { CARD } from "./cardSizes.ts";
import { isOutdated, statusOf, type CardStatus } from "./cardStatus.ts";
import { ParamRow } from "./ParamRow.tsx";
import { Preview } from "./Preview.tsx";
import { ReviewOffer } from "./ReviewOffer.tsx";
import { EndedLine, endOf, ProgressBar, RunningLine, WaitingLine } from "./StatusLine.tsx";
import { TakesStrip } from "./TakesStrip.tsx";

interface TaskCardProps {
  node: GraphNode;
  kind: TaskKind;
  plan: NodePlanView | undefined;
  /** Pixels that the ports take between picture and params. */
  ports: number;
}

/** What a card of a paid node has under its header: picture, ports (drawn by the card), params, and what happens, happened or would. */
export function TaskCard({ node, kind, plan, ports }: TaskCardProps) {
  const [wanted, setItem] = useState(0);
  const item = Math.min(wanted, Math.max(0, (plan?.values.length ?? 1) - 1));
  const status = useCardStatus(node.id, plan);
  const before = useShownBefore(node.id, plan?.values[item]?.sha256 ?? null);
  return (
    <>
      <Preview title={nameOfNode(node, catalogue)} type={kind.makes} plan={plan} item={item} onItem={setItem} before={before} isRunning={status.is === "running" || status.is === "waiting"}>
        {status.is === "running" && <ProgressBar status={status} />}
      </Preview>
      <div style={{ height: ports }} />
      <ParamRow node={node} />
      <div className={classes["footer"]} style={{ height: CARD.footer }}>
        <Foot node={node} kind={kind} plan={plan} status={status} item={item} />
      </div>
    </>
  );
}

function Foot({ node, kind, plan, status, item }: { node: GraphNode; kind: TaskKind; plan: NodePlanView | undefined; status: CardStatus; item: number }) {
  const reasonText = useReasonText();
  const session = useSession();
  if (status.is === "running") return <RunningLine status={status} />;
  if (status.is === "waiting") return <WaitingLine status={status} />;
  if (status.is !== "idle") {
    return (
      <>
        <EndedLine status={status} />
        <ReviewOffer nodes={status.error?.offers?.review ?? []} />
      </>
    );
  }
  if (!plan) return null;
  const problem = plan.problems.find(({ severity }) => severity === "error");
  if (problem && node.state !== "bypassed" && node.state !== "disabled") {
    return (
      <span className={classes["line"]} data-tone="bad" title={[problem.message, problem.fix].filter(Boolean).join("\n")}>
        {problem.message}
      </span>
    );
  }
  if ((plan.steps[item]?.stored.length ?? 0) > 0) return <TakesStrip id={node.id} plan={plan} type={kind.makes} item={item} picked={node.picked} />;
  const reason = reasonText(session.getState().doc, node.id, plan.reason);
  return (
    <span className={classes["line"]} title={reason}>
      {reason}
    </span>
  );
}

/** What the graph's current or last run says of a node, as long as it holds. */
function useCardStatus(id: string, plan: NodePlanView | undefined): CardStatus {
  const steps = useNodeSteps(id);
  const session = useSession();
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const underWay = useRuns(({ runs }) => steps.length > 0 && isUnderWay(currentRun(runs, graphId)));
  const status = statusOf(steps, underWay);
  const hasEnded = status.is === "failed" || status.is === "unknown" || status.is === "blocked";
  // A lost answer that was decided about is no news any more.
  if (status.is === "unknown" && plan?.steps.every(({ unknown }) => unknown === 0)) return { is: "idle" };
  return hasEnded && plan && isOutdated(`${session.id}/${id}`, endOf(steps), plan.steps) ? { is: "idle" } : status;
}

const shownBefore = new Map<string, string>();

/** While a node's new request has no result yet, its last one is still worth a look. Null when there is a newer one or none. */
function useShownBefore(id: string, sha256: string | null): string | null {
  const place = `${useSession().id}/${id}`;
  if (sha256 === null) return shownBefore.get(place) ?? null;
  shownBefore.set(place, sha256);
  return null;
}
