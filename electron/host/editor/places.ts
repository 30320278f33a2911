import { existsSync } from "node:fs";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { DragCopy, FilePlace, PlaceAsked } from "../../../shared/contract/api/desktop.ts";
import type { EditorLibrary } from "../../../shared/contract/libraryQueries.ts";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import type { ServedMedia } from "../../library/serve/mediaResponse.ts";
import { Thumbnails } from "../../library/serve/thumbnails.ts";
import { makerInto } from "../embedding.ts";
import type { Sessions } from "./sessions.ts";

/** Pixels of the picture under the pointer while a file is dragged. */
const ICON_SIDE = 96;
const PICTURE_WIDTH = 160;

export interface Places {
  /** A file that was exported by this host may be shown in its folder later. */
  exported(path: string): void;
  placeOf(asked: PlaceAsked): FilePlace;
  copyForDrag(asked: { sha256: string; name: string }): Promise<DragCopy>;
  /** A copy for a browser's download; undefined where the file itself is all that there is to give. */
  copyForDownload(sha256: string, format: string): Promise<ServedMedia | undefined>;
}

/** Which files the window may show and drag out: those of open graphs, of the library, and exported ones; never one that the page names. */
export function createPlaces({ library, sessions, home, embeds }: { library: () => EditorLibrary; sessions: Pick<Sessions, "get">; home: string; embeds: () => boolean }): Places {
  const known = new Set<string>();
  const thumbnails = new Thumbnails(join(home, "thumbs"));
  const folder = join(home, "drag");
  // Copies of the last time are of no use to anybody; where they cannot be deleted, they only take room.
  const cleared = rm(folder, { recursive: true, force: true }).catch(() => undefined);

  function pathOf(asked: PlaceAsked): string | null {
    if ("session" in asked) return sessions.get(asked.session).path;
    if ("sha256" in asked) return library().media(asked.sha256) ? library().mediaPath(asked.sha256) : null;
    return known.has(asked.exported) ? asked.exported : null;
  }

  /** With the graph that made it, unless the user does not want that. */
  async function copyOf(sha256: string, name: string): Promise<string> {
    const into = embeds() ? await makerInto(library(), sha256) : undefined;
    return await library().exportMedia(sha256, join(folder, sha256, into ? "file" : "plain"), name, into);
  }

  async function iconOf(sha256: string, beside: string): Promise<string | null> {
    const facts = library().media(sha256);
    const picture = facts && (await thumbnails.get({ sha256, path: library().mediaPath(sha256), format: facts.format }, PICTURE_WIDTH));
    if (!picture) return null;
    const path = join(beside, "icon.png");
    await writeFile(path, await sharp(picture).resize({ width: ICON_SIDE, height: ICON_SIDE, fit: "inside" }).png().toBuffer());
    return path;
  }

  return {
    exported: (path) => void known.add(path),
    placeOf(asked) {
      const path = pathOf(asked);
      if (path === null) return { path: null, message: "session" in asked ? "This graph has no file yet: save it first." : "This file is none that Shotgraph made or keeps." };
      return existsSync(path) ? { path, message: null } : { path: null, message: `${path} is not there any more.` };
    },
    async copyForDownload(sha256, format) {
      const into = embeds() ? await makerInto(library(), sha256) : undefined;
      if (!into) return undefined;
      await cleared;
      const path = await library().exportMedia(sha256, join(folder, sha256, "download"), sha256.slice(0, 12), into);
      return { path, format, bytes: (await stat(path)).size };
    },
    async copyForDrag({ sha256, name }) {
      await cleared;
      const own = join(folder, sha256);
      try {
        await mkdir(own, { recursive: true });
        return { path: await copyOf(sha256, name), icon: await iconOf(sha256, own), message: null };
      } catch (error) {
        if (!(error instanceof MediaError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
        return { path: null, icon: null, message: `The file cannot be dragged out: ${(error as Error).message}` };
      }
    },
  };
}
