import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FolderListing } from "../../../shared/contract/api/sessions.ts";
import { safeFileName } from "../../actions/saving.ts";
import classes from "./FileDialog.module.css";

interface SaveFooterProps {
  listing: FolderListing | null;
  name: string;
  onName: (name: string) => void;
  onCancel: () => void;
  /** What the button says. */
  button: string;
  onSave: (choice: { path: string; overwrite: boolean }) => void;
}

/** The name to save under; an existing file is asked about. */
export function SaveFooter({ listing, name, onName, onCancel, button, onSave }: SaveFooterProps) {
  const { t } = useTranslation("app");
  const [asks, setAsks] = useState(false);
  const file = `${safeFileName(name.trim().replace(/\.shotgraph$/i, ""))}.shotgraph`;
  const existing = listing?.entries.find((entry) => entry.name === file);
  const isGood = listing !== null && name.trim() !== "";
  const separator = listing?.folder.includes("\\") ? "\\" : "/";
  const save = (overwrite: boolean) => {
    if (!isGood) return;
    if (existing && !overwrite) setAsks(true);
    else onSave({ path: `${listing.folder.replace(/[/\\]$/, "")}${separator}${file}`, overwrite });
  };
  return (
    <>
      <footer className={classes.footer}>
        <TextInput
          className={classes.fileName ?? ""}
          aria-label={t("files.name")}
          value={name}
          maxLength={200}
          spellCheck={false}
          data-autofocus
          onFocus={(event) => event.target.select()}
          rightSection={<span className={classes.ending}>.shotgraph</span>}
          rightSectionWidth={82}
          onChange={(event) => {
            onName(event.target.value);
            setAsks(false);
          }}
          onKeyDown={(event) => event.key === "Enter" && save(false)}
        />
        <Button variant="default" onClick={onCancel}>
          {t("files.cancel")}
        </Button>
        <Button disabled={!isGood} onClick={() => save(false)}>
          {button}
        </Button>
      </footer>
      {asks && existing && (
        <div className={classes.asks} role="alert">
          <span>{t("files.exists", { name: file })}</span>
          <Button size="compact-sm" variant="default" onClick={() => setAsks(false)}>
            {t("files.keep")}
          </Button>
          <Button size="compact-sm" color="red" onClick={() => save(true)}>
            {t("files.replace")}
          </Button>
        </div>
      )}
    </>
  );
}
