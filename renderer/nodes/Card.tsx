import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useIsSelected, useNode, useNodePlan, useSessionState } from "../state/hooks.ts";
import { usePreview } from "../ui/previewStore.ts";
import { countRender } from "../ui/renderCount.ts";
import { CardHeader } from "./CardHeader.tsx";
import classes from "./Card.module.css";
import { layoutIn, type CardLayout } from "./cardLayout.ts";
import { CARD } from "./cardSizes.ts";
import { sourceInfo, sourceName } from "./chooseSource.ts";
import furnitureClasses from "./Furniture.module.css";
import { GroupCard } from "./GroupCard.tsx";
import { MadeCard } from "./MadeCard.tsx";
import { NoteCard } from "./NoteCard.tsx";
import { OutputCard } from "./OutputCard.tsx";
import { Ports } from "./Ports.tsx";
import { badgeOf } from "./Preview.tsx";
import { LengthLine } from "./prompt/LengthLine.tsx";
import { PromptEditor } from "./prompt/PromptEditor.tsx";
import { RerouteDot } from "./RerouteDot.tsx";
import { ResizeHandle } from "./ResizeHandle.tsx";
import { SourceCard } from "./SourceCard.tsx";
import { StateChip } from "./StateChip.tsx";
import { TaskCard } from "./TaskCard.tsx";

/** Fields and buttons are called alike on every card: a screen reader says whose they are. A fieldset could not be laid out as a card. */
const GROUP = { role: "group" } as const;

const NO_PROBLEMS: readonly Problem[] = [];

/** The whole card of a node of the session around it, at the very size of its layout. */
export const Card = memo(function Card({ id }: { id: string }) {
  const node = useNode(id);
  const layout = useSessionState(({ doc }) => {
    const own = doc.nodes.get(id)?.value;
    return own ? layoutIn(doc, own) : null;
  });
  const plan = useNodePlan(id);
  const isSelected = useIsSelected(id);
  const isHovered = useSessionState(({ hovered }) => hovered === id);
  const isDimmed = usePreview(({ on }) => on && !worksIn(plan));
  countRender(id);
  if (!node || !layout) return null;
  const { width, height } = layout;
  const isFrame = node.kind === "note" || node.kind === "group" || node.kind === "reroute";
  const isCollapsed = node["collapsed"] === true && !isFrame;
  return (
    <div
      className={isFrame ? furnitureClasses["place"] : classes["card"]}
      {...GROUP}
      aria-label={nameOfNode(node, catalogue)}
      style={{ width, height }}
      data-card={node.kind}
      data-selected={isSelected}
      data-hovered={isHovered}
      data-dimmed={isDimmed}
      data-state={node.state}
      data-collapsed={isCollapsed}
    >
      <Body node={node} plan={plan} layout={layout} isCollapsed={isCollapsed} />
      <Ports id={id} layout={layout} problems={plan?.problems ?? NO_PROBLEMS} named={!isCollapsed && !isFrame} />
    </div>
  );
});

/** Whether a run would do something for this node. */
function worksIn(plan: NodePlanView | undefined): boolean {
  return plan?.steps.some(({ needed, inFlight }) => needed > 0 || inFlight > 0) ?? false;
}

interface BodyProps {
  node: GraphNode;
  plan: NodePlanView | undefined;
  layout: CardLayout;
  isCollapsed: boolean;
}

function Body({ node, plan, layout, isCollapsed }: BodyProps) {
  const { t } = useTranslation("nodes");
  const kind = catalogue.get(node.kind);
  if (node.kind === "note") return <NoteCard node={node} />;
  if (node.kind === "group") return <GroupCard node={node} />;
  if (node.kind === "reroute") return <RerouteDot id={node.id} />;
  const warning = warningOf(plan);
  const ports = portsHeight(layout);
  switch (node.kind) {
    case "prompt":
    case "promptList":
      return (
        <>
          <CardHeader node={node}>
            <StateMark node={node} plan={plan} />
            <LengthLine nodeId={node.id} isList={node.kind === "promptList"} className={classes["chip"] ?? ""} />
          </CardHeader>
          {!isCollapsed && (
            <>
              <div className={classes["text"]} style={{ height: layout.height - CARD.header - ports }}>
                <PromptEditor nodeId={node.id} size="card" />
              </div>
              <ResizeHandle id={node.id} least={{ width: CARD.leastWidth, height: CARD.header + CARD.leastText + ports }} />
            </>
          )}
        </>
      );
    case "imageAsset":
    case "videoRef":
    case "audioRef": {
      const type = kind?.output?.type;
      if (type !== "image" && type !== "video" && type !== "audio") return null;
      const value = plan?.values[0];
      const badge = value ? badgeOf(value) : null;
      const info = sourceInfo(node);
      return (
        <>
          <CardHeader node={node} name={sourceName(node)} warning={warning}>
            <StateMark node={node} plan={plan} />
            {badge !== null && <span className={`${classes["chip"]} num`}>{badge}</span>}
          </CardHeader>
          {!isCollapsed && <SourceCard node={node} type={type} plan={plan} ports={ports} />}
          {!isCollapsed && info !== null && (
            <span className={`${classes["info"]} num`} style={{ top: layout.ports[0]?.y }}>
              {info}
            </span>
          )}
        </>
      );
    }
    case "extractFrame":
    case "fitImage":
    case "fitVideo":
    case "fitAudio": {
      const type = kind?.output?.type;
      if (type !== "image" && type !== "video" && type !== "audio") return null;
      return (
        <>
          <CardHeader node={node} warning={warning}>
            <StateMark node={node} plan={plan} />
          </CardHeader>
          {!isCollapsed && <MadeCard node={node} type={type} plan={plan} ports={ports} />}
        </>
      );
    }
    case "output":
      return (
        <>
          <CardHeader node={node} warning={warning}>
            <StateMark node={node} plan={plan} />
          </CardHeader>
          {!isCollapsed && <OutputCard node={node} ports={ports} />}
        </>
      );
    default:
      if (kind?.role === "task") {
        return (
          <>
            <CardHeader node={node} warning={warning}>
              <StateChip node={node} plan={plan} />
            </CardHeader>
            {!isCollapsed && <TaskCard node={node} kind={kind} plan={plan} ports={ports} />}
          </>
        );
      }
      return (
        <>
          <CardHeader node={node} />
          {!isCollapsed && (
            <>
              <div style={{ height: ports }} />
              <p className={classes["placeholder"]}>{t("unknownKind", { kind: node.kind })}</p>
            </>
          )}
        </>
      );
  }
}

/** Of what never costs, only the states that are worth a word. */
function StateMark({ node, plan }: { node: GraphNode; plan: NodePlanView | undefined }) {
  const isWrong = plan?.problems.some(({ severity }) => severity === "error") === true && madeHere(node.kind);
  return isWrong || node.state === "bypassed" || node.state === "disabled" ? <StateChip node={node} plan={plan} /> : null;
}

/** What it makes of its input it makes on this machine. */
function madeHere(kind: string): boolean {
  return kind === "extractFrame" || kind.startsWith("fit");
}

function portsHeight({ ports }: CardLayout): number {
  const ins = ports.filter(({ side }) => side === "in").length;
  return Math.max(ins, ports.length - ins) * CARD.port + CARD.portsEnd;
}

function warningOf(plan: NodePlanView | undefined): string | null {
  const warnings = plan?.problems.filter(({ severity }) => severity === "warning") ?? [];
  return warnings.length === 0 ? null : warnings.map(({ message, fix }) => [message, fix].filter(Boolean).join(" ")).join("\n");
}
