import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { QuoteLine } from "./QuoteLine.tsx";
import { quoteLines } from "./quoteLines.ts";
import classes from "./QuoteLines.module.css";

const LINE = 52;
/** The inspector below stays in sight. */
const MOST_HEIGHT = 264;

/** A line for each node that costs something; a graph of thousands shows those in view. */
export function QuoteLines() {
  const { t } = useTranslation("quote");
  const session = useSession();
  const order = useApp(({ settings }) => settings.quoteOrder);
  const nodes = useSessionState(({ plan }) => plan.nodes);
  const edges = useSessionState(({ doc }) => (order === "graph" ? doc.edges : null));
  // `edges` stands for the document, of which only their order matters here.
  const { lines, free } = useMemo(() => quoteLines(nodes.values(), edges ? "graph" : "cost", session.getState().doc), [nodes, edges, session]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroll.current, estimateSize: () => LINE, overscan: 6, getItemKey: (index) => lines[index]?.id ?? index });
  const height = virtual.getTotalSize();
  return (
    <div>
      {lines.length > 0 && (
        <div ref={scroll} className={classes.scroll} style={{ height: Math.min(height, MOST_HEIGHT) }}>
          <ul className={classes.sized} style={{ height }} aria-label={t("lines.label")}>
            {virtual.getVirtualItems().map(({ key, index, start }) => {
              const node = lines[index];
              return (
                node && (
                  <li key={key} ref={virtual.measureElement} data-index={index} aria-setsize={lines.length} aria-posinset={index + 1} className={classes.place} style={{ transform: `translateY(${start}px)` }}>
                    <QuoteLine node={node} />
                  </li>
                )
              );
            })}
          </ul>
        </div>
      )}
      {lines.length > 0 && free > 0 && <p className={classes.rest}>{t("lines.free", { count: free })}</p>}
    </div>
  );
}
