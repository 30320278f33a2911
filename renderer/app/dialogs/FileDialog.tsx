import { ActionIcon, Button, FileButton, Modal, TextInput, Tooltip } from "@mantine/core";
import { IconArrowUp, IconHome } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { safeFileName } from "../../actions/saving.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import classes from "./FileDialog.module.css";
import type { FileEntry } from "./fileEntries.ts";
import { FileList } from "./FileList.tsx";
import { Places } from "./Places.tsx";
import { SaveFooter } from "./SaveFooter.tsx";
import { useFolder } from "./useFolder.ts";

/** Opens or saves on the host's disk, as a browser's own dialog tells no path. */
export function FileDialog({ dialog }: { dialog: DialogOf<"open"> | DialogOf<"saveAs"> }) {
  const { t } = useTranslation(["app", "bundles"]);
  const { listing, problem, isLoading, go } = useFolder(dialog.folder);
  const [chosen, setChosen] = useState<FileEntry | null>(null);
  const [name, setName] = useState(dialog.type === "saveAs" ? safeFileName(dialog.name) : "");
  const [walked, setWalked] = useState(false);
  const isSaving = dialog.type === "saveAs";
  const close = () => (dialog.type === "open" ? answerOf(dialog) : answerOf(dialog))(null);

  const enter = (folder: string | null) => {
    setChosen(null);
    setWalked(true);
    go(folder);
  };
  const choose = (entry: FileEntry) => {
    setChosen(entry);
    if (isSaving && entry.kind === "graph") setName(entry.name.replace(/\.shotgraph$/i, ""));
  };
  const use = (entry: FileEntry) => {
    if (entry.kind === "folder") enter(entry.path);
    else if (dialog.type === "open") answerOf(dialog)({ path: entry.path });
    else choose(entry);
  };

  return (
    <Modal opened onClose={close} title={isSaving && dialog.bundle ? t("bundles:export.saveTitle") : t(isSaving ? "files.saveAs" : "files.open")} size={820} classNames={{ body: classes.body ?? "", title: classes.title ?? "" }}>
      <div className={classes.bar}>
        <Tooltip label={t("files.up")}>
          <ActionIcon variant="default" aria-label={t("files.up")} disabled={!listing?.parent} onClick={() => enter(listing?.parent ?? null)}>
            <IconArrowUp size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("files.home")}>
          <ActionIcon variant="default" aria-label={t("files.home")} onClick={() => enter(null)}>
            <IconHome size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <PathField key={listing?.folder} folder={listing?.folder ?? dialog.folder ?? ""} onGo={enter} onFile={dialog.type === "open" ? (path) => answerOf(dialog)({ path }) : undefined} />
      </div>
      <div className={classes.middle}>
        <Places home={listing?.home ?? null} folder={listing?.folder ?? null} onFolder={enter} onFile={dialog.type === "open" ? (path) => answerOf(dialog)({ path }) : undefined} />
        {problem ? (
          <div className={classes.list} role="alert">
            <EmptyState title={problem} text="">
              <Button variant="default" size="compact-sm" onClick={() => enter(null)}>
                {t("files.home")}
              </Button>
            </EmptyState>
          </div>
        ) : listing ? (
          <FileList key={listing.folder} takesFocus={!isSaving || walked} listing={listing} chosen={chosen?.path ?? null} onChoose={choose} onUse={use} onUp={() => listing.parent !== null && enter(listing.parent)} />
        ) : (
          <div className={classes.list} aria-busy={isLoading}>
            <EmptyState title={t("files.loading")} text="" />
          </div>
        )}
      </div>
      {dialog.type === "saveAs" ? (
        <SaveFooter listing={listing} name={name} onName={setName} onCancel={close} button={dialog.bundle ? t("bundles:export.saveButton") : t("files.saveButton")} onSave={answerOf(dialog)} />
      ) : (
        <footer className={classes.footer}>
          <FileButton accept=".shotgraph,application/json,image/png,image/jpeg,image/webp,video/mp4,video/quicktime,video/webm" onChange={(file) => file && answerOf(dialog)({ file })}>
            {(props) => (
              <Button {...props} variant="subtle" mr="auto">
                {t("files.fromComputer")}
              </Button>
            )}
          </FileButton>
          <Button variant="default" onClick={close}>
            {t("files.cancel")}
          </Button>
          <Button disabled={!chosen} onClick={() => chosen && use(chosen)}>
            {t("files.openButton")}
          </Button>
        </footer>
      )}
    </Modal>
  );
}

/** Where we are, to be typed: a folder, or when opening a graph's own path. */
function PathField({ folder, onGo, onFile }: { folder: string; onGo: (folder: string) => void; onFile: ((path: string) => void) | undefined }) {
  const { t } = useTranslation("app");
  const [text, setText] = useState(folder);
  const go = () => {
    const path = text.trim();
    if (path === "") return;
    if (onFile && /\.(shotgraph|png|jpe?g|webp|mp4|mov|webm)$/i.test(path)) onFile(path);
    else onGo(path);
  };
  return <TextInput className={classes.path ?? ""} aria-label={t("files.path")} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === "Enter" && go()} />;
}
