import type { StagedMedia } from "../../shared/contract/records.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { LibraryDatabase } from "./database.ts";
import { fileError } from "./fileErrors.ts";
import { hashFile } from "./importFile.ts";
import { probe } from "./probe.ts";
import type { SidecarDerived } from "./sidecar.ts";
import { removeIfThere, tempFileIn } from "./tempFiles.ts";

/** Which file was made of which medium by which operation: a cache, whose files can be made again for nothing. */
export class Derivations {
  readonly #database: LibraryDatabase;
  readonly #media: (sha256: string) => MediaFacts | undefined;

  constructor(database: LibraryDatabase, media: (sha256: string) => MediaFacts | undefined) {
    this.#database = database;
    this.#media = media;
  }

  find(identity: string): MediaFacts | undefined {
    const row = this.#database.read(() => this.#database.statement("SELECT sha256 FROM derivations WHERE identity = ?").get(identity)) as { sha256: string } | undefined;
    return row && this.#media(row.sha256);
  }

  put(identity: string, sha256: string, madeAt: number): void {
    this.#database.statement("INSERT OR REPLACE INTO derivations (identity, sha256, made_at) VALUES (?, ?, ?)").run(identity, sha256, madeAt);
  }
}

/** What a file was made of and how, for its sidecar. */
export function sidecarDerived(database: LibraryDatabase, sha256: string): SidecarDerived[] {
  return database.read(() => database.statement("SELECT identity, made_at AS madeAt FROM derivations WHERE sha256 = ? ORDER BY identity").all(sha256)) as unknown as SidecarDerived[];
}

/** Lets `write` make a file beside the library and measures it. `what` names it in messages. Throws `MediaError`; then no file is left. */
export async function stageWritten(temp: string, write: (path: string) => Promise<void>, what: string): Promise<StagedMedia> {
  const tempPath = tempFileIn(temp);
  try {
    await write(tempPath);
    return { tempPath, facts: await probe(tempPath, await hashFile(tempPath), what) };
  } catch (error) {
    await removeIfThere(tempPath);
    throw fileError(error, tempPath);
  }
}
