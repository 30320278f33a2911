import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { MediaThumb } from "../../ui/MediaThumb.tsx";
import classes from "./Filmstrip.module.css";

interface Props {
  items: readonly string[];
  facts: ReadonlyMap<string, MediaFacts | null>;
  index: number;
  against: string | null;
  onIndex: (index: number) => void;
}

const PITCH = 84;

/** All files that the viewer was opened with. */
export function Filmstrip({ items, facts, index, against, onIndex }: Props) {
  const { t } = useTranslation("library");
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useVirtualizer({ horizontal: true, count: items.length, getScrollElement: () => scroller.current, estimateSize: () => PITCH, overscan: 6, paddingStart: 12, paddingEnd: 12, initialOffset: Math.max(0, index * PITCH - 400) });
  useEffect(() => strip.scrollToIndex(index, { align: "auto" }), [strip, index]);
  return (
    <nav className={classes["strip"]} ref={scroller} aria-label={t("viewer.filmstrip")}>
      <div style={{ width: strip.getTotalSize() }}>
        {strip.getVirtualItems().map(({ index: at, start }) => {
          const sha256 = items[at] ?? "";
          const type = facts.get(sha256)?.type;
          return (
            <button
              key={sha256}
              type="button"
              style={{ transform: `translateX(${start}px)` }}
              aria-label={t("viewer.item", { item: at + 1, of: items.length })}
              aria-current={at === index}
              data-against={sha256 === against || undefined}
              tabIndex={at === index ? 0 : -1}
              onClick={() => onIndex(at)}
            >
              {type && <MediaThumb sha256={sha256} type={type} width={160} />}
            </button>
          );
        })}
      </div>
    </nav>
  );
}
