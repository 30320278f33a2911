import { statSync } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { StagedMedia } from "../../shared/contract/records.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { LibraryDatabase } from "./database.ts";
import { syncFile, syncFolder, writeWhole } from "./durableFiles.ts";
import { fileError } from "./fileErrors.ts";
import { factsOf, MEDIA_COLUMNS, type MediaColumns, putMedia } from "./mediaRow.ts";
import { isSha256, type LibraryPaths, mediaFilePath } from "./paths.ts";
import { mergeSidecar, readSidecar, type Sidecar, type SidecarDerived, type SidecarImport, sidecarText, type SidecarTake } from "./sidecar.ts";
import { isMissing, removeIfThere } from "./tempFiles.ts";

/** A plan asks for the same file thousands of times; within this time one look at the disk answers them all. */
const TRUST_A_LOOK_MS = 2_000;

/** Where a file came from, for its sidecar. */
interface MediaSources {
  takes?: readonly SidecarTake[];
  imports?: readonly SidecarImport[];
  derived?: readonly SidecarDerived[];
}

/** The content-addressed files, their sidecars, and their index. */
export class MediaStore {
  readonly #database: LibraryDatabase;
  readonly #paths: LibraryPaths;
  readonly #seen = new Map<string, { facts: MediaFacts; at: number }>();
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(database: LibraryDatabase, paths: LibraryPaths) {
    this.#database = database;
    this.#paths = paths;
  }

  path(sha256: string): string {
    return mediaFilePath(this.#paths, sha256);
  }

  /** Facts of a file that is really there with its recorded length. */
  facts(sha256: string): MediaFacts | undefined {
    const at = performance.now();
    const seen = this.#seen.get(sha256);
    if (seen && at - seen.at < TRUST_A_LOOK_MS) return seen.facts;
    if (!isSha256(sha256)) return undefined;
    const facts = seen?.facts ?? this.#indexed(sha256);
    if (!facts || statSync(this.path(sha256), { throwIfNoEntry: false })?.size !== facts.bytes) {
      this.#seen.delete(sha256);
      return undefined;
    }
    this.#seen.set(sha256, { facts, at });
    return facts;
  }

  /** Puts a row into the index; runs inside a transaction of `Writer`. */
  index(facts: MediaFacts, at: number): void {
    putMedia(this.#database, facts, at);
    this.#seen.delete(facts.sha256);
  }

  /** fsync, rename into place, and the sidecar beside it. What is there already stays, and its sidecar learns what is new. */
  async place(staged: StagedMedia, origin: MediaSources): Promise<void> {
    const { facts, tempPath } = staged;
    const path = this.path(facts.sha256);
    await this.#alone(facts.sha256, async () => {
      try {
        if (await hasLength(path, facts.bytes)) await removeIfThere(tempPath);
        else await this.#moveIn(tempPath, path);
        await this.#updateSidecar(path, facts, origin);
        await syncFolder(dirname(path));
      } catch (error) {
        throw fileError(error, path);
      }
    });
  }

  /** Writes takes of a file into its sidecar. */
  async retell(facts: MediaFacts, takes: readonly SidecarTake[]): Promise<void> {
    const path = this.path(facts.sha256);
    await this.#alone(facts.sha256, () => this.#updateSidecar(path, facts, { takes }));
  }

  /** Does away with a file while nobody puts the same one in place, and forgets that it was seen. */
  async without<T>(sha256: string, remove: () => Promise<T>): Promise<T> {
    try {
      return await this.#alone(sha256, remove);
    } finally {
      this.#seen.delete(sha256);
    }
  }

  /** What is known of a file's origin; entries of the index are added to those of its sidecar by the caller. */
  async sidecar(facts: MediaFacts): Promise<Sidecar> {
    return mergeSidecar(facts, await readSidecar(sidecarPath(this.path(facts.sha256))), [], []);
  }

  async #moveIn(tempPath: string, path: string): Promise<void> {
    await syncFile(tempPath);
    if (await mkdir(dirname(path), { recursive: true })) await syncFolder(this.#paths.media);
    await rename(tempPath, path);
  }

  async #updateSidecar(path: string, facts: MediaFacts, { takes = [], imports = [], derived = [] }: MediaSources): Promise<void> {
    const old = await readSidecar(sidecarPath(path));
    const text = sidecarText(mergeSidecar(facts, old, takes, imports, derived));
    if (old && text === sidecarText(old)) return;
    await writeWhole(this.#paths.temp, sidecarPath(path), text);
  }

  #indexed(sha256: string): MediaFacts | undefined {
    const row = this.#database.read(() => this.#database.statement(`SELECT ${MEDIA_COLUMNS} FROM media m WHERE sha256 = ?`).get(sha256)) as unknown as MediaColumns | undefined;
    return (row && factsOf(sha256, row)) ?? undefined;
  }

  /** One at a time per file: two takes with the same bytes would overwrite each other's sidecar. */
  async #alone<T>(sha256: string, action: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(sha256) ?? Promise.resolve();
    const mine = before.then(action, action);
    this.#busy.set(sha256, mine);
    try {
      return await mine;
    } finally {
      if (this.#busy.get(sha256) === mine) this.#busy.delete(sha256);
    }
  }
}

export function sidecarPath(mediaPath: string): string {
  return `${mediaPath}.json`;
}

async function hasLength(path: string, bytes: number): Promise<boolean> {
  try {
    return (await stat(path)).size === bytes;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
