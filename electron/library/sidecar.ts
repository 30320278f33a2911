import { readFile } from "node:fs/promises";
import type { CreditRange } from "../../shared/contract/records.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { isMissing } from "./tempFiles.ts";

const SIDECAR_FORMAT = "shotgraph-media";

/** Where a file came from, one entry per take. Without the body and the URLs: those may be signed, and carry who may read what. */
export interface SidecarTake {
  realm: string;
  key: string;
  ordinal: number;
  service: string;
  model: string;
  taskId: string | null;
  graph: { id: string; name: string };
  node: string;
  item: number;
  run: string;
  request: unknown;
  /** Absent for what was made and paid for here. */
  origin?: "bundle" | "adopted";
  /** Which result of its task it is; absent for the first. */
  output?: number;
  quoted: CreditRange;
  /** The arithmetic of the quote, where it is known. */
  formula?: string;
  billed: number | null;
  creditsRaw: number | null;
  createdAt: number;
  submittedAt: number | null;
  completedAt: number | null;
  storedAt: number | null;
}

export interface SidecarImport {
  name: string;
  importedAt: number;
}

/** That it was made here of another medium, and how: `frame(last)(sha256:…)`. */
export interface SidecarDerived {
  identity: string;
  madeAt: number;
}

/** The JSON file beside every media file: enough to rebuild the library's index without its database. */
export interface Sidecar {
  format: typeof SIDECAR_FORMAT;
  version: 1;
  media: MediaFacts;
  takes: SidecarTake[];
  imports: SidecarImport[];
  derived?: SidecarDerived[];
  /** Of an exported copy that carries its graph: its own bytes, which are not those of the library. */
  exported?: { sha256: string; bytes: number };
  /** The file was deleted by name with its provenance kept; a file that comes back takes this away. */
  deletedAt?: number;
}

/** The sidecar at `path`, or null when there is none or it is not one of ours. */
export async function readSidecar(path: string): Promise<Sidecar | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return parse(text);
}

function parse(text: string): Sidecar | null {
  try {
    const value = JSON.parse(text) as Partial<Sidecar> | null;
    const isOurs = value?.format === SIDECAR_FORMAT && value.version === 1 && Array.isArray(value.takes) && Array.isArray(value.imports);
    return isOurs ? (value as Sidecar) : null;
  } catch (error) {
    // Not JSON: somebody else's file, or one that was damaged. Either way there is nothing in it to keep.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Old entries, then new ones; a take that is in both is the new one. */
export function mergeSidecar(facts: MediaFacts, old: Sidecar | null, takes: readonly SidecarTake[], imports: readonly SidecarImport[], derived: readonly SidecarDerived[] = []): Sidecar {
  const byTake = new Map([...(old?.takes ?? []), ...takes].map((take) => [JSON.stringify([take.realm, take.key, take.ordinal]), take]));
  const byName = new Map([...imports, ...(old?.imports ?? [])].map((entry) => [entry.name, entry]));
  const byIdentity = new Map([...(old?.derived ?? []), ...derived].map((entry) => [entry.identity, entry]));
  const made = byIdentity.size > 0 ? { derived: [...byIdentity.values()] } : {};
  return { format: SIDECAR_FORMAT, version: 1, media: facts, takes: [...byTake.values()], imports: [...byName.values()], ...made };
}

export function sidecarText(sidecar: Sidecar): string {
  return `${JSON.stringify(sidecar, null, 2)}\n`;
}
