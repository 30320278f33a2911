export interface Measurement {
  name: string;
  value: number;
  unit: "ms" | "s" | "MB" | "ratio" | "count";
  /** At most this. */
  target?: number;
}

/** Median of several runs, in ms; the first, cold one is left out when there are more than two. */
export function medianOf(times: readonly number[]): number {
  const warm = times.length > 2 ? times.slice(1) : times;
  return warm.toSorted((a, b) => a - b)[Math.floor(warm.length / 2)] ?? Number.NaN;
}

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
