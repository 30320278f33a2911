import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import { nameOfNode, paramsOf } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { FitButton } from "../fit/FitButton.tsx";
import classes from "./Card.module.css";
import { CARD } from "./cardSizes.ts";
import { MadePicture } from "./MadePicture.tsx";
import { ParamSelect, SecondsField } from "./ParamRow.tsx";
import { choicesOf } from "./paramChoices.ts";
import { ItemPager } from "./Preview.tsx";
import previewClasses from "./Preview.module.css";

interface MadeCardProps {
  node: GraphNode;
  type: MediaType;
  plan: NodePlanView | undefined;
  /** Pixels that the ports take. */
  ports: number;
}

/** Body of a node that makes its medium of another one on this machine: what it makes, and what it does. */
export function MadeCard({ node, type, plan, ports }: MadeCardProps) {
  const { t } = useTranslation("fit");
  const [wanted, setItem] = useState(0);
  const values = plan?.values ?? [];
  const item = Math.min(wanted, Math.max(0, values.length - 1));
  const value = values[item];
  const wrong = plan?.problems.find(({ severity }) => severity === "error");
  const needs = node.kind === "extractFrame" ? "video" : type;
  return (
    <>
      <div className={previewClasses["frame"]}>
        {value ? (
          <MadePicture key={value.sha256 ?? ""} id={node.id} value={value} type={type} title={nameOfNode(node, catalogue)} />
        ) : (
          <div className={previewClasses["empty"]}>
            <span>{t(`made.nothing.${needs}`)}</span>
          </div>
        )}
        {values.length > 1 && <ItemPager item={item} of={values.length} total={plan?.items ?? values.length} onItem={setItem} />}
      </div>
      <div style={{ height: ports }} />
      <div className={classes["footer"]} style={{ height: CARD.footer }}>
        {wrong && (
          <span className={classes["line"]} data-tone="bad" title={[wrong.message, wrong.fix].filter(Boolean).join("\n")} role="alert">
            {wrong.message}
          </span>
        )}
        {node.kind === "extractFrame" ? <FrameChoice node={node} /> : <FitButton id={node.id} form="words" className={classes["quiet"] ?? ""} />}
      </div>
    </>
  );
}

/** Which frame, and the time where one is named. */
function FrameChoice({ node }: { node: GraphNode }) {
  const kind = catalogue.get(node.kind);
  const choice = kind && choicesOf(kind).find(({ name }) => name === "at");
  if (!kind || !choice) return null;
  const values = paramsOf(node, kind);
  return (
    <>
      <ParamSelect id={node.id} choice={choice} value={values["at"]} named={false} />
      {values["at"] === "time" && <SecondsField key={String(values["seconds"])} id={node.id} name="seconds" value={values["seconds"]} />}
    </>
  );
}
