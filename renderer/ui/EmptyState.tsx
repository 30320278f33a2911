import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

/** A place where nothing is yet, and what to do about it. */
export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className={classes["empty"]}>
      <strong>{title}</strong>
      <p>{text}</p>
      {children}
    </div>
  );
}
