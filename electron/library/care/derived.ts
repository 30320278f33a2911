import type { CleanReport, Removable } from "../../../shared/contract/care.ts";
import type { LibraryDatabase } from "../database.ts";
import { sidecarPath } from "../mediaStore.ts";
import { mediaFilePath } from "../paths.ts";
import { readSidecar } from "../sidecar.ts";
import { removeIfThere } from "../tempFiles.ts";
import { bytesOf, type FoundFile } from "./files.ts";
import type { CareRoom } from "./open.ts";

const ONLY_DERIVED = `SELECT DISTINCT d.sha256 FROM derivations d
  WHERE NOT EXISTS (SELECT 1 FROM takes t WHERE t.sha256 = d.sha256) AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.sha256 = d.sha256)`;

/** Files that were made here of other media, and are nothing else beside. */
export function derivedOnly(database: LibraryDatabase): Set<string> {
  return new Set(database.read(() => database.statement(ONLY_DERIVED).all()).map(({ sha256 }) => String(sha256)));
}

export function isDerivedOnly(database: LibraryDatabase, sha256: string): boolean {
  return database.read(() => database.statement(`SELECT 1 FROM (${ONLY_DERIVED}) WHERE sha256 = ?`).get(sha256)) !== undefined;
}

/** What was made here can go, as it is made again for nothing; but not while what it was made of is lost. */
export async function removableDerived({ paths, database }: CareRoom, media: ReadonlyMap<string, FoundFile>): Promise<Pick<CleanReport, "removable" | "kept">> {
  const found: { removable: Removable[]; kept: CleanReport["kept"] } = { removable: [], kept: [] };
  for (const sha256 of derivedOnly(database)) {
    const file = media.get(sha256);
    if (!file) continue;
    if (await originalIsLost(sha256, { paths, database })) {
      found.kept.push({ path: file.path, why: "made here of a file that is lost, so it cannot be made again" });
      continue;
    }
    found.removable.push({ kind: "derived", path: file.path, bytes: file.bytes, why: "made here of other media, and made again for nothing when it is needed", owners: [] });
    const beside = sidecarPath(file.path);
    const bytes = await bytesOf(beside);
    if (bytes !== null) found.removable.push({ kind: "derived", path: beside, bytes, why: "its sidecar", owners: [] });
  }
  return found;
}

/** Gone without having been deleted by name. */
async function originalIsLost(sha256: string, { paths, database }: Pick<CareRoom, "paths" | "database">): Promise<boolean> {
  const identities = database.read(() => database.statement("SELECT identity FROM derivations WHERE sha256 = ?").all(sha256)).map(({ identity }) => String(identity));
  for (const identity of identities) {
    const original = /\(sha256:(?<sha256>[0-9a-f]{64})\)+$/.exec(identity)?.groups?.sha256;
    if (original === undefined) return false;
    const path = mediaFilePath(paths, original);
    if ((await bytesOf(path)) !== null || (await readSidecar(sidecarPath(path)))?.deletedAt !== undefined) return false;
  }
  return true;
}

/** Forgets files that were made here and are gone, so that they are made again. */
export async function forgetDerived({ paths, database }: Pick<CareRoom, "paths" | "database">, hashes: Iterable<string>): Promise<void> {
  for (const sha256 of hashes) {
    await removeIfThere(sidecarPath(mediaFilePath(paths, sha256)));
    // Its derivations go with it.
    database.statement("DELETE FROM media WHERE sha256 = ?").run(sha256);
  }
}
