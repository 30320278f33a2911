import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { Question } from "./Question.tsx";

/** A picture or film that was dropped carries a graph: that, or the medium? */
export function EmbeddedDialog({ dialog }: { dialog: DialogOf<"embedded"> }) {
  const { t } = useTranslation("bundles");
  const answer = answerOf(dialog);
  return (
    <Question
      title={t("embedded.title", { file: dialog.file })}
      size={480}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="default" mr="auto" onClick={() => answer(null)}>
            {t("embedded.cancel")}
          </Button>
          <Button variant="default" onClick={() => answer("add")}>
            {t("embedded.add")}
          </Button>
          <Button data-autofocus onClick={() => answer("open")}>
            {t("embedded.open")}
          </Button>
        </>
      }
    >
      <p>{t("embedded.text", { graph: dialog.graph })}</p>
    </Question>
  );
}
