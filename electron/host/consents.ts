import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";

/** Graphs that are remembered, the newest first. */
const MOST_GRAPHS = 5_000;

const fileSchema = z.object({ version: z.literal(1), graphs: z.array(z.object({ id: z.string(), keys: z.array(z.string()), at: z.number() })) });

/** What of a graph may go out without asking: what its user put into it here, or agreed to. By graph, and within it by content (`file:<sha256>`) and host (`host:<name>`). */
export interface Consents {
  has(graphId: string, key: string): boolean;
  /** At once; resolves when it is on disk. */
  add(graphId: string, keys: Iterable<string>): Promise<void>;
}

type Known = Map<string, { keys: Set<string>; at: number }>;

/** `<home>/consents.json`. A damaged file is set aside, and nothing is agreed to then. */
export async function openConsents(home: string): Promise<Consents> {
  const path = join(home, "consents.json");
  const known = await read(path);
  let writing: Promise<void> = Promise.resolve();
  return {
    has: (graphId, key) => known.get(graphId)?.keys.has(key) === true,
    async add(graphId, keys) {
      const before = known.get(graphId)?.keys ?? new Set<string>();
      const fresh = [...keys].filter((key) => !before.has(key));
      if (fresh.length === 0) return await writing;
      known.set(graphId, { keys: new Set([...before, ...fresh]), at: Date.now() });
      const done = writing.then(() => write(path, known));
      writing = done.catch(() => undefined);
      await done;
    },
  };
}

async function read(path: string): Promise<Known> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return new Map();
  try {
    return new Map(fileSchema.parse(JSON.parse(text)).graphs.map(({ id, keys, at }) => [id, { keys: new Set(keys), at }]));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    await rename(path, `${path}.damaged`);
    return new Map();
  }
}

/** The command line may have added to the file meanwhile. */
async function write(path: string, known: Known): Promise<void> {
  for (const [id, { keys, at }] of await read(path)) {
    const mine = known.get(id);
    known.set(id, { keys: new Set([...(mine?.keys ?? []), ...keys]), at: Math.max(at, mine?.at ?? 0) });
  }
  const graphs = [...known].map(([id, { keys, at }]) => ({ id, keys: [...keys], at })).sort((one, other) => other.at - one.at);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFileAtomic(path, `${JSON.stringify({ version: 1, graphs: graphs.slice(0, MOST_GRAPHS) })}\n`, { encoding: "utf8" });
}
