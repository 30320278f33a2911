import { VERSION } from "./document.ts";

type Json = Record<string, unknown>;

/** Brings a document of version `from` to `from + 1`. */
export interface Migration {
  from: number;
  /** What the user is told was changed. */
  note: string;
  up(document: Json): Json;
}

/** In order, without gaps, ending at the current version. */
export const migrations: readonly Migration[] = [
  {
    from: 0,
    note: "Prompt lists kept as one text became one line per item.",
    up: (document) => ({
      ...document,
      version: 1,
      nodes: Array.isArray(document["nodes"]) ? document["nodes"].map(splitLines) : document["nodes"],
    }),
  },
];

function splitLines(node: unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  const { kind, params } = node as { kind?: unknown; params?: { lines?: unknown } };
  if (kind !== "promptList" || typeof params?.lines !== "string") return node;
  return { ...node, params: { ...params, lines: params.lines.split("\n") } };
}

/** Apply every migration from `version` on. Throws when the list itself has a gap: a programming error, not a bad file. */
export function migrate(document: Json, version: number, known: readonly Migration[]): { document: Json; notes: string[] } {
  const notes: string[] = [];
  let current = document;
  for (let at = version; at < VERSION; at++) {
    const step = known.find(({ from }) => from === at);
    if (!step) throw new Error(`no migration from version ${at}`);
    current = step.up(current);
    notes.push(step.note);
  }
  return { document: current, notes };
}
