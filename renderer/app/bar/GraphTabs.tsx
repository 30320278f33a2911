import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ContextMenu } from "../../actions/ContextMenu.tsx";
import { moveTab } from "../../actions/documents.ts";
import { useApp } from "../../state/app.ts";
import { GraphTab } from "./GraphTab.tsx";
import classes from "./GraphTabs.module.css";

const TAB_DRAG = "application/x-shotgraph-tab";

/** The open graphs. Drag to reorder, double-click or F2 to rename, middle-click to close; arrow keys walk. */
export function GraphTabs() {
  const { t } = useTranslation("app");
  const tabs = useApp(({ tabs }) => tabs);
  const active = useApp(({ active }) => active);
  const list = useRef<HTMLUListElement>(null);
  const [menu, setMenu] = useState<{ tab: string; x: number; y: number } | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);

  useEffect(() => {
    list.current?.querySelector(`[data-tab="${active}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active, tabs.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("[data-tab-button]") ?? [])];
    const at = buttons.findIndex((button) => button === event.target);
    const to = event.key === "ArrowRight" ? at + 1 : event.key === "ArrowLeft" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : -1;
    if (at < 0 || !buttons[to]) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to].focus();
  };

  const onDragOver = (event: DragEvent, place: number) => {
    if (dragged === null || !event.dataTransfer.types.includes(TAB_DRAG)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const box = event.currentTarget.getBoundingClientRect();
    const from = tabs.findIndex(({ id }) => id === dragged);
    // Only past the middle of the other tab: else two tabs of different widths would swap for ever.
    const isPast = from < place ? event.clientX > box.left + box.width / 2 : event.clientX < box.left + box.width / 2;
    if (from !== place && isPast) moveTab(dragged, place);
  };

  if (tabs.length === 0) return null;
  return (
    <nav className={classes.tabs} aria-label={t("bar.tabs")}>
      <div role="presentation" onKeyDown={onKeyDown} onWheel={(event) => list.current?.scrollBy({ left: event.deltaY + event.deltaX })}>
        <ul ref={list} className={classes.list}>
          {tabs.map((tab, place) => (
            <GraphTab
              key={tab.id}
              tab={tab}
              isActive={tab.id === active}
              isDragged={tab.id === dragged}
              onMenu={(at) => setMenu({ tab: tab.id, ...at })}
              onDragStart={(event) => {
                event.dataTransfer.setData(TAB_DRAG, tab.id);
                event.dataTransfer.effectAllowed = "move";
                setDragged(tab.id);
              }}
              onDragOver={(event) => onDragOver(event, place)}
              onDragEnd={() => setDragged(null)}
            />
          ))}
        </ul>
      </div>
      {menu && <ContextMenu key={`${menu.x} ${menu.y}`} kind="tab" tab={menu.tab} at={menu} onClose={() => setMenu(null)} />}
    </nav>
  );
}
