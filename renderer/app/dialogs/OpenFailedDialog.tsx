import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { ProblemGroups } from "./ProblemGroups.tsx";
import { Question } from "./Question.tsx";

/** A file that is no graph, or one of a newer version, or cannot be read: why, and what to do. */
export function OpenFailedDialog({ dialog }: { dialog: DialogOf<"openFailed"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  const { name, result } = dialog;
  return (
    <Question
      title={t(`openFailed.${result.status}`, { name })}
      size={560}
      onClose={() => answer(null)}
      buttons={
        <Button data-autofocus onClick={() => answer(null)}>
          {t("openFailed.close")}
        </Button>
      }
    >
      {result.status === "invalid" ? (
        <>
          <p>{t("openFailed.invalidText")}</p>
          <ProblemGroups problems={result.problems} />
        </>
      ) : (
        <p>{result.message}</p>
      )}
    </Question>
  );
}
