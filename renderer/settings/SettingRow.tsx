import { type ReactNode, useId } from "react";
import classes from "./Settings.module.css";

/** A heading and what belongs to it. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** A setting: its name, what it means, and its control at the right. */
export function Row({ label, hint, htmlFor, children }: { label: string; hint?: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {hint !== undefined && <small>{hint}</small>}
      </div>
      {children}
    </div>
  );
}
