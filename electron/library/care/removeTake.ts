import type { RemovedTake } from "../../../shared/contract/libraryQueries.ts";
import { isSha256, mediaFilePath } from "../paths.ts";
import { readSidecar } from "../sidecar.ts";
import { sidecarPath } from "../mediaStore.ts";
import { removeIfThere } from "../tempFiles.ts";
import { keepProvenance } from "./clean.ts";
import { bytesOf } from "./files.ts";
import type { CareRoom } from "./open.ts";
import { removeThumbnails } from "./thumbs.ts";
import { ownersOf, takesOfMedia } from "./owners.ts";

/**
 * Deletes the file of a take of this realm, with the library open and its lease held. Journal, ledger and sidecar stay, so that it is
 * known for ever what it was and what it cost. A file that is also something else's stays.
 */
export async function removeTake(room: CareRoom, realm: string, sha256: string): Promise<RemovedTake> {
  const { paths, database } = room;
  if (!isSha256(sha256)) return refused("That is no name of a file in the library.");
  const path = mediaFilePath(paths, sha256);
  const sidecar = await readSidecar(sidecarPath(path));
  const takes = takesOfMedia(database, sha256);
  const mine = takes.filter((one) => one.realm === realm);
  const [first] = mine;
  if (!first) return refused("No take of this library has that file.");
  const names = [...new Set([...namesInIndex(room, sha256), ...(sidecar?.imports ?? []).map(({ name }) => name)])].filter((name) => name !== "");
  if (names.length > 0) return refused(`It was also imported as ${names.join(", ")}, so its file stays.`);
  const other = ownersOf(takes, sidecar).find((owner) => owner.realm !== realm);
  if (other) return refused(`The graph "${other.graph.name}" made the same file in ${other.realm}, so it stays.`);
  const sibling = mine.find(({ take }) => take.key !== first.take.key);
  if (sibling) return refused(`The node ${sibling.take.nodeId} of "${sibling.take.graphName}" made the same file by another request, so it stays.`);
  const bytes = await bytesOf(path);
  if (bytes === null) return refused("Its file is gone already.");
  await keepProvenance(sha256, room);
  await removeIfThere(path);
  await removeThumbnails(paths, sha256);
  return { ok: true, message: null, bytes };
}

function namesInIndex({ database }: CareRoom, sha256: string): string[] {
  return database.read(() => database.statement("SELECT name FROM imports WHERE sha256 = ?").all(sha256)).map(({ name }) => String(name));
}

function refused(message: string): RemovedTake {
  return { ok: false, message, bytes: 0 };
}
