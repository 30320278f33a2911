import PQueue from "p-queue";
import type { Library } from "../../shared/contract/library.ts";
import type { Operation } from "../../shared/fit/operation.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";

/** A file of the library that something is made of. */
export interface Original {
  path: string;
  facts: MediaFacts;
}

/** Carries one operation out: reads the original, writes the result to `path`, which does not exist yet. Rejects with an `Error` that says why it cannot. */
export type Carry = (original: Original, operation: Operation, path: string, signal: AbortSignal | undefined) => Promise<void>;

/** Media work is heavy on memory: a few at a time. */
const AT_ONCE = 2;

export interface Deriver {
  make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts>;
}

/** Makes derived media, each once, chains from their beginning, and keeps them in the library. */
export function createDeriver(library: Pick<Library, "media" | "mediaPath" | "derived" | "stageDerived" | "keepDerived">, carry: Carry): Deriver {
  const underWay = new Map<string, Promise<MediaFacts>>();
  const queue = new PQueue({ concurrency: AT_ONCE });

  async function original(value: MediaValue, signal: AbortSignal | undefined): Promise<Original> {
    const { source } = value;
    if (source.type === "derived") {
      const facts = await make(value, signal);
      return { facts, path: library.mediaPath(facts.sha256) };
    }
    if (source.type !== "file" && source.type !== "take") throw new Error(`The ${value.type} of node ${value.origins[0] ?? "?"} is ${elsewhere(source.type)}, so this machine cannot change it. Use the file itself.`);
    const facts = library.media(source.sha256);
    if (!facts) throw new Error(`The file ${source.sha256.slice(0, 12)}… of node ${value.origins[0] ?? "?"} is not in the library any more.`);
    return { facts, path: library.mediaPath(source.sha256) };
  }

  async function begin(value: MediaValue, operation: Operation, from: MediaValue, signal: AbortSignal | undefined): Promise<MediaFacts> {
    const made = library.derived(value.identity);
    if (made) return made;
    const begunWith = await original(from, signal);
    const what = `What was made of the ${from.type} of node ${value.origins[0] ?? "?"}`;
    const staged = await queue.add(() => library.stageDerived((path) => carry(begunWith, operation, path, signal), what));
    return await library.keepDerived(value.identity, staged);
  }

  function make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts> {
    const { source, identity } = value;
    if (source.type !== "derived") throw new Error(`media of type ${source.type} are not made here`);
    const known = underWay.get(identity);
    if (known) return known;
    const work = begin(value, source.operation, source.from, signal).finally(() => underWay.delete(identity));
    underWay.set(identity, work);
    return work;
  }

  return { make };
}

function elsewhere(type: "url" | "asset" | "pending"): string {
  if (type === "pending") return "not made yet";
  return type === "url" ? "only known by its URL" : "an asset of the service";
}
