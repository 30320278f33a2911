import { useTranslation } from "react-i18next";
import type { Template } from "../../../shared/contract/api/sessions.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { creditText } from "../../ui/format.ts";
import { GraphPicture } from "./GraphPicture.tsx";
import classes from "./TemplateGrid.module.css";

interface TemplateGridProps {
  templates: readonly Template[];
  onChoose: (id: string) => void;
}

/** The examples with pictures, and what running all of each would cost. */
export function TemplateGrid({ templates, onChoose }: TemplateGridProps) {
  const { t } = useTranslation("app");
  return (
    <ul className={classes.grid}>
      {templates.map(({ id, graph, description, quote }) => (
        <li key={id}>
          <button type="button" className={classes.template} data-template={id} onClick={() => onChoose(id)}>
            <GraphPicture graph={graph} />
            <span className={classes.name}>{graph.name}</span>
            <span className={classes.text}>{description}</span>
            <span className={`num ${classes.facts}`}>
              {quote.max > 0 ? t("welcome.quote", { credits: creditText(quote) }) : t("welcome.free")} · {t("welcome.nodes", { count: graph.nodes.filter(({ kind }) => catalogue.get(kind)?.role !== "furniture").length })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
