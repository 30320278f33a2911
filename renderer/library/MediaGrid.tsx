import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type RefObject, type DragEvent, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { pageWindow } from "../state/pageWindow.ts";
import { setDragged } from "../ui/mediaDrag.ts";
import { dragOut } from "../ui/WindowFile.tsx";
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
/** Room for the ring of a chosen tile. */
const EDGE = 2;
const PADDING = 12;
const CAPTION = 22;
/** A low panel shows more than one row; a tall one larger pictures. */
const SMALL = 120;
const LARGE = 164;
const TALL = 420;
/** Rows before the end at which more is asked for. */
const AHEAD = 4;

/** The library's files in rows of equal tiles; only those in sight are there. */
export function MediaGrid({ items, hasMore, onMore, choice, onChoice, onOpen, onDelete }: Props) {
  const { t } = useTranslation("library");
  const id = useId();
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(choice.anchor);
  const order = useMemo(() => items.map(({ facts }) => facts.sha256), [items]);
  const least = height > TALL ? LARGE : SMALL;
  // None until the width is known.
  const columns = width === 0 ? 0 : Math.max(2, Math.floor((width + GAP) / (least + GAP)));
  const tile = Math.max(1, Math.floor((width - GAP * (columns - 1)) / columns));
  const rowHeight = Math.round((tile * 9) / 16) + CAPTION + GAP;
  const rows = useVirtualizer({ count: columns === 0 ? 0 : Math.ceil(items.length / columns), getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 2, paddingStart: EDGE });
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);
  const noteScroll = useSteadyScroll(scroller, order, columns, rowHeight);

  const visible = rows.getVirtualItems();
  const end = visible.at(-1)?.index ?? 0;
  const nearEnd = columns > 0 && hasMore && (end + AHEAD) * columns >= items.length;
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
    const window = event.altKey ? pageWindow() : null;
    // With Alt it leaves the window, as a copy of the file.
    if (window) {
      dragOut(event, window, { sha256, name: fileNameOf(item).slice(0, 255) });
      return;
    }
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
      onScroll={noteScroll}
    >
      <div className={classes["grid"]} style={{ height: rows.options.count * rowHeight + EDGE }} aria-label={t("grid")} {...listbox}>
        {visible.map((row) => (
          <div key={row.index} className={classes["row"]} role="presentation" style={{ transform: `translateY(${row.index * rowHeight + EDGE}px)`, gap: GAP }}>
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

interface Place {
  /** The first file in sight. */
  sha256: string;
  /** Pixels of its row that are above the edge. */
  over: number;
}

/** Where the panel was left; null for its top. */
let left: Place | null = null;

/**
 * What is seen stays where it is: while newer files come above it, when the panel's width changes, and when the panel is left and shown again. Returns what is to be called
 * after scrolling.
 */
function useSteadyScroll(scroller: RefObject<HTMLDivElement | null>, order: readonly string[], columns: number, rowHeight: number): () => void {
  useLayoutEffect(() => {
    const at = left && columns > 0 ? order.indexOf(left.sha256) : -1;
    const top = left && at >= 0 ? Math.floor(at / columns) * rowHeight + left.over : null;
    if (top !== null && scroller.current && Math.abs(scroller.current.scrollTop - top) > 1) scroller.current.scrollTo({ top });
  }, [scroller, order, columns, rowHeight]);
  return () => {
    const top = scroller.current?.scrollTop ?? 0;
    if (columns === 0) return;
    const row = Math.floor(top / rowHeight);
    const sha256 = order[row * columns];
    left = top > 0 && sha256 !== undefined ? { sha256, over: top - row * rowHeight } : null;
  };
}
