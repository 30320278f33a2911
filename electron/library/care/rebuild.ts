import type { RebuildReport } from "../../../shared/contract/care.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { hashFile } from "../importFile.ts";
import { sidecarPath } from "../mediaStore.ts";
import { libraryPaths } from "../paths.ts";
import { probe } from "../probe.ts";
import { readSidecar } from "../sidecar.ts";
import { damageOf, moveAside } from "./damage.ts";
import { mediaOnDisk } from "./files.ts";
import { type CareRoom, type CareSetup, executing, heldBy } from "./open.ts";
import { Refill } from "./refill.ts";
import { holderIn, rescue, type Rescued } from "./rescue.ts";
import { type CheckedSidecar, checkSidecar } from "./sidecarSchema.ts";

/**
 * Makes the index anew from the sidecars. A database that is damaged is moved aside, never deleted; into a healthy one only what is missing is added.
 * Throws `LibraryError` (`held`, `too-new`, …).
 */
export async function rebuildLibrary(setup: CareSetup): Promise<RebuildReport> {
  const paths = libraryPaths(setup.home);
  const damage = damageOf(paths);
  const at = (setup.now ?? Date.now)();
  const holder = damage === null ? null : holderIn(paths.database, at);
  if (holder) throw heldBy(setup.home, holder);
  const movedTo = damage === null ? null : await moveAside(paths, at);
  return executing(setup, "shotgraph library rebuild", async (room) => {
    const found = await gather(room);
    const rescued = movedTo === null ? [] : rescue(movedTo);
    const report: RebuildReport = { damage, movedTo, media: 0, takes: 0, rescued: 0, billed: 0, missing: found.missing, notRebuilt: found.notRebuilt };
    fill(room, found, rescued, report);
    if (damage !== null) report.notRebuilt.push(...beyondSidecars(rescued));
    return report;
  });
}

interface Found {
  sidecars: CheckedSidecar[];
  /** Files without a usable sidecar, described by their own bytes. */
  bare: MediaFacts[];
  missing: string[];
  notRebuilt: RebuildReport["notRebuilt"];
}

async function gather({ paths }: CareRoom): Promise<Found> {
  const { media, sidecars } = await mediaOnDisk(paths);
  const found: Found = { sidecars: [], bare: [], missing: [], notRebuilt: [] };
  for (const [sha256, path] of sidecars) {
    const read = await readSidecar(path);
    const checked = checkSidecar(read, sha256);
    if (typeof checked === "string") {
      found.notRebuilt.push({ what: path, why: checked });
      continue;
    }
    const isThere = media.get(sha256)?.bytes === checked.media.bytes;
    // What was only made here and is gone is made again when it is needed.
    if (!isThere && checked.takes.length + checked.imports.length === 0 && checked.derived) continue;
    found.sidecars.push(checked);
    // What was deleted by name is no news.
    if (!isThere && read?.deletedAt === undefined) found.missing.push(sha256);
  }
  const known = new Set(found.sidecars.map(({ media: { sha256 } }) => sha256));
  for (const { name, path } of media.values()) {
    if (known.has(name)) continue;
    const facts = await ownFacts(path, name);
    if (typeof facts === "string") found.notRebuilt.push({ what: path, why: facts });
    else {
      found.bare.push(facts);
      found.notRebuilt.push({ what: path, why: `there is no usable ${sidecarPath(name)}, so it counts as imported: which takes it belongs to is not known` });
    }
  }
  return found;
}

async function ownFacts(path: string, sha256: string): Promise<MediaFacts | string> {
  try {
    const hash = await hashFile(path);
    return hash === sha256 ? await probe(path, sha256, "It") : 'its bytes are not those of its name: see "shotgraph library verify"';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fill({ database, now }: CareRoom, { sidecars, bare }: Found, rescued: readonly Rescued[], report: RebuildReport): void {
  const refill = new Refill(database, now());
  const { connection } = database;
  connection.exec("BEGIN IMMEDIATE");
  try {
    for (const facts of bare) {
      const added = refill.media(facts, now());
      // What the index has already is what the index says it is.
      if (added > 0) refill.imported(facts.sha256, "", now());
      report.media += added;
    }
    // In the order in which they were made, so that ids tell the same story as before.
    for (const { media, imports, takes } of sidecars) report.media += refill.media(media, Math.min(...[...takes.map((take) => take.storedAt), ...imports.map((entry) => entry.importedAt)].map((at) => at ?? now()), now()));
    for (const { media, imports } of sidecars) for (const { name, importedAt } of imports) refill.imported(media.sha256, name, importedAt);
    for (const { media, derived = [] } of sidecars) for (const one of derived) refill.derived(media.sha256, one);
    const takes = sidecars.flatMap(({ media, takes: of }) => of.map((take) => ({ media, take }))).sort((one, other) => one.take.createdAt - other.take.createdAt || one.take.ordinal - other.take.ordinal);
    for (const { media, take } of takes) {
      if (take.taskId === null) report.notRebuilt.push({ what: `a take of node ${take.node} (${media.sha256})`, why: "its sidecar names no task" });
      else if (refill.take(take, media)) {
        report.takes += 1;
        if (take.origin === undefined) report.billed += take.billed ?? take.quoted.max;
      }
    }
    for (const one of rescued) report.rescued += refill.rescued(one);
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}

function beyondSidecars(rescued: readonly Rescued[]): RebuildReport["notRebuilt"] {
  const why = "only the database knew them";
  return [
    { what: "ledger entries of failed and refused takes, runs, reviewed assets, and what each node last asked for", why },
    { what: rescued.length > 0 ? "takes under way, beyond those that could still be read" : "takes under way: a task that was running then is paid for and no longer known here", why },
  ];
}
