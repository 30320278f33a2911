import { LibraryError } from "../../../shared/contract/libraryErrors.ts";

/** The place in a list, newest first, after which to go on: what comes next is older, or as old with a smaller id. */
export interface Place {
  at: number;
  id: string;
}

/** Before everything: no id is smaller than the empty one. */
export function startAt(latest: number | undefined): Place {
  return { at: latest === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(latest) + 1, id: "" };
}

export function cursorOf({ at, id }: Place): string {
  return `${at}.${id}`;
}

/** Throws `illegal` for what is no cursor of ours. */
export function placeOf(cursor: string): Place {
  const { at, id } = /^(?<at>\d{1,16})\.(?<id>.*)$/s.exec(cursor)?.groups ?? {};
  if (at === undefined || id === undefined) throw new LibraryError("illegal", "This is not a place in the list: begin again from its top.");
  return { at: Number(at), id };
}

/** Of two places in a list that runs from new to old the one further down. */
export function furtherDown(one: Place, other: Place): Place {
  return one.at < other.at || (one.at === other.at && one.id < other.id) ? one : other;
}
