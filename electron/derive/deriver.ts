import PQueue from "p-queue";
import type { Library } from "../../shared/contract/library.ts";
import type { Operation } from "../../shared/fit/operation.ts";
import type { StagedMedia } from "../../shared/contract/records.ts";
import type { MediaDetails, MediaFacts } from "../../shared/graph/media.ts";
import { sourceName } from "../../shared/nodes/inputs.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";

/** A file of the library that something is made of. */
export interface Original {
  path: string;
  facts: MediaFacts;
}

/** What only the making itself tells: of a cut, the second of its original at which it begins. */
export type Made = Pick<MediaDetails, "begins">;

/** Carries one operation out: reads the original, writes the result to `path`, which does not exist yet. Rejects with an `Error` that says why it cannot. */
export type Carry = (original: Original, operation: Operation, path: string, signal: AbortSignal | undefined) => Promise<Made>;

/** Media work is heavy on memory: a few at a time. */
const AT_ONCE = 2;

export interface Deriver {
  make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts>;
}

/** Makes derived media, each once, chains from their beginning, and keeps them in the library. */
export function createDeriver(library: Pick<Library, "media" | "mediaPath" | "derived" | "stageDerived" | "keepDerived">, carry: Carry): Deriver {
  const underWay = new Map<string, Work>();
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
    const staged = await queue.add(() => staging(begunWith, operation, from, signal), signal ? { signal } : {});
    return await library.keepDerived(value.identity, staged);
  }

  async function staging(original: Original, operation: Operation, from: MediaValue, signal: AbortSignal | undefined): Promise<StagedMedia> {
    signal?.throwIfAborted();
    let details: Made = {};
    let failure: unknown = null;
    const write = async (path: string): Promise<void> => {
      details = await carry(original, operation, path, signal).catch((error: unknown) => {
        failure = error;
        throw error;
      });
    };
    const staged = await library.stageDerived(write, `What was made of ${nameOf(from)}`).catch((error: unknown) => {
      throw failure === null ? error : worded(failure, error, from);
    });
    return { ...staged, facts: { ...staged.facts, details: { ...staged.facts.details, ...details } } };
  }

  async function make(value: MediaValue, signal?: AbortSignal): Promise<MediaFacts> {
    const { source, identity } = value;
    if (source.type !== "derived") throw new Error(`media of type ${source.type} are not made here`);
    signal?.throwIfAborted();
    const known = underWay.get(identity);
    // What nobody wanted any more is ending: it is begun anew.
    if (known && !known.stop.signal.aborted) return await wantedBy(known, signal);
    const stop = new AbortController();
    const work: Work = { stop, wanted: 0, facts: begin(value, source.operation, source.from, stop.signal).finally(() => forget(identity, work)) };
    underWay.set(identity, work);
    return await wantedBy(work, signal);
  }

  function forget(identity: string, work: Work): void {
    if (underWay.get(identity) === work) underWay.delete(identity);
  }

  return { make };
}

/** Something that is being made, and how many want it: it ends when nobody does any more. */
interface Work {
  facts: Promise<MediaFacts>;
  stop: AbortController;
  wanted: number;
}

/** The work for one that wants it; whose signal ends only its own wait as long as others want it, too. */
async function wantedBy(work: Work, signal: AbortSignal | undefined): Promise<MediaFacts> {
  work.wanted += 1;
  let leave: () => void = () => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => {
      work.wanted -= 1;
      if (work.wanted === 0) work.stop.abort(signal?.reason);
      reject(signal?.reason as Error);
    };
  });
  signal?.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work.facts, left]);
  } finally {
    signal?.removeEventListener("abort", leave);
  }
}

/** The error in words about the medium. What is wrong with the disk was put into words by the library. */
function worded(failure: unknown, byLibrary: unknown, from: MediaValue): unknown {
  if (!(failure instanceof Error) || failure.name !== "Error") return failure;
  if ("code" in failure && typeof failure.code === "string" && /^E[A-Z]+$/.test(failure.code)) return byLibrary;
  const reason = failure.message.replace(/[.\s]+$/, "");
  return new Error(`${nameOf(from)} cannot be changed as asked: ${reason}.`, { cause: failure });
}

function nameOf(value: MediaValue): string {
  return sourceName(value) ?? `the ${value.type} of node ${value.origins[0] ?? "?"}`;
}

function elsewhere(type: "url" | "asset" | "pending"): string {
  if (type === "pending") return "not made yet";
  return type === "url" ? "only known by its URL" : "an asset of the service";
}
