import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../actions/dialogs.ts";
import { useApp } from "../state/app.ts";
import { AboutFacts } from "./AboutFacts.tsx";
import classes from "./Settings.module.css";

export function AboutDialog({ dialog }: { dialog: DialogOf<"about"> }) {
  const { t } = useTranslation("settings");
  const info = useApp(({ info }) => info);
  return (
    <Modal opened onClose={() => answerOf(dialog)(null)} title={t("about.name")} size={440} classNames={{ title: classes.title ?? "", body: classes.body ?? "" }}>
      <div className={classes.about}>
        <img src="/icon.svg" width={48} height={48} alt="" />
        <p>{t("about.text")}</p>
      </div>
      {info && <AboutFacts info={info} />}
    </Modal>
  );
}
