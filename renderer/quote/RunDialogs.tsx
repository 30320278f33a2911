import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSession } from "../state/hooks.ts";
import { titleOf } from "../ui/reasonText.ts";
import { useRunQuestion, type RunQuestion } from "../ui/runQuestion.ts";
import { creditText, numberText } from "../ui/format.ts";
import { CancelQuestion } from "./CancelQuestion.tsx";
import { ConsentQuestion } from "./ConsentQuestion.tsx";
import { PriceQuestion } from "./PriceQuestion.tsx";
import { RefusedNote } from "./RefusedNote.tsx";
import classes from "./RunDialogs.module.css";

/** What the user is asked or told before money moves. */
export function RunDialogs() {
  const question = useRunQuestion((state) => state.question);
  const answer = useRunQuestion((state) => state.answer);
  const title = useTitle(question);
  return (
    <Modal opened={question !== null} onClose={() => answer(false)} title={title} size={question?.type === "consent" ? 520 : 440} classNames={{ title: classes.title ?? "" }}>
      {question?.type === "price" && <PriceQuestion price={question.price} answer={answer} />}
      {question?.type === "changed" && <ChangedQuestion message={question.refused.message} credits={question.refused.quote?.max ?? 0} answer={answer} />}
      {question?.type === "refused" && <RefusedNote refused={question.refused} partly={question.partly} answer={answer} />}
      {question?.type === "consent" && <ConsentQuestion asks={question.asks} answer={answer} />}
      {question?.type === "cancel" && <CancelQuestion runId={question.runId} answer={answer} />}
    </Modal>
  );
}

function useTitle(question: RunQuestion | null): string {
  const { t } = useTranslation(["quote", "hosting"]);
  const session = useSession();
  if (!question) return "";
  if (question.type === "consent") return t("hosting:consent.title");
  if (question.type === "cancel") return t("ask.cancel");
  if (question.type === "changed") return t("ask.changed");
  if (question.type === "refused") return t(`refused.title.${question.refused.code}`);
  const credits = creditText(question.price.credits);
  return question.rerollOf === null ? t("ask.run", { credits }) : t("ask.reroll", { credits, name: titleOf(session.getState().doc, question.rerollOf) });
}

function ChangedQuestion({ message, credits, answer }: { message: string; credits: number; answer: (yes: boolean) => void }) {
  const { t } = useTranslation("quote");
  return (
    <div className={classes.body}>
      <p className={classes.text}>{message}</p>
      <p className={classes.quiet}>{t("refused.nothingSent")}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => answer(false)}>
          {t("ask.no")}
        </Button>
        <Button data-autofocus onClick={() => answer(true)}>
          {t("ask.yes", { credits: numberText(credits) })}
        </Button>
      </div>
    </div>
  );
}
