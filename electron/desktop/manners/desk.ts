import type { Desktop } from "../desktop.ts";
import type { Log } from "./log.ts";
import type { Pages } from "./pages.ts";
import type { Redactor } from "./redact.ts";
import type { Runs } from "./runState.ts";
import type { Words } from "./words.ts";

/** What the manners share. */
export interface Desk {
  readonly desktop: Desktop;
  readonly pages: Pages;
  readonly words: Words;
  readonly log: Log;
  readonly redactor: Redactor;
  /** The runs as the host has last told of them. */
  runs: Runs;
  /** Recent graphs that are there, newest first. */
  recents: readonly { path: string; name: string }[];
}

/** Does it; what goes wrong is in the log. */
export function inBackground({ log }: Pick<Desk, "log">, what: string, act: () => Promise<unknown>): void {
  act().catch((error: unknown) => log.write(`${what}: ${error instanceof Error ? error.message : String(error)}`));
}
