import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { Question } from "./Question.tsx";

/** Save, don't save, cancel. */
export function UnsavedDialog({ dialog }: { dialog: DialogOf<"unsaved"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  return (
    <Question
      title={t("unsaved.title", { name: dialog.name })}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="subtle" color="red" mr="auto" onClick={() => answer("discard")}>
            {t("unsaved.discard")}
          </Button>
          <Button variant="default" onClick={() => answer(null)}>
            {t("unsaved.cancel")}
          </Button>
          <Button data-autofocus onClick={() => answer("save")}>
            {t("unsaved.save")}
          </Button>
        </>
      }
    >
      <p>{t("unsaved.text")}</p>
      {dialog.running && <p>{t("unsaved.running")}</p>}
    </Question>
  );
}

/** Another program has changed the file meanwhile. */
export function ConflictDialog({ dialog }: { dialog: DialogOf<"conflict"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  return (
    <Question
      title={t("conflict.title", { name: dialog.name })}
      size={520}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="subtle" color="red" mr="auto" onClick={() => answer("overwrite")}>
            {t("conflict.overwrite")}
          </Button>
          <Button variant="default" onClick={() => answer(null)}>
            {t("conflict.cancel")}
          </Button>
          <Button variant="default" onClick={() => answer("reload")}>
            {t("conflict.reload")}
          </Button>
          <Button data-autofocus onClick={() => answer("saveAs")}>
            {t("conflict.saveAs")}
          </Button>
        </>
      }
    >
      <p>{dialog.message}</p>
      <p>{t("conflict.text")}</p>
    </Question>
  );
}

export function ReplaceDialog({ dialog }: { dialog: DialogOf<"replace"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  return (
    <Question
      title={t("save.replaceTitle")}
      onClose={() => answer(null)}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={() => answer(null)}>
            {t("save.cancel")}
          </Button>
          <Button color="red" onClick={() => answer(true)}>
            {t("save.replace")}
          </Button>
        </>
      }
    >
      <p>{dialog.message}</p>
    </Question>
  );
}

export function FailedDialog({ dialog }: { dialog: DialogOf<"failed"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  return (
    <Question
      title={dialog.title}
      onClose={() => answer(null)}
      buttons={
        <Button data-autofocus onClick={() => answer(null)}>
          {t("failed.close")}
        </Button>
      }
    >
      <p>{dialog.message}</p>
      <p>{t("save.failedHelp")}</p>
    </Question>
  );
}

export function RenameDialog({ dialog }: { dialog: DialogOf<"rename"> }) {
  const { t } = useTranslation("app");
  const answer = answerOf(dialog);
  const [name, setName] = useState(dialog.name);
  const isGood = name.trim() !== "";
  return (
      <Question
        title={t("rename.graph")}
        onClose={() => answer(null)}
        buttons={
          <>
            <Button variant="default" onClick={() => answer(null)}>
              {t("rename.cancel")}
            </Button>
            <Button disabled={!isGood} onClick={() => answer(name)}>
              {t("rename.save")}
            </Button>
          </>
        }
      >
        <TextInput data-autofocus aria-label={t("rename.graph")} value={name} maxLength={500} onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} onKeyDown={(event) => event.key === "Enter" && isGood && answer(name)} />
      </Question>
  );
}
