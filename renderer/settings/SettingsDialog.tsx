import { Modal, Tabs } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf, type SettingsPage } from "../actions/dialogs.ts";
import { useApp } from "../state/app.ts";
import { AboutFacts } from "./AboutFacts.tsx";
import { AccountPage } from "./AccountPage.tsx";
import { GeneralPage } from "./GeneralPage.tsx";
import { HelpPart } from "./HelpPart.tsx";
import { HostingPage } from "./HostingPage.tsx";
import { Part } from "./SettingRow.tsx";
import classes from "./Settings.module.css";

/** In the order of the list at the left. */
const PAGES: readonly { page: SettingsPage; content: () => ReactNode }[] = [
  { page: "general", content: () => <GeneralPage /> },
  { page: "account", content: () => <AccountPage /> },
  { page: "hosting", content: () => <HostingPage /> },
  { page: "about", content: () => <AboutPage /> },
];

/** Every setting takes effect at once; there is nothing to apply. */
export function SettingsDialog({ dialog }: { dialog: DialogOf<"settings"> }) {
  const { t } = useTranslation("settings");
  const [page, setPage] = useState<SettingsPage>(dialog.page ?? "general");
  return (
    <Modal opened onClose={() => answerOf(dialog)(null)} title={t("title")} size={720} classNames={{ title: classes.title ?? "", body: classes.body ?? "" }}>
      <Tabs orientation="vertical" variant="pills" value={page} keepMounted={false} onChange={(value) => value !== null && setPage(value as SettingsPage)} classNames={{ root: classes.pages ?? "", list: classes.list ?? "", tab: classes.tab ?? "", tabLabel: classes.tabLabel ?? "", panel: classes.page ?? "" }}>
        <Tabs.List aria-label={t("title")}>
          {PAGES.map(({ page }) => (
            <Tabs.Tab key={page} value={page}>
              {t(`pages.${page}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PAGES.map(({ page, content }) => (
          <Tabs.Panel key={page} value={page}>
            {content()}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  );
}

function AboutPage() {
  const { t } = useTranslation("settings");
  const info = useApp(({ info }) => info);
  return (
    <>
      <Part title={t("about.title")}>{info && <AboutFacts info={info} />}</Part>
      <HelpPart />
    </>
  );
}
