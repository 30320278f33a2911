import { setImmediate } from "node:timers/promises";
import { listMediaInput, type ListMedia, type MediaItem, type MediaPage, type NodeTake } from "../../../shared/contract/libraryQueries.ts";
import type { LibraryDatabase } from "../database.ts";
import { factsOf, MEDIA_COLUMNS, type MediaColumns } from "../mediaRow.ts";
import { sidecarPath } from "../mediaStore.ts";
import { type LibraryPaths, mediaFilePath } from "../paths.ts";
import { readSidecar } from "../sidecar.ts";
import { cursorOf, furtherDown, placeOf, startAt, type Place } from "./cursor.ts";
import { knownName } from "./imports.ts";
import { type Present, PROMPT, promptOf } from "./nodeTakes.ts";

/** How many rows are looked at in one go when most of them may not match: the host does other things in between. */
const SEARCHED_AT_ONCE = 500;

interface Row extends MediaColumns {
  at: number;
  sha256: string;
  /** Of an import. */
  name: string | null;
  /** Of a take; null for an import, and with it all others. */
  id: number | null;
  key: string;
  origin: NodeTake["origin"];
  graph_id: string;
  graph_name: string;
  node_id: string;
  item: number;
  model: string;
  prompt: unknown;
  billed: number | null;
}

/** One of the two streams that a list is merged from: SQL of a page, newest first, and the values before the place and the limit. */
interface Stream {
  sql: string;
  values: readonly (string | number)[];
}

interface Setup {
  database: LibraryDatabase;
  paths: LibraryPaths;
  realm: string;
  present: Present;
}

/** A page of what was ever made in this realm or imported. */
export async function listMedia(setup: Setup, filter: ListMedia): Promise<MediaPage> {
  const { text = "", limit, cursor, to, ...rest } = listMediaInput.parse(filter);
  const words = folded(text).split(/\s+/).filter((word) => word !== "");
  const streams = streamsOf(setup.realm, rest);
  const chunk = words.length === 0 ? limit + 1 : SEARCHED_AT_ONCE;
  const items: MediaItem[] = [];
  let place = cursor === undefined ? startAt(to) : furtherDown(placeOf(cursor), startAt(to));
  for (;;) {
    const rows = nextRows(setup.database, streams, place, chunk);
    for (const row of rows) {
      const item = await itemOf(setup, row, words);
      if (!item) continue;
      const last = items.at(-1);
      if (items.length === limit && last) return { items, next: cursorOf({ at: last.at, id: last.facts.sha256 }) };
      items.push(item);
    }
    const last = rows.at(-1);
    if (rows.length < chunk || !last) return { items, next: null };
    place = { at: last.at, id: last.sha256 };
    await setImmediate();
  }
}

function streamsOf(realm: string, { type, model, origin, sha256, from }: Pick<ListMedia, "type" | "model" | "origin" | "sha256" | "from">): Stream[] {
  const streams: Stream[] = [];
  if (origin !== "imported") streams.push(madeIn(realm, type, model, sha256, from));
  // Nothing that was imported has a model.
  if (origin !== "made" && model === undefined) streams.push(imported(realm, type, sha256, from, origin === "all"));
  return streams;
}

/** Each file once, at its newest take of this realm. Left to itself, SQLite looks for the takes of one file among all of the realm. */
function madeIn(realm: string, type: string | undefined, model: string | undefined, sha256: string | undefined, from: number | undefined): Stream {
  const { sql, values } = conditions(["t.model = ?", model], ["t.media_type = ?", type], ["t.sha256 = ?", sha256], ["t.stored_at >= ?", from]);
  return {
    sql: `SELECT t.stored_at AS at, t.sha256, NULL AS name, t.id, t.key, t.graph_id, t.graph_name, t.node_id, t.item, t.model, t.origin, ${PROMPT} AS prompt, t.billed, ${MEDIA_COLUMNS}
      FROM takes t CROSS JOIN media m ON m.sha256 = t.sha256
      WHERE t.realm = ? AND t.state = 'stored'${sql} AND NOT EXISTS (
        SELECT 1 FROM takes n INDEXED BY takes_by_media WHERE n.sha256 = t.sha256 AND n.realm = t.realm AND n.state = 'stored' AND (n.stored_at, n.id) > (t.stored_at, t.id))
      AND (t.stored_at, t.sha256) < (?, ?) ORDER BY t.stored_at DESC, t.sha256 DESC LIMIT ?`,
    values: [realm, ...values],
  };
}

/** Each file once, at its newest import. In a list of everything, what was made in this realm as well is there as made. */
function imported(realm: string, type: string | undefined, sha256: string | undefined, from: number | undefined, alsoMade: boolean): Stream {
  const { sql, values } = conditions(["m.type = ?", type], ["i.sha256 = ?", sha256], ["i.imported_at >= ?", from]);
  const notMade = " AND NOT EXISTS (SELECT 1 FROM takes t INDEXED BY takes_by_media WHERE t.sha256 = i.sha256 AND t.realm = ? AND t.state = 'stored')";
  return {
    sql: `SELECT i.imported_at AS at, i.sha256, i.name, NULL AS id, ${MEDIA_COLUMNS}
      FROM imports i CROSS JOIN media m ON m.sha256 = i.sha256
      WHERE NOT EXISTS (SELECT 1 FROM imports n WHERE n.sha256 = i.sha256 AND (n.imported_at, n.name) > (i.imported_at, i.name))${alsoMade ? notMade : ""}${sql}
      AND (i.imported_at, i.sha256) < (?, ?) ORDER BY i.imported_at DESC, i.sha256 DESC LIMIT ?`,
    values: [...(alsoMade ? [realm] : []), ...values],
  };
}

function conditions(...wanted: (readonly [string, string | number | undefined])[]): Stream {
  const given = wanted.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql: ` AND ${sql}`, value }]));
  return { sql: given.map(({ sql }) => sql).join(""), values: given.map(({ value }) => value) };
}

function nextRows(database: LibraryDatabase, streams: readonly Stream[], place: Place, limit: number): Row[] {
  const rows = streams.flatMap(({ sql, values }) => database.read(() => database.statement(sql).all(...values, place.at, place.id, limit)) as unknown as Row[]);
  if (streams.length < 2) return rows;
  return rows.sort((a, b) => b.at - a.at || (a.sha256 < b.sha256 ? 1 : -1)).slice(0, limit);
}

/** Null for what does not match, and for what was deleted by name. */
async function itemOf({ paths, present }: Setup, row: Row, words: readonly string[]): Promise<MediaItem | null> {
  const name = row.name === null ? null : await knownName(paths, row.sha256, row.name);
  if (words.length > 0) {
    const searched = folded(`${typeof row.prompt === "string" ? row.prompt : ""} ${name ?? ""}`);
    if (!words.every((word) => searched.includes(word))) return null;
  }
  const facts = present(row.sha256);
  if (!facts && (await readSidecar(sidecarPath(mediaFilePath(paths, row.sha256))))?.deletedAt !== undefined) return null;
  const recorded = facts ?? factsOf(row.sha256, row);
  if (!recorded) return null;
  const take = row.id === null ? null : { id: row.id, key: row.key, graphId: row.graph_id, graphName: row.graph_name, nodeId: row.node_id, item: row.item, model: row.model, origin: row.origin, prompt: promptOf(row.prompt), billed: row.billed };
  return { facts: recorded, at: row.at, origin: take ? "made" : "imported", name, take, present: facts !== undefined };
}

/** Letters of all scripts in lower case, however they were composed: SQLite's own LIKE knows only those of English. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
