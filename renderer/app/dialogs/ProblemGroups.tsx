import { useTranslation } from "react-i18next";
import type { Problem } from "../../../shared/graph/problem.ts";
import classes from "./Preview.module.css";

const MOST = 40;

/** Problems of a file that is not open, by the place that they are at. */
export function ProblemGroups({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation("app");
  const placeOf = ({ node, edge }: Problem) => (node !== undefined ? t("openFailed.node", { id: node }) : edge !== undefined ? t("openFailed.edge", { id: edge }) : t("openFailed.document"));
  const groups = Map.groupBy(problems.slice(0, MOST), placeOf);
  return (
    <ul className={classes.problems}>
      {[...groups].map(([place, those]) => (
        <li key={place}>
          <b>{place}</b>
          {those.map(({ message, fix, severity }, at) => (
            <span key={at} data-severity={severity}>
              {message} {fix}
            </span>
          ))}
        </li>
      ))}
      {problems.length > MOST && <li>{t("preview.more", { count: problems.length - MOST })}</li>}
    </ul>
  );
}
