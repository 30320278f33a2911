import type { EventEmitter } from "node:events";

/** Electron types each event of an object by itself, and returns the whole object; to Node all of them are one emitter. */
type Listening = "on" | "once" | "off";

/** What a class of the stand-in has to implement: everything that is used, with Electron's signatures. */
export type Without<Whole> = Omit<Whole, Listening>;

/** The same object for who listens to it; all but its `on`, `once` and `off` was checked. */
export function listening<Whole>(part: Without<Whole> & EventEmitter): Whole {
  return part as unknown as Whole;
}
