import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Library } from "../../../shared/contract/library.ts";
import type { EditorLibrary, ListMedia, MediaItem } from "../../../shared/contract/libraryQueries.ts";
import type { NewTake, StagedMedia, TakeRecord } from "../../../shared/contract/records.ts";
import type { MediaType } from "../../../shared/graph/media.ts";
import { imageFile } from "./samples.ts";
import { completedTake, openTemp, tempFolder } from "./support.ts";

/** A clock that moves on with every look. */
function clock() {
  let at = 1_000;
  return { now: () => (at += 10), at: () => at };
}

export async function open(options: Parameters<typeof openTemp>[0] = {}) {
  const time = clock();
  const home = options.home ?? tempFolder();
  return { home, time, library: await openTemp({ home, now: time.now, ...options }) };
}

export function staged(library: Library, content: string, type: MediaType = "video"): StagedMedia {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const tempPath = join(library.mediaPath(sha256), "..", "..", "..", "tmp", `${sha256}.test`);
  writeFileSync(tempPath, content);
  return { tempPath, facts: { sha256, type, format: type === "video" ? "mp4" : "png", bytes: Buffer.byteLength(content), width: 1280, height: 720, durationSeconds: type === "video" ? 5 : null } };
}

export function asked(prompt: string, change: Partial<NewTake> = {}): Partial<NewTake> {
  const model = change.model ?? "sd2";
  return { key: `key of ${prompt}`, mediaType: "video", request: { service: "jobs", model, body: { model, inputs: { prompt } } }, ...change };
}

/** A stored take of this prompt whose file holds `content`. */
export async function made(library: Library, prompt: string, change: Partial<NewTake> = {}, content = prompt): Promise<TakeRecord> {
  const { id } = await completedTake(library, asked(prompt, change));
  return await library.store(id, staged(library, content, change.mediaType ?? "video"));
}

export async function imported(library: Library, name: string, width = 64): Promise<string> {
  const path = join(tempFolder(), name);
  writeFileSync(path, await imageFile("png", width, 64));
  return (await library.importFile(path)).sha256;
}

export const names = (items: readonly MediaItem[]) => items.map(({ take, name }) => take?.prompt ?? name);

export async function listed(library: EditorLibrary, filter: ListMedia = {}): Promise<(string | null | undefined)[]> {
  return names((await library.queries.listMedia(filter)).items);
}

/** All pages, one after the other. */
export async function paged(library: EditorLibrary, limit: number, filter: ListMedia = {}, between: () => Promise<unknown> = async () => undefined) {
  const pages: (string | null | undefined)[][] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await library.queries.listMedia({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(names(page.items));
    cursor = page.next;
    await between();
  }
  return pages;
}
