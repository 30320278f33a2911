import { z } from "zod";

const NATIVE_TIERS = ["720p", "1080p"] as const;

/** Whole seconds in the graph, `"5s"` on the wire (notes 12). */
export function durationParam(from: number, to: number) {
  const message = `must be a whole number of seconds from ${from} to ${to}`;
  return z.int({ error: message }).min(from, message).max(to, message).default(5).meta({ label: "Duration", unit: "s" });
}

export function secondsOnTheWire(duration: number): string {
  return `${duration}s`;
}

export const outputResolutionParam = z.enum(NATIVE_TIERS).default("720p").meta({ label: "Output resolution" });
