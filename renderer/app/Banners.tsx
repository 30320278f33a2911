import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { reloadFromDisk } from "../actions/documents.ts";
import { closeGraph, saveGraph } from "../actions/saving.ts";
import { useApp, type Tab } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { Banner, type BannerAction } from "./Banner.tsx";
import { useStarted } from "./started.ts";

/** What concerns everything: the connection, the library, and where the shown graph comes from. */
export function Banners() {
  const { t } = useTranslation("app");
  const started = useStarted(({ started }) => started);
  const online = useApp(({ online }) => online);
  const silent = useApp(({ silent }) => silent);
  const heldBy = useApp(({ info }) => info?.heldBy ?? null);
  const tab = useApp(({ tabs, active }) => tabs.find(({ id }) => id === active) ?? null);
  if (!started) return null;
  return (
    <>
      {online === "offline" && <Banner tone="bad" text={t("banner.offline")} />}
      {silent && <Banner tone="warn" text={t("banner.silent")} />}
      {online === "refused" && <Banner tone="bad" text={t("refused")} />}
      {heldBy && <Banner tone="warn" text={t("banner.held", { who: t("banner.holder", { pid: heldBy.pid, machine: heldBy.hostname }) })} />}
      {tab && <GraphBanners key={tab.id} tab={tab} />}
    </>
  );
}

function GraphBanners({ tab }: { tab: Tab }) {
  const { t } = useTranslation("app");
  const { recovered, unsaved, changedOnDisk, notes } = useStore(tab.session);
  const [keepsMine, setKeepsMine] = useState(false);
  const [read, setRead] = useState({ recovered: false, notes: false });
  const act = (label: string, does: () => Promise<unknown>): BannerAction => ({ label, perform: () => void does().catch(reportTrouble) });
  return (
    <>
      {recovered && unsaved && !read.recovered && (
        <Banner
          tone="info"
          text={t("banner.recovered")}
          actions={[act(t("banner.save"), () => saveGraph(tab)), act(t("banner.closeGraph"), () => closeGraph(tab))]}
          onDismiss={() => setRead({ ...read, recovered: true })}
        />
      )}
      {changedOnDisk && !keepsMine && (
        <Banner tone="warn" text={t("banner.changed")} actions={[act(t("banner.reload"), () => reloadFromDisk(tab)), { label: t("banner.keep"), perform: () => setKeepsMine(true) }]} />
      )}
      {notes.length > 0 && !read.notes && <Banner tone="info" text={`${t("banner.migrated")} ${notes.join(" ")}`} onDismiss={() => setRead({ ...read, notes: true })} />}
    </>
  );
}
