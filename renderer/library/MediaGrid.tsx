import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useLayoutEffect, useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { setDragged } from "../ui/mediaDrag.ts";
import { choose, moved, NOTHING_CHOSEN, type Choice } from "./gridMoves.ts";
import classes from "./Library.module.css";
import { MediaTile } from "./MediaTile.tsx";
import { fileNameOf } from "./names.ts";

interface Props {
  items: readonly MediaItem[];
  hasMore: boolean;
  onMore: () => void;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onOpen: (index: number) => void;
  onDelete: () => void;
}

const GAP = 8;
const PADDING = 12;
const CAPTION = 22;
/** A low panel shows more than one row; a tall one larger pictures. */
const SMALL = 120;
const LARGE = 164;
const TALL = 420;
/** Rows before the end at which more is asked for. */
const AHEAD = 4;

/** Where the panel was scrolled to when it was left. */
let leftAt = 0;

/** The library's files in rows of equal tiles; only those in sight are there. */
export function MediaGrid({ items, hasMore, onMore, choice, onChoice, onOpen, onDelete }: Props) {
  const { t } = useTranslation("library");
  const id = useId();
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(choice.anchor);
  const order = items.map(({ facts }) => facts.sha256);
  const least = height > TALL ? LARGE : SMALL;
  const columns = Math.max(2, Math.floor((width + GAP) / (least + GAP)));
  const tile = Math.floor((width - GAP * (columns - 1)) / columns);
  const rowHeight = Math.round((tile * 9) / 16) + CAPTION + GAP;
  const rows = useVirtualizer({ count: Math.ceil(items.length / columns), getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 2, paddingStart: 2, initialOffset: leftAt, enabled: width > 0 });
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);
  useSteadyScroll(scroller, order, columns, rowHeight);

  const visible = rows.getVirtualItems();
  const end = visible.at(-1)?.index ?? 0;
  const nearEnd = width > 0 && hasMore && (end + AHEAD) * columns >= items.length;
  useEffect(() => {
    if (nearEnd) onMore();
  }, [nearEnd, items.length, onMore]);

  const goTo = (index: number) => {
    const sha256 = order[index];
    if (sha256 === undefined) return;
    setActive(sha256);
    rows.scrollToIndex(Math.floor(index / columns), { align: "auto" });
  };
  const indexOf = (event: { target: EventTarget }) => {
    const on = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
    return on ? Number(on.dataset["index"]) : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = active === null ? -1 : order.indexOf(active);
    const isMod = event.ctrlKey || event.metaKey;
    const to = event.altKey ? null : moved(at, event.key, { columns, rows: Math.max(1, Math.floor(height / rowHeight)), count: items.length });
    const chosen = to === null ? undefined : order[to];
    if (to !== null && chosen !== undefined) {
      goTo(to);
      if (!isMod || event.shiftKey) onChoice(choose(choice, order, chosen, { range: event.shiftKey }));
    } else if (event.key === " " && active !== null) onChoice(choose(choice, order, active, { toggle: true }));
    else if (event.key === "Enter" && at >= 0) onOpen(at);
    else if (event.key === "Delete" && choice.chosen.size > 0) onDelete();
    else if (event.key.toLowerCase() === "a" && isMod) onChoice({ chosen: new Set(order), anchor: choice.anchor });
    else if (event.key === "Escape" && choice.chosen.size > 0) onChoice(NOTHING_CHOSEN);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent) => {
    const at = indexOf(event);
    const sha256 = at === null ? undefined : order[at];
    if (at === null || sha256 === undefined) {
      onChoice(NOTHING_CHOSEN);
      return;
    }
    setActive(sha256);
    onChoice(choose(choice, order, sha256, { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey }));
  };
  const onDragStart = (event: DragEvent) => {
    const item = items[indexOf(event) ?? -1];
    if (!item) return;
    const { sha256, type, bytes } = item.facts;
    setDragged(event.dataTransfer, { sha256, type, bytes, name: fileNameOf(item).slice(0, 255) });
    if (!choice.chosen.has(sha256)) onChoice({ chosen: new Set([sha256]), anchor: sha256 });
  };
  const listbox = {
    role: "listbox",
    tabIndex: 0,
    "aria-multiselectable": true,
    "aria-activedescendant": active !== null && order.includes(active) ? `${id}${active}` : undefined,
    onKeyDown,
    onFocus: () => active === null && setActive(order[0] ?? null),
    onClick,
    onDoubleClick: (event: MouseEvent) => {
      const at = indexOf(event);
      if (at !== null) onOpen(at);
    },
    onDragStart,
  };
  return (
    <div
      className={classes["scroller"]}
      ref={useMergedRef(sizeRef, scroller)}
      style={{ padding: `0 ${PADDING}px` }}
      onScroll={(event) => {
        leftAt = event.currentTarget.scrollTop;
      }}
    >
      <div className={classes["grid"]} style={{ height: Math.max(rows.getTotalSize(), 1) }} aria-label={t("grid")} {...listbox}>
        {visible.map((row) => (
          <div key={row.index} className={classes["row"]} role="presentation" style={{ transform: `translateY(${row.start}px)`, gap: GAP }}>
            {items.slice(row.index * columns, (row.index + 1) * columns).map((item, place) => {
              const { sha256 } = item.facts;
              return <MediaTile key={sha256} item={item} index={row.index * columns + place} id={`${id}${sha256}`} chosen={choice.chosen.has(sha256)} active={sha256 === active} width={tile} count={items.length} />;
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What is seen stays where it is while newer files come above it, and when the panel's width changes. */
function useSteadyScroll(scroller: React.RefObject<HTMLDivElement | null>, order: readonly string[], columns: number, rowHeight: number): void {
  const before = useRef({ order, columns, rowHeight });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { order, columns, rowHeight };
    const element = scroller.current;
    if (!element || element.scrollTop === 0 || rowHeight <= 0 || was.rowHeight <= 0) return;
    if (was.order.length === order.length && was.order[0] === order[0] && was.columns === columns && was.rowHeight === rowHeight) return;
    const row = Math.floor(element.scrollTop / was.rowHeight);
    const anchor = was.order[row * was.columns];
    const at = anchor === undefined ? -1 : order.indexOf(anchor);
    if (at >= 0) element.scrollTo({ top: Math.floor(at / columns) * rowHeight + (element.scrollTop - row * was.rowHeight) });
  });
}
