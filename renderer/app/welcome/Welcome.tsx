import { Button } from "@mantine/core";
import { IconFileDescription, IconFilePlus, IconFolderOpen, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RecentFile } from "../../../shared/contract/api/sessions.ts";
import { chooseAndOpen, createGraph, openPath } from "../../actions/documents.ts";
import { useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { FIRST_EXAMPLE } from "../boot.ts";
import { useRecents, useTemplates } from "../useRecents.ts";
import { TemplateGrid } from "./TemplateGrid.tsx";
import classes from "./Welcome.module.css";

const act = (does: () => Promise<unknown>) => () => void does().catch(reportTrouble);

/** No graph is open: three sentences, and every way to one. */
export function Welcome() {
  const { t } = useTranslation("app");
  const recents = useRecents();
  const templates = useTemplates();
  const isOffline = useApp(({ online }) => online !== "online");
  return (
    <div className={classes.welcome}>
      <section className={classes.start} aria-labelledby="welcome-title">
        <h1 id="welcome-title">{t("welcome.title")}</h1>
        {t("welcome.lines", { returnObjects: true }).map((line) => (
          <p key={line}>{line}</p>
        ))}
        <div className={classes.buttons}>
          <Button size="sm" leftSection={<IconPlayerPlayFilled size={14} />} disabled={isOffline} onClick={act(() => createGraph(FIRST_EXAMPLE))}>
            {t("welcome.start")}
          </Button>
          <Button size="sm" variant="default" leftSection={<IconFilePlus size={16} stroke={1.6} />} disabled={isOffline} onClick={act(() => createGraph())}>
            {t("welcome.newGraph")}
          </Button>
          <Button size="sm" variant="default" leftSection={<IconFolderOpen size={16} stroke={1.6} />} disabled={isOffline} onClick={act(() => chooseAndOpen())}>
            {t("welcome.open")}
          </Button>
        </div>
        <h2>{t("welcome.recents")}</h2>
        <Recents recents={recents} />
      </section>
      <section className={classes.templates} aria-labelledby="welcome-templates">
        <h2 id="welcome-templates">{t("welcome.templates")}</h2>
        {templates ? <TemplateGrid templates={templates} onChoose={(id) => void createGraph(id).catch(reportTrouble)} /> : <p className={classes.dim}>{t("welcome.loading")}</p>}
      </section>
    </div>
  );
}

const MOST_SHOWN = 8;

function Recents({ recents }: { recents: readonly RecentFile[] | null }) {
  const { t } = useTranslation("app");
  if (recents?.length === 0) {
    return (
      <p className={classes.dim}>
        {t("welcome.noRecents")} {t("welcome.dropHint")}
      </p>
    );
  }
  return (
    <ul className={classes.recents}>
      {(recents ?? []).slice(0, MOST_SHOWN).map(({ path, name, exists }) => (
        <li key={path}>
          <button type="button" className={classes.recent} disabled={!exists} title={path} onClick={act(() => openPath(path))}>
            <IconFileDescription size={16} stroke={1.5} aria-hidden />
            <span className={classes.recentName}>{name}</span>
            <span className={classes.recentPath}>{exists ? path : t("welcome.missing")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
