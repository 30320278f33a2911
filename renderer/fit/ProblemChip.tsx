import { Popover } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../shared/graph/problem.ts";
import { MendButtons } from "./MendButtons.tsx";
import classes from "./ProblemChip.module.css";

interface ProblemChipProps {
  nodeId: string;
  /** What the node is called. */
  name: string;
  problems: readonly Problem[];
  className: string;
  /** Shown while the pointer rests on it. */
  hint: string;
  /** What the card says. */
  word: string;
}

/** A card's word for "something is wrong here": opens what, why, and the ways to mend it. */
export function ProblemChip({ nodeId, name, problems, className, hint, word }: ProblemChipProps) {
  const { t } = useTranslation("fit");
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} withinPortal trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className={`${className} ${classes.chip} nodrag nopan`} data-tone="bad" title={hint} aria-label={`${word}. ${t("problems.show", { name })}`} onClick={() => setOpen(!open)}>
          {word}
        </button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ul className={classes.list}>
          {problems.map((problem) => (
            <li key={`${problem.port ?? ""} ${problem.message}`} className={classes.problem}>
              {problem.severity === "error" ? <IconCircleX size={15} className={classes.error} aria-hidden /> : <IconAlertTriangle size={15} className={classes.warning} aria-hidden />}
              <span className={classes.text}>
                {problem.message} {problem.fix !== undefined && <span className={classes.fix}>{problem.fix}</span>}
                <MendButtons nodeId={nodeId} problem={problem} onDone={() => setOpen(false)} />
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
