import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import classes from "./LinkDialog.module.css";
import { Question } from "./Question.tsx";

/** What a link wants to fill in, all of it, before it is. */
export function LinkDialog({ dialog }: { dialog: DialogOf<"link"> }) {
  const { t } = useTranslation("desktop");
  const answer = answerOf(dialog);
  const { template, name, prompt } = dialog.link;
  const parts = [
    [t("link.example"), template],
    [t("link.name"), name],
    [t("link.prompt"), prompt],
  ] as const;
  return (
    <Question
      title={t("link.title")}
      size={520}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={() => answer(null)}>
            {t("link.cancel")}
          </Button>
          <Button onClick={() => answer(true)}>{t("link.make")}</Button>
        </>
      }
    >
      <p>{t("link.text")}</p>
      <dl className={classes.parts}>
        {parts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Question>
  );
}
