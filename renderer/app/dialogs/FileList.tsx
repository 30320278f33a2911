import { IconChevronDown, IconChevronUp, IconFileDescription, IconFolder } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FolderListing } from "../../../shared/contract/api/sessions.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import classes from "./FileDialog.module.css";
import { bytesText, sorted, whenText, type FileEntry, type Sorting } from "./fileEntries.ts";

interface FileListProps {
  listing: FolderListing;
  chosen: string | null;
  onChoose: (entry: FileEntry) => void;
  /** Enter, or a double-click: into a folder, or with a file to the end. */
  onUse: (entry: FileEntry) => void;
  onUp: () => void;
  /** The keyboard goes to the list as soon as it is there. */
  takesFocus: boolean;
}

const COLUMNS = ["name", "changed", "size"] as const;

/** What is in a folder. Arrow keys walk, letters jump, Enter uses, Backspace goes up. */
export function FileList({ listing, chosen, onChoose, onUse, onUp, takesFocus }: FileListProps) {
  const { t } = useTranslation("app");
  const [sorting, setSorting] = useState<Sorting>({ by: "name", up: true });
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const entries = sorted(listing.entries, sorting);
  const at = entries.findIndex(({ path }) => path === chosen);

  const rowAt = (place: number) => list.current?.querySelectorAll<HTMLElement>("[data-row]")[place];
  const walkTo = (entry: FileEntry | undefined) => {
    if (!entry) return;
    onChoose(entry);
    rowAt(entries.indexOf(entry))?.focus();
  };

  useEffect(() => {
    if (takesFocus) (list.current?.querySelector<HTMLElement>("[data-row]") ?? list.current)?.focus({ preventScroll: true });
  }, [takesFocus]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: entries.length - 1, PageDown: at + 10, PageUp: Math.max(0, at - 10) };
    const to = steps[event.key];
    const entry = entries[at];
    if (to !== undefined) walkTo(entries[Math.min(to, entries.length - 1)]);
    else if (event.key === "Enter" && entry) onUse(entry);
    else if (event.key === "Backspace") onUp();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) jump(event.key, event.timeStamp);
    else return;
    event.preventDefault();
  };

  const jump = (key: string, now: number) => {
    typed.current = { text: now - typed.current.at < 800 ? typed.current.text + key.toLowerCase() : key.toLowerCase(), at: now };
    walkTo(entries.find(({ name }) => name.toLowerCase().startsWith(typed.current.text)));
  };

  return (
    <div className={classes.list}>
      <div className={classes.columns}>
        {COLUMNS.map((column) => (
          <button key={column} type="button" className={classes.column} aria-pressed={sorting.by === column} onClick={() => setSorting({ by: column, up: sorting.by === column ? !sorting.up : column === "name" })}>
            {t(`files.columns.${column}`)}
            {sorting.by === column && (sorting.up ? <IconChevronUp size={12} aria-hidden /> : <IconChevronDown size={12} aria-hidden />)}
          </button>
        ))}
      </div>
      <div ref={list} role="presentation" tabIndex={-1} className={classes.rows} onKeyDown={onKeyDown}>
        <ul aria-label={t("files.list", { folder: listing.folder })}>
          {entries.map((entry, place) => (
            <li key={entry.path}>
              {/* One stop of the Tab key for all: arrows walk. */}
              <button type="button" data-row tabIndex={place === Math.max(0, at) ? 0 : -1} aria-current={entry.path === chosen} className={classes.row} onClick={() => onChoose(entry)} onDoubleClick={() => onUse(entry)}>
              {entry.kind === "folder" ? <IconFolder size={16} stroke={1.5} aria-hidden /> : <IconFileDescription size={16} stroke={1.5} aria-hidden className={classes.graph ?? ""} />}
              <span className={classes.name}>{entry.name}</span>
              <span className={`num ${classes.changed}`}>{whenText(entry.modifiedAt)}</span>
              <span className={`num ${classes.size}`}>{entry.kind === "folder" ? "" : bytesText(entry.bytes)}</span>
              </button>
            </li>
          ))}
        </ul>
        {entries.length === 0 && <EmptyState title={t("files.empty")} text="" />}
      </div>
    </div>
  );
}
