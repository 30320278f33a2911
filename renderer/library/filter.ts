import type { ListMedia } from "../../shared/contract/libraryQueries.ts";
import type { MediaType } from "../../shared/graph/media.ts";

export const PERIODS = ["all", "today", "week", "month"] as const;
type Period = (typeof PERIODS)[number];

/** What the library view shows; `all` and the empty text leave nothing out. */
export interface LibraryFilter {
  type: MediaType | "all";
  origin: "all" | "made" | "imported";
  model: string | null;
  period: Period;
  text: string;
}

export const NO_FILTER: LibraryFilter = { type: "all", origin: "all", model: null, period: "all", text: "" };

const DAYS: Record<Period, number | null> = { all: null, today: 1, week: 7, month: 30 };

export function isFiltered(filter: LibraryFilter): boolean {
  return filter.type !== "all" || filter.origin !== "all" || filter.model !== null || filter.period !== "all" || filter.text.trim() !== "";
}

/** The question to the host. Days are those of this machine's calendar: "7 days" is today and the six before it. */
export function questionOf({ type, origin, model, period, text }: LibraryFilter, now: Date): ListMedia {
  const days = DAYS[period];
  return {
    origin,
    ...(type === "all" ? {} : { type }),
    ...(model === null ? {} : { model }),
    ...(days === null ? {} : { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1)).getTime() }),
    ...(text.trim() === "" ? {} : { text: text.trim().slice(0, 500) }),
  };
}
