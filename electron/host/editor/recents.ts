import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import type { RecentFile } from "../../../shared/contract/api/sessions.ts";
import { readJson, writeJson } from "./jsonFile.ts";

const MOST = 30;

const recentsSchema = z.array(z.object({ path: z.string(), openedAt: z.number(), hidden: z.boolean().optional() }));

export interface Recents {
  list(): readonly RecentFile[];
  add(path: string): Promise<void>;
  /** Empties the list that is shown. What was opened or saved here is still known not to be a stranger's. */
  clear(): Promise<void>;
  /** Whether this machine's user has saved or opened the file here before. */
  knows(path: string): boolean;
}

/** Files that were opened or saved, newest first. */
export async function openRecents(home: string): Promise<Recents> {
  const path = join(home, "editor", "recents.json");
  let files = (await readJson(path, recentsSchema, (damaged) => rename(damaged, `${damaged}.damaged`))) ?? [];
  return {
    list: () => files.filter(({ hidden }) => !hidden).map(({ path, openedAt }) => ({ path, openedAt, name: basename(path).replace(/\.shotgraph$/i, ""), exists: existsSync(path) })),
    async add(added) {
      files = [{ path: added, openedAt: Date.now() }, ...files.filter((file) => file.path !== added)].slice(0, MOST);
      await writeJson(path, files);
    },
    async clear() {
      files = files.map((file) => ({ ...file, hidden: true }));
      await writeJson(path, files);
    },
    knows: (asked) => files.some((file) => file.path === asked),
  };
}
