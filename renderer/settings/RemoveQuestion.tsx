import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { reportTrouble } from "../state/trouble.ts";
import classes from "./Account.module.css";

interface RemoveQuestionProps {
  question: string;
  /** What goes and what stays. */
  text: string;
  cancel: string;
  remove: string;
  forget: () => Promise<{ ok: boolean; message?: string }>;
  /** Whether or not it went. */
  onDone: () => void;
}

/** Asks, in its place in the settings, before something that was entered is forgotten. */
export function RemoveQuestion({ question, text, cancel, remove, forget, onDone }: RemoveQuestionProps) {
  const about = useId();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const { ok, message } = await forget();
      if (!ok) reportTrouble(message ?? "");
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return (
    <div className={classes.sure} role="alertdialog" aria-label={question} aria-describedby={about}>
      <strong>{question}</strong>
      <p id={about}>{text}</p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus disabled={busy} onClick={onDone}>
          {cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void take()}>
          {remove}
        </Button>
      </div>
    </div>
  );
}
