import { IconFileDescription, IconHome } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRecents } from "../useRecents.ts";
import classes from "./FileDialog.module.css";

interface PlacesProps {
  home: string | null;
  folder: string | null;
  onFolder: (folder: string | null) => void;
  /** Absent when saving: then a recent graph leads to its folder. */
  onFile: ((path: string) => void) | undefined;
}

const MOST = 10;

/** Home and recent graphs, beside the list. */
export function Places({ home, folder, onFolder, onFile }: PlacesProps) {
  const { t } = useTranslation("app");
  const recents = useRecents()?.filter(({ exists }) => exists).slice(0, MOST) ?? [];
  return (
    <nav className={classes.places} aria-label={t("files.places")}>
      <button type="button" className={classes.place} aria-current={home !== null && folder === home ? "location" : undefined} onClick={() => onFolder(null)}>
        <IconHome size={15} stroke={1.5} aria-hidden />
        <span>{t("files.home")}</span>
      </button>
      <h3>{t("files.recents")}</h3>
      {recents.length === 0 && <p>{t("files.noRecents")}</p>}
      {recents.map(({ path, name }) => (
        <button key={path} type="button" className={classes.place} title={path} onClick={() => (onFile ? onFile(path) : onFolder(path.replace(/[/\\][^/\\]*$/, "") || "/"))}>
          <IconFileDescription size={15} stroke={1.5} aria-hidden />
          <span>{name}</span>
        </button>
      ))}
    </nav>
  );
}
