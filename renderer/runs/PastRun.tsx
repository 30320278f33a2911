import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { creditText, numberText } from "../ui/format.ts";
import { clockText } from "../ui/useNow.ts";
import classes from "./Runs.module.css";
import { StateDot } from "./StateDot.tsx";
import { NodeName, StepsHead } from "./StepsTable.tsx";

/** A recorded run: the takes that it asked for. */
export function PastRun({ id }: { id: string }) {
  const { t } = useTranslation("runs");
  const [takes, setTakes] = useState<readonly NodeTake[]>([]);
  useEffect(() => {
    host().runs.takes({ runId: id }).then(setTakes).catch(reportTrouble);
  }, [id]);
  return (
    <table className={classes["table"]}>
      <StepsHead />
      <tbody>
        {takes.map((take) => (
          <tr key={take.id}>
            <td>
              <NodeName id={take.nodeId} item={take.item} />
            </td>
            <td>
              <span className={classes["state"]}>
                <StateDot state={take.state} />
                {t(`take.${take.state}`)}
              </span>
            </td>
            <td className={take.error ? classes["error"] : classes["dim"]}>{take.error?.message ?? take.prompt?.slice(0, 120)}</td>
            <td className={`${classes["end"]} num`}>{take.storedAt === null ? "–" : clockText(take.storedAt - take.createdAt)}</td>
            <td className={classes["end"]}>–</td>
            <td className={`${classes["end"]} num`}>{creditText(take.quoted)}</td>
            <td className={`${classes["end"]} num`}>{take.billed === null ? "–" : numberText(take.billed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
