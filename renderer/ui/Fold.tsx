import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Fold.module.css";

interface FoldProps {
  title: string;
  /** Told beside the title, so that it need not be opened for it. */
  aside?: ReactNode;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
}

/** What is not always wanted, behind its title. */
export function Fold({ title, aside, open, onToggle, children }: FoldProps) {
  return (
    <div className={classes.fold}>
      <button type="button" className={classes.button} aria-expanded={open} onClick={onToggle}>
        <IconChevronRight size={14} aria-hidden />
        <span className={classes.title}>{title}</span>
        {aside !== undefined && <span className={`num ${classes.aside}`}>{aside}</span>}
      </button>
      {open && <div className={classes.body}>{children}</div>}
    </div>
  );
}
