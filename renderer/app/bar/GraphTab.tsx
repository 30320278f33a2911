import { IconX } from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Point } from "../../../shared/edit/place.ts";
import { renameTab } from "../../actions/documents.ts";
import { closeGraph } from "../../actions/saving.ts";
import type { Tab } from "../../state/app.ts";
import { currentRun, isUnderWay, useRuns } from "../../state/runsStore.ts";
import { activate } from "../../state/tabs.ts";
import { reportTrouble } from "../../state/trouble.ts";
import classes from "./GraphTabs.module.css";

interface GraphTabProps {
  tab: Tab;
  isActive: boolean;
  isDragged: boolean;
  onMenu: (at: Point) => void;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragEnd: () => void;
}

export function GraphTab({ tab, isActive, isDragged, onMenu, onDragStart, onDragOver, onDragEnd }: GraphTabProps) {
  const { t } = useTranslation("app");
  const name = useStore(tab.session, ({ doc }) => doc.meta.name);
  const path = useStore(tab.session, ({ path }) => path);
  const unsaved = useStore(tab.session, ({ unsaved }) => unsaved);
  const graphId = useStore(tab.session, ({ doc }) => doc.meta.id);
  const isRunning = useRuns(({ runs }) => isUnderWay(currentRun(runs, graphId)));
  const [isRenaming, setRenaming] = useState(false);
  const close = () => void closeGraph(tab).catch(reportTrouble);
  return (
    <li className={classes.item} data-tab={tab.id}>
      <div
        role="presentation"
        className={classes.tab}
        data-active={isActive || undefined}
        data-dragged={isDragged || undefined}
        draggable={!isRenaming}
        onDragStart={onDragStart}
        onDragOver={onDragOver}
        onDragEnd={onDragEnd}
        onDrop={(event) => event.preventDefault()}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu({ x: event.clientX, y: event.clientY });
        }}
        // The middle button would scroll, and on Linux paste.
        onMouseDown={(event) => event.button === 1 && event.preventDefault()}
        onMouseUp={(event) => event.button === 1 && event.preventDefault()}
        onAuxClick={(event) => event.button === 1 && close()}
      >
        {isRenaming ? (
          <NameField name={name} onDone={() => setRenaming(false)} onName={(text) => renameTab(tab, text)} />
        ) : (
          <button
            type="button"
            data-tab-button
            className={classes.name}
            aria-current={isActive ? "page" : undefined}
            aria-label={unsaved ? `${name}, ${t("bar.unsaved")}` : name}
            title={path ?? name}
            onClick={() => activate(tab.id)}
            onDoubleClick={() => setRenaming(true)}
            onKeyDown={(event) => {
              if (event.key !== "F2" && event.key !== "Delete") return;
              event.preventDefault();
              event.stopPropagation();
              if (event.key === "F2") setRenaming(true);
              else close();
            }}
          >
            {isRunning && <i className={classes.running} aria-hidden />}
            <span className={classes.text}>{name}</span>
          </button>
        )}
        <button type="button" className={classes.close} aria-label={t("bar.close", { name })} onClick={close}>
          {unsaved && (
            <span className={classes.dot} title={t("bar.unsaved")}>
              ●
            </span>
          )}
          <IconX size={13} className={classes.cross ?? ""} aria-hidden />
        </button>
      </div>
    </li>
  );
}

function NameField({ name, onName, onDone }: { name: string; onName: (text: string) => void; onDone: () => void }) {
  const { t } = useTranslation("app");
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const finish = () => {
    if (text.trim() !== "" && text !== name) onName(text);
    onDone();
  };
  return (
    <input
      className={classes.field}
      aria-label={t("bar.name")}
      value={text}
      size={Math.max(8, Math.min(32, text.length + 1))}
      ref={field}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish();
        if (event.key === "Escape") onDone();
      }}
    />
  );
}
