import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { z } from "zod";

/** Reads a small file of this program's own. Null when there is none, or when it cannot be understood: it is then set aside as `<path>.damaged`. */
export async function readJson<T>(path: string, schema: z.ZodType<T>, setAside: (path: string, why: string) => Promise<void>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    await setAside(path, error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Written beside its place and renamed into it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, { encoding: "utf8" });
}
