import { VERSION } from "./document.ts";

type Json = Record<string, unknown>;

/** Brings a document of version `from` to `from + 1`. */
export interface Migration {
  from: number;
  /** What the user is told was changed. */
  note: string;
  up(document: Json): Json;
}

/** In order, without gaps, ending at the current version. Version 1 is the first that was released. */
export const migrations: readonly Migration[] = [];

/** The oldest version that these migrations can bring up to date. Throws when the list has a gap: a programming error, not a bad file. */
export function oldestVersion(known: readonly Migration[]): number {
  known.forEach(({ from }, at) => {
    if (from !== VERSION - known.length + at) throw new Error(`migrations must follow one another up to version ${VERSION}; found one from ${from}`);
  });
  return VERSION - known.length;
}

/** Apply every migration from `version` on, which is at least `oldestVersion`. */
export function migrate(document: Json, version: number, known: readonly Migration[]): { document: Json; notes: string[] } {
  const due = known.filter(({ from }) => from >= version);
  return { document: due.reduce((current, step) => ({ ...step.up(current), version: step.from + 1 }), document), notes: due.map(({ note }) => note) };
}
