import type { NodeKind } from "./define.ts";
import { prompt } from "./prompt.ts";

/** Every node kind by name. Adding a model is adding a file and a line here. */
export type Catalogue = ReadonlyMap<string, NodeKind>;

const kinds: readonly NodeKind[] = [prompt];

export const catalogue: Catalogue = new Map(kinds.map((kind) => [kind.kind, kind]));
