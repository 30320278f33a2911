import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import type { RecentFile } from "../../../shared/contract/api/sessions.ts";
import { readJson, writeJson } from "./jsonFile.ts";

const MOST = 30;

const recentsSchema = z.array(z.object({ path: z.string(), openedAt: z.number() }));

export interface Recents {
  list(): readonly RecentFile[];
  add(path: string): Promise<void>;
  /** Whether this machine's user has saved or opened the file here before. */
  knows(path: string): boolean;
}

/** Files that were opened or saved, newest first. */
export async function openRecents(home: string): Promise<Recents> {
  const path = join(home, "editor", "recents.json");
  let files = (await readJson(path, recentsSchema, (damaged) => rename(damaged, `${damaged}.damaged`))) ?? [];
  return {
    list: () => files.map((file) => ({ ...file, name: basename(file.path).replace(/\.shotgraph$/i, ""), exists: existsSync(file.path) })),
    async add(added) {
      files = [{ path: added, openedAt: Date.now() }, ...files.filter((file) => file.path !== added)].slice(0, MOST);
      await writeJson(path, files);
    },
    knows: (asked) => files.some((file) => file.path === asked),
  };
}
