import { isDeepStrictEqual } from "node:util";
import type { MediaProblem, VerifyReport } from "../../../shared/contract/care.ts";
import type { MediaFetcher } from "../../../shared/contract/mediaFetcher.ts";
import type { TakeRecord } from "../../../shared/contract/records.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { sidecarDerived } from "../derivations.ts";
import { download, PATIENCE } from "../download.ts";
import type { DownloadPatience } from "../downloadJob.ts";
import { writeWhole } from "../durableFiles.ts";
import { hashFile } from "../importFile.ts";
import { describeMedia } from "../mediaRow.ts";
import { MediaStore, sidecarPath } from "../mediaStore.ts";
import { mediaFilePath } from "../paths.ts";
import { probe } from "../probe.ts";
import { mergeSidecar, readSidecar, type Sidecar, sidecarText } from "../sidecar.ts";
import { sidecarTakes } from "../sidecarTakes.ts";
import { isMissing, removeIfThere } from "../tempFiles.ts";
import { forgetDerived, isDerivedOnly } from "./derived.ts";
import { mediaOnDisk, sizeOf } from "./files.ts";
import { indexedMedia } from "./indexed.ts";
import { type CareRoom, type CareSetup, executing } from "./open.ts";
import { ownersOf, type RealmTake, takesOfMedia } from "./owners.ts";
import { quarantine } from "./quarantine.ts";

export interface VerifyOptions extends CareSetup {
  fetchMedia: MediaFetcher;
  /** Null: damaged files are not downloaded again. `urls` are where the result of a take of this realm may still be had, the best first. */
  mend: { realm: string; urls: (take: TakeRecord) => Promise<readonly string[]> } | null;
  patience?: DownloadPatience;
}

/** Nothing of ours is at stake once a file has been deleted by name. */
const NOWHERE = { problem: null, deleted: true } as const;

/**
 * Reads every media file to its end and compares it with its name and the index. Damaged files go to `quarantine/`; what an answering URL still has comes back.
 * Throws `LibraryError` (`held`, `corrupt`, …).
 */
export async function verifyLibrary(options: VerifyOptions): Promise<VerifyReport> {
  return executing(options, "shotgraph library verify", async (room) => {
    const { media } = await mediaOnDisk(room.paths);
    const hashes = new Set([...indexedMedia(room.database).keys(), ...media.keys()]);
    const report: VerifyReport = { files: media.size, bytes: sizeOf(media.values()).bytes, problems: [], sidecars: 0, deleted: 0, lost: 0 };
    for (const sha256 of [...hashes].sort()) {
      const { problem, deleted } = await verifyOne(sha256, room, options);
      if (problem) report.problems.push(problem);
      if (deleted) report.deleted += 1;
      if ((!problem || problem.mended) && !deleted && (await mendSidecar(sha256, room))) report.sidecars += 1;
    }
    report.lost = report.problems.filter(({ mended }) => !mended).length;
    return report;
  });
}

async function verifyOne(sha256: string, room: CareRoom, options: VerifyOptions): Promise<{ problem: MediaProblem | null; deleted: boolean }> {
  const { paths, database } = room;
  const path = mediaFilePath(paths, sha256);
  const row = indexedMedia(database, sha256).get(sha256) ?? null;
  const found = await examine(path, sha256, row, database);
  if (found === null) return { problem: null, deleted: false };
  const takes = takesOfMedia(database, sha256);
  const sidecar = await readSidecar(sidecarPath(path));
  if (found.damage === "missing" && sidecar?.deletedAt !== undefined) return NOWHERE;
  if (found.damage !== "misindexed" && isDerivedOnly(database, sha256)) {
    await removeIfThere(path);
    await forgetDerived(room, [sha256]);
    const problem = { sha256, damage: found.damage, why: found.why, mended: true, advice: "It was made here of other media and is made again when it is needed.", quarantined: null, owners: [], imports: [] };
    return { problem: found.damage === "missing" ? null : problem, deleted: false };
  }
  const about = { sha256, damage: found.damage, why: found.why, quarantined: null, owners: ownersOf(takes, sidecar), imports: (sidecar?.imports ?? []).map(({ name }) => name) };
  if (found.damage === "misindexed") {
    describeMedia(database, found.facts);
    return { problem: { ...about, mended: true, advice: "The index has been corrected." }, deleted: false };
  }
  if (found.damage === "unreadable") return { problem: { ...about, mended: false, advice: "It was left where it is." }, deleted: false };
  const moved = found.damage === "damaged" ? await quarantine(paths, { path, sha256 }, room.now()) : null;
  const failure = await fetchAgain(sha256, takes, room, options);
  const advice = failure === null ? "It has been downloaded again." : adviceFor(about, failure);
  return { problem: { ...about, quarantined: moved, mended: failure === null, advice }, deleted: false };
}

type Finding = { damage: "damaged" | "missing" | "unreadable"; why: string } | { damage: "misindexed"; why: string; facts: MediaFacts };

/** What is wrong with a file; null when nothing is. */
async function examine(path: string, sha256: string, row: MediaFacts | null, database: CareRoom["database"]): Promise<Finding | null> {
  let hash: string;
  try {
    hash = await hashFile(path);
  } catch (error) {
    if (isMissing(error)) return { damage: "missing", why: "there is no file" };
    // EIO is the disk's own word for damage; anything else (a lost permission) says nothing about the bytes.
    const broken = error instanceof Error && "code" in error && error.code === "EIO";
    return { damage: broken ? "damaged" : "unreadable", why: `it cannot be read (${reasonOf(error)})` };
  }
  if (hash !== sha256) return { damage: "damaged", why: `its bytes have the sha256 ${hash.slice(0, 12)}…` };
  try {
    const facts = await probe(path, sha256, "It");
    if (row === null) return null;
    if (sameFacts(row, facts)) {
      // An older version measured less, or otherwise: that is no damage.
      if (!isDeepStrictEqual(row.details, facts.details)) describeMedia(database, facts);
      return null;
    }
    return { damage: "misindexed", why: "its bytes are right and the index describes them otherwise", facts };
  } catch (error) {
    return { damage: "unreadable", why: reasonOf(error) };
  }
}

function sameFacts(one: MediaFacts, other: MediaFacts): boolean {
  const near = Math.abs((one.durationSeconds ?? 0) - (other.durationSeconds ?? 0)) < 0.01;
  return near && one.type === other.type && one.format === other.format && one.bytes === other.bytes && one.width === other.width && one.height === other.height;
}

/** @returns null once the very same bytes are back, else why they are not */
async function fetchAgain(sha256: string, takes: readonly RealmTake[], room: CareRoom, { mend, fetchMedia, patience = PATIENCE }: VerifyOptions): Promise<string | null> {
  const ours = takes.filter(({ realm }) => realm === mend?.realm);
  if (mend === null || ours.length === 0) return mend === null ? "nothing was asked of the service" : "no take of this service has it";
  const store = new MediaStore(room.database, room.paths);
  let failure = "the service names no URL of it";
  for (const { take } of ours) {
    for (const url of await mend.urls(take)) {
      try {
        const staged = await download({ url, expect: take.mediaType, temp: room.paths.temp, fetchMedia, patience });
        if (staged.facts.sha256 === sha256) {
          await store.place(staged, { takes: sidecarTakes(room.database, sha256, null) });
          return null;
        }
        await removeIfThere(staged.tempPath);
        failure = "its URL now answers with other bytes";
      } catch (error) {
        failure = reasonOf(error);
      }
    }
  }
  return failure;
}

function adviceFor({ owners, imports }: Pick<MediaProblem, "owners" | "imports">, failure: string): string {
  if (owners.length > 0) return `It could not be downloaded again (${failure}). The next run that needs it makes it anew, which costs again: see "shotgraph plan".`;
  return imports.length > 0 ? `Import it again: ${imports.join(", ")}.` : "Nothing is known of where it came from.";
}

/** Writes a sidecar that is missing or damaged anew from the index, so that the index can be rebuilt from it. */
async function mendSidecar(sha256: string, { paths, database }: CareRoom): Promise<boolean> {
  const row = indexedMedia(database, sha256).get(sha256);
  const path = sidecarPath(mediaFilePath(paths, sha256));
  if (!row || (await readSidecar(path)) !== null) return false;
  const sidecar: Sidecar = mergeSidecar(row, null, sidecarTakes(database, sha256, null), [], sidecarDerived(database, sha256));
  await writeWhole(paths.temp, path, sidecarText(sidecar));
  return true;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
