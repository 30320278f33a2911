import { basename } from "node:path";
import type { CleanReport, Removable } from "../../../shared/contract/care.ts";
import { LibraryError } from "../../../shared/contract/libraryErrors.ts";
import { writeWhole } from "../durableFiles.ts";
import { sidecarPath } from "../mediaStore.ts";
import { isSha256, mediaFilePath } from "../paths.ts";
import { mergeSidecar, readSidecar, sidecarText } from "../sidecar.ts";
import { sidecarTakes } from "../sidecarTakes.ts";
import { isAbandoned, removeIfThere } from "../tempFiles.ts";
import { forgetDerived, removableDerived } from "./derived.ts";
import { bytesOf, filesIn, type FoundFile, mediaOnDisk } from "./files.ts";
import { indexedMedia } from "./indexed.ts";
import { type CareRoom, type CareSetup, executing, reading } from "./open.ts";
import { ownersOf, takesOfMedia } from "./owners.ts";
import { quarantined } from "./quarantine.ts";
import { strayThumbnails } from "./thumbs.ts";

const QUARANTINE_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

export interface CleanOptions extends CareSetup {
  /** False: only tell. */
  apply: boolean;
  /** Media of takes that may go, named one by one by their sha256. */
  takes: readonly string[];
}

/**
 * What can be deleted and why; with `apply` it is. Media of takes go only when they are named, and their provenance stays.
 * Throws `LibraryError`: `not-found` for a name that is no take's, `held` when something else is to be deleted while a run is on.
 */
export async function cleanLibrary(options: CleanOptions): Promise<CleanReport> {
  if (!options.apply) {
    return reading(options, async (room) => {
      const { removable, bytes, kept } = await survey(room, options.takes);
      return { removable, bytes, kept, applied: false };
    });
  }
  return executing(options, "shotgraph library clean", async (room) => {
    const report = await survey(room, options.takes);
    for (const { sha256 } of report.named) await keepProvenance(sha256, room);
    for (const { path } of report.removable) await removeIfThere(path);
    await forgetDerived(room, report.removable.filter(({ kind, path }) => kind === "derived" && isSha256(basename(path))).map(({ path }) => basename(path)));
    const { removable, bytes, kept } = report;
    return { removable, bytes, kept, applied: true };
  });
}

async function survey(room: CareRoom, takes: readonly string[]): Promise<Omit<CleanReport, "applied"> & { named: { sha256: string }[] }> {
  const named = await Promise.all(takes.map((sha256) => namedTake(sha256, room)));
  const old = await oldQuarantine(room, new Set(takes));
  const { media, sidecars } = await mediaOnDisk(room.paths);
  const orphans = await orphanedImports(room, media, sidecars);
  const derived = await removableDerived(room, media);
  const going = [...orphans.removable, ...derived.removable, ...named.map(({ file }) => file)];
  const gone = new Set(going.map(({ path }) => path));
  const staying = new Set([...media.values()].filter(({ path }) => !gone.has(path)).map(({ name }) => name));
  const removable = [...(await deadTemp(room)), ...going, ...(await strayThumbnails(room.paths, staying)), ...old.removable];
  return { removable, kept: [...orphans.kept, ...derived.kept, ...old.kept], bytes: removable.reduce((sum, { bytes }) => sum + bytes, 0), named };
}

async function deadTemp({ paths, now }: CareRoom): Promise<Removable[]> {
  const files: Removable[] = [];
  for (const { name, path, bytes } of await filesIn(paths.temp)) {
    if (await isAbandoned(path, name, now())) files.push({ kind: "temp", path, bytes, why: "left behind by a process that has ended", owners: [] });
  }
  return files;
}

/** Imports that no row knows: only where the sidecar says that nothing else was ever in that file. */
async function orphanedImports({ database }: CareRoom, media: ReadonlyMap<string, FoundFile>, sidecars: ReadonlyMap<string, string>): Promise<Pick<CleanReport, "removable" | "kept">> {
  const indexed = indexedMedia(database);
  const removable: Removable[] = [];
  const kept: CleanReport["kept"] = [];
  for (const [sha256, { path, bytes }] of media) {
    if (indexed.has(sha256)) continue;
    const sidecar = await readSidecar(sidecarPath(path));
    if (sidecar && sidecar.takes.length === 0 && takesOfMedia(database, sha256).length === 0) {
      const names = sidecar.imports.map(({ name }) => name).join(", ");
      const kind = sidecar.derived && names === "" ? "derived" : "import";
      removable.push({ kind, path, bytes, why: kind === "derived" ? "made here of other media; it never came into the index" : `an import (${names}) that never came into the index`, owners: [] });
      const beside = sidecars.get(sha256);
      if (beside) removable.push({ kind, path: beside, bytes: (await bytesOf(beside)) ?? 0, why: "its sidecar", owners: [] });
    } else {
      const why = sidecar ? "the result of a take that is not in the index" : "nothing tells whether it was paid for";
      kept.push({ path, why: `${why}: "shotgraph library rebuild" takes it in` });
    }
  }
  return { removable, kept };
}

async function oldQuarantine({ paths, database, now }: CareRoom, named: ReadonlySet<string>): Promise<Pick<CleanReport, "removable" | "kept">> {
  const removable: Removable[] = [];
  const kept: CleanReport["kept"] = [];
  for (const { name, path, bytes } of await filesIn(paths.quarantine)) {
    const was = quarantined(name);
    if (!was) continue;
    const days = Math.floor((now() - was.at) / DAY_MS);
    const owners = ownersOf(takesOfMedia(database, was.sha256), await readSidecar(sidecarPath(mediaFilePath(paths, was.sha256))));
    // While there is no good copy these bytes are all that is left of what was paid for.
    const last = owners.length > 0 && (await bytesOf(mediaFilePath(paths, was.sha256))) === null;
    if (named.has(was.sha256) || (days >= QUARANTINE_DAYS && !last)) removable.push({ kind: "quarantine", path, bytes, why: `damaged, in quarantine for ${days} days`, owners });
    else if (days >= QUARANTINE_DAYS) kept.push({ path, why: `damaged, but all that is left of a paid take: "clean --take ${was.sha256}" deletes it` });
  }
  return { removable, kept };
}

async function namedTake(sha256: string, { paths, database }: CareRoom): Promise<{ sha256: string; file: Removable }> {
  const path = isSha256(sha256) ? mediaFilePath(paths, sha256) : null;
  const owners = path === null ? [] : ownersOf(takesOfMedia(database, sha256), await readSidecar(sidecarPath(path)));
  if (path === null || owners.length === 0) throw new LibraryError("not-found", `No take of the library ${paths.home} has the media ${sha256.slice(0, 64)}. "shotgraph library verify --json" and "run --json" name media by their sha256.`);
  const cost = owners.reduce((sum, { billed }) => sum + (billed ?? 0), 0);
  return { sha256, file: { kind: "take", path, bytes: (await bytesOf(path)) ?? 0, why: `named; it cost ${cost} credits, and making it again costs again`, owners } };
}

/** The sidecar stays and says so: what it cost stays known, and nobody looks for the file any more. */
export async function keepProvenance(sha256: string, { paths, database, now }: CareRoom): Promise<void> {
  const path = sidecarPath(mediaFilePath(paths, sha256));
  const old = await readSidecar(path);
  const facts = indexedMedia(database, sha256).get(sha256) ?? old?.media;
  if (!facts) return;
  await writeWhole(paths.temp, path, sidecarText({ ...mergeSidecar(facts, old, sidecarTakes(database, sha256, null), []), deletedAt: now() }));
}
