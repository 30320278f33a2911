import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import PQueue from "p-queue";
import sharp, { type Sharp } from "sharp";
import writeFileAtomic from "write-file-atomic";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { openImage } from "../../derive/decodeImage.ts";
import { sniff } from "../sniff.ts";
import { isImage } from "./contentTypes.ts";

/** Widths in pixels that thumbnails are made in; few, so that the browser's cache and ours are hit. */
const WIDTHS: ReadonlySet<number> = new Set([160, 320, 640, 1280]);
export const LARGEST_POSTER_BYTES = 512 * 1024;
const LARGEST_POSTER_SIDE = 1280;
/** Very tall images are cut down in both directions: a card never shows more than this many widths of height. */
const TALLEST = 4;
const JOBS = 2;

export interface ThumbnailSource {
  sha256: string;
  path: string;
  format: string;
}

export function isThumbnailWidth(width: number): boolean {
  return WIDTHS.has(width);
}

/** Small WebP pictures of media, kept in a folder from which everything may be deleted but the posters of videos (they are drawn anew then). */
export class Thumbnails {
  readonly #folder: string;
  readonly #jobs = new PQueue({ concurrency: JOBS });
  readonly #underWay = new Map<string, Promise<Buffer | null>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** WebP bytes; null when there is no picture: a video or audio without a poster, an image that cannot be scaled here. */
  async get(media: ThumbnailSource, width: number): Promise<Buffer | null> {
    const path = this.#path(media.sha256, String(width));
    const running = this.#underWay.get(path);
    if (running) return running;
    const job = this.#kept(path).then((kept) => kept ?? this.#make(media, width, path));
    this.#underWay.set(path, job);
    try {
      return await job;
    } finally {
      this.#underWay.delete(path);
    }
  }

  /** Keeps the picture that stands for a video or an audio; the first one stays. Throws `MediaError`: `too-long`, `not-media`, `damaged`, `unwritable`. */
  async putPoster(sha256: string, bytes: Buffer): Promise<"kept" | "there already"> {
    const path = this.#path(sha256, "poster");
    await this.#jobs.add(() => checkPoster(bytes));
    if (await this.#kept(path)) return "there already";
    try {
      await keep(path, bytes);
    } catch (error) {
      throw new MediaError("unwritable", `The poster could not be kept: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    return "kept";
  }

  async #make(media: ThumbnailSource, width: number, path: string): Promise<Buffer | null> {
    const poster = isImage(media.format) ? null : await this.#kept(this.#path(media.sha256, "poster"));
    if (!isImage(media.format) && !poster) return null;
    const made = await this.#jobs.add(() => scale(poster ? async () => sharp(poster, { failOn: "none" }) : () => openImage(media.path, media.format, "none"), width));
    if (!made) return null;
    try {
      await keep(path, made);
    } catch {
      // A full disk or a folder that is not ours: the picture is good all the same and is made again next time.
      return made;
    }
    return made;
  }

  /** What was kept, if it is whole: after a power cut a file may be there with nothing in it. */
  async #kept(path: string): Promise<Buffer | null> {
    try {
      const bytes = await readFile(path);
      return isWholeWebp(bytes) ? bytes : null;
    } catch {
      // Not there, or not to be read: either way it can be made again.
      return null;
    }
  }

  #path(sha256: string, what: string): string {
    return join(this.#folder, sha256.slice(0, 2), `${sha256}-${what}.webp`);
  }
}

async function keep(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, bytes, { fsync: false });
}

function isWholeWebp(bytes: Buffer): boolean {
  return bytes.length > 12 && sniff(bytes) === "webp" && bytes.readUInt32LE(4) + 8 === bytes.length;
}

async function scale(open: () => Promise<Sharp>, width: number): Promise<Buffer | null> {
  try {
    return await (await open())
      .resize({ width, height: width * TALLEST, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
  } catch {
    // An image beyond what is safe to decode here. The browser is handed the file itself instead.
    return null;
  }
}

async function checkPoster(bytes: Buffer): Promise<void> {
  if (bytes.length > LARGEST_POSTER_BYTES) throw new MediaError("too-long", `A poster may have ${LARGEST_POSTER_BYTES / 1024} kB.`);
  if (!isWholeWebp(bytes)) throw new MediaError("not-media", "A poster must be a whole WebP image.");
  try {
    const picture = sharp(bytes, { failOn: "error", limitInputPixels: LARGEST_POSTER_SIDE ** 2 });
    const { format, width, height, pages = 1 } = await picture.metadata();
    if (format !== "webp" || pages > 1) throw new Error("it must be one still picture");
    if (width > LARGEST_POSTER_SIDE || height > LARGEST_POSTER_SIDE) throw new Error(`it may be ${LARGEST_POSTER_SIDE} pixels wide and high`);
    // The header may promise what the rest does not hold.
    await picture.raw().toBuffer();
  } catch (error) {
    throw new MediaError("damaged", `This poster cannot be used: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}
