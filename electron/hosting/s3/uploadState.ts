import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";

const uploadSchema = z.object({
  uploadId: z.string().min(1).max(4096),
  bytes: z.int().positive(),
  partBytes: z.int().positive(),
  startedAt: z.number(),
  /** ETags by part number. */
  parts: z.record(z.string().regex(/^\d{1,5}$/), z.string().max(500)),
});
export type UploadState = z.infer<typeof uploadSchema>;

const fileSchema = z.record(z.string(), uploadSchema);

/** Uploads in parts that have begun, by `<endpoint> <bucket> <key>`, so that a restart goes on where they stood. No secret is in it. */
export interface UploadStates {
  get(name: string): Promise<UploadState | undefined>;
  /** Null forgets it. Resolves when it is on disk. */
  set(name: string, state: UploadState | null): Promise<void>;
  all(): Promise<ReadonlyMap<string, UploadState>>;
}

/** A damaged file is set aside: the uploads in it begin anew, which loses time and nothing else. */
export function openUploadStates(path: string): UploadStates {
  let loaded: Promise<Map<string, UploadState>> | null = null;
  let writing: Promise<void> = Promise.resolve();
  const states = (): Promise<Map<string, UploadState>> => (loaded ??= load(path));
  return {
    get: async (name) => (await states()).get(name),
    all: states,
    async set(name, state) {
      const known = await states();
      if (state === null) known.delete(name);
      else known.set(name, state);
      // One write after another; each writes what is newest then.
      const done = writing.then(() => save(path, known));
      writing = done.catch(() => undefined);
      await done;
    },
  };
}

async function save(path: string, states: ReadonlyMap<string, UploadState>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, JSON.stringify(Object.fromEntries(states)), { encoding: "utf8" });
}

async function load(path: string): Promise<Map<string, UploadState>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return new Map();
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text))));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    await rename(path, `${path}.damaged`);
    return new Map();
  }
}
