import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { useTemplates } from "../useRecents.ts";
import { TemplateGrid } from "../welcome/TemplateGrid.tsx";
import classes from "./Question.module.css";

/** The gallery of examples. */
export function TemplatesDialog({ dialog }: { dialog: DialogOf<"templates"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  const templates = useTemplates();
  return (
    <Modal opened onClose={() => answer(null)} title={t("templates.title")} size={760} classNames={{ title: classes.title ?? "", body: classes.body ?? "" }}>
      <TemplateGrid templates={templates ?? []} onChoose={(template) => answer({ template })} />
      <Button mt="lg" variant="default" onClick={() => answer({ template: null })}>
        {t("templates.empty")}
      </Button>
    </Modal>
  );
}
