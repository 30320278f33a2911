import { IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BucketTest } from "../../shared/contract/api/hosting.ts";
import classes from "./Hosting.module.css";

const SIGN = { done: IconCircleCheck, failed: IconCircleX, skipped: IconCircleDashed } as const;

/** Upload, fetch, delete: what each came to, and how to mend it. */
export function BucketSteps({ result: { steps, problems } }: { result: BucketTest }) {
  const { t } = useTranslation("hosting");
  const place = useRef<HTMLOutputElement>(null);
  // The answer may be below what is in view.
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, [steps]);
  return (
    <output ref={place} className={classes.steps}>
      {problems.map(({ field, message }) => (
        <span key={field} className={classes.step} data-state="failed">
          <IconCircleX size={16} stroke={1.7} aria-hidden />
          <span>{message}</span>
        </span>
      ))}
      {steps.map(({ step, state, message }) => {
        const Sign = SIGN[state];
        return (
          <span key={step} className={classes.step} data-state={state}>
            <Sign size={16} stroke={1.7} aria-hidden />
            <span>
              <strong>{t(`step.${step}`)}</strong> <em>{t(`state.${state}`)}</em>
              <small>{message}</small>
            </span>
          </span>
        );
      })}
    </output>
  );
}
