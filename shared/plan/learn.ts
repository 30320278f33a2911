import type { Catalogue } from "../nodes/catalogue.ts";
import type { Inputs } from "../nodes/define.ts";
import { isMedia, type MediaValue, type Range } from "../nodes/values.ts";
import type { Step } from "./types.ts";

/** Whole seconds that an asset made elsewhere turned out to be billed as; an interval where several lengths come to the same bill. */
export interface LearnedSeconds {
  uri: string;
  seconds: Range;
}

/**
 * What a bill tells of the length of the one asset whose length was not known: the whole seconds at which the step would have cost
 * exactly this. Null when it tells nothing: no such asset, several of them, or a bill that fits no length.
 * @param billed credits of one take
 */
export function learnFromBill(catalogue: Catalogue, step: Pick<Step, "kind" | "params" | "inputs" | "price">, billed: number): LearnedSeconds | null {
  const { credits } = step.price;
  if (credits.min === credits.max) return null;
  const kind = catalogue.get(step.kind);
  const unknown = new Map(unmeasured(step.inputs).map((media) => [media.identity, media]));
  const [asset] = unknown.values();
  if (kind?.role !== "task" || unknown.size !== 1 || asset?.source.type !== "asset") return null;
  const { identity, duration } = asset;
  const longest = Math.ceil(duration?.max ?? LONGEST_SECONDS);
  const fitting: number[] = [];
  for (let seconds = Math.max(1, Math.ceil(duration?.min ?? 1)); seconds <= longest; seconds++) {
    const price = kind.price({ params: { ...step.params }, inputs: withSeconds(step.inputs, identity, seconds) }).credits;
    if (price.min === billed && price.max === billed) fitting.push(seconds);
  }
  const [min] = fitting;
  const max = fitting.at(-1);
  return min === undefined || max === undefined ? null : { uri: asset.source.uri, seconds: { min, max } };
}

/** A reference has at most so many, by the service's limit. */
const LONGEST_SECONDS = 15;

/** Media whose length a bill depends on and that is not known to the second. */
function unmeasured(inputs: Inputs): MediaValue[] {
  return Object.values(inputs)
    .flat()
    .filter(isMedia)
    .filter(({ type, duration }) => type === "video" && (duration === null || Math.ceil(duration.min) !== Math.ceil(duration.max)));
}

function withSeconds(inputs: Inputs, identity: string, seconds: number): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([port, values]) => [port, values.map((value) => (isMedia(value) && value.identity === identity ? { ...value, duration: { min: seconds, max: seconds } } : value))]),
  );
}
