import { basename, dirname } from "node:path";
import type { SizeReport } from "../../../shared/contract/care.ts";
import type { MediaType } from "../../../shared/graph/media.ts";
import { derivedOnly } from "./derived.ts";
import { filesIn, mediaOnDisk, sizeOf } from "./files.ts";
import { type CareSetup, reading } from "./open.ts";
import { thumbnails } from "./thumbs.ts";

/** What the library holds, in files and bytes as they are on the disk. Changes nothing. */
export async function sizeOfLibrary(setup: CareSetup): Promise<SizeReport> {
  return reading(setup, async ({ paths, database }) => {
    const { media, sidecars } = await mediaOnDisk(paths);
    const rows = (sql: string) => database.read(() => database.statement(sql).all());
    const types = new Map(rows("SELECT sha256, type FROM media").map((row) => [String(row.sha256), row.type as MediaType]));
    const files = [...media.values()].map((file) => ({ ...file, type: types.get(file.name) }));
    const of = (type: MediaType | undefined) => sizeOf(files.filter((file) => file.type === type));

    const byRealm = new Map<string, Set<string>>();
    for (const row of rows("SELECT DISTINCT realm, sha256 FROM takes WHERE sha256 IS NOT NULL")) {
      byRealm.set(String(row.realm), (byRealm.get(String(row.realm)) ?? new Set()).add(String(row.sha256)));
    }
    const derived = derivedOnly(database);
    const made = new Set([...byRealm.values()].flatMap((hashes) => [...hashes]));
    const realms = rows("SELECT realm, count(sha256) AS takes, coalesce(sum(CASE origin WHEN 'made' THEN billed END), 0) AS billed FROM takes GROUP BY realm ORDER BY realm").map((row) => ({
      realm: String(row.realm), ...sizeOf(files.filter(({ name }) => byRealm.get(String(row.realm))?.has(name))), takes: Number(row.takes), billed: Number(row.billed),
    }));
    const name = basename(paths.database);
    const report = {
      types: { image: of("image"), video: of("video"), audio: of("audio") },
      unindexed: of(undefined),
      realms,
      paid: sizeOf(files.filter((file) => made.has(file.name))),
      imported: sizeOf(files.filter((file) => file.type !== undefined && !made.has(file.name) && !derived.has(file.name))),
      derived: sizeOf(files.filter((file) => derived.has(file.name))),
      thumbs: sizeOf(await thumbnails(paths)),
      temp: sizeOf(await filesIn(paths.temp)),
      quarantine: sizeOf(await filesIn(paths.quarantine)),
      database: sizeOf((await filesIn(dirname(paths.database))).filter((file) => file.name.startsWith(name))),
    };
    const sidecarBytes = (await Promise.all([...new Set([...sidecars.values()].map(dirname))].map(filesIn))).flat().filter((file) => file.name.endsWith(".json"));
    const total = [sizeOf(files), report.thumbs, report.temp, report.quarantine, report.database, sizeOf(sidecarBytes)].reduce((sum, { bytes }) => sum + bytes, 0);
    return { ...report, total };
  });
}
