import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "../../library/processes.ts";
import { readJson, writeJson } from "./jsonFile.ts";

const recoverySchema = z.object({
  session: z.string().max(64),
  path: z.string().nullable(),
  unsaved: z.boolean(),
  /** The document as text; null when the file at `path` has it all. */
  text: z.string().nullable(),
  at: z.number(),
  pid: z.number(),
  hostname: z.string(),
});

export type RecoveryFile = z.infer<typeof recoverySchema>;

/** Open graphs as files, so that a crash of window, host or machine loses two seconds of work at most. */
export interface Recovery {
  write(file: Pick<RecoveryFile, "session" | "path" | "unsaved" | "text">): Promise<void>;
  forget(session: string): Promise<void>;
  /** Keeps what cannot be read under another name. */
  setAside(session: string): Promise<void>;
  /** Those that a host left which no longer runs. */
  left(): Promise<readonly RecoveryFile[]>;
}

export function openRecovery(home: string): Recovery {
  const folder = join(home, "recovery");
  const pathOf = (session: string) => join(folder, `${session}.json`);
  const last = new Map<string, Promise<void>>();
  /** What is still being written must not come back after it was forgotten. */
  const inTurn = (session: string, act: () => Promise<void>): Promise<void> => {
    const done = (last.get(session) ?? Promise.resolve()).then(act);
    last.set(session, done.catch(() => undefined));
    return done;
  };
  return {
    write: (file) => inTurn(file.session, () => writeJson(pathOf(file.session), { ...file, at: Date.now(), pid: process.pid, hostname: hostname() } satisfies RecoveryFile)),
    forget: (session) => inTurn(session, () => rm(pathOf(session), { force: true })),
    setAside: (session) => rename(pathOf(session), `${pathOf(session)}.damaged`),
    async left() {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => /^[\w-]+\.json$/.test(name));
      const files = await Promise.all(names.map((name) => readJson(join(folder, name), recoverySchema, (damaged) => rename(damaged, `${damaged}.damaged`))));
      return files.flatMap((file) => (file && (file.hostname !== hostname() || file.pid === process.pid || !isAlive(file.pid)) ? [file] : [])).sort((a, b) => a.at - b.at);
    },
  };
}
