import { z } from "zod";
import type { Realm } from "../../../shared/contract/api/host.ts";
import type { Settings } from "../../settings/environment.ts";

/** What the host's process is told at its start. The only way on which a key comes to it: no argument and no environment holds one. */
export interface HostStart {
  settings: Settings;
  /** Secrets of the environment that the program was started in, by the variable's name. */
  secrets: Readonly<Record<string, string>>;
  realm: Realm;
  speed: number;
  bench: boolean;
  version: string;
  /** A graph to open at once; null for none. */
  opened: string | null;
  /** 32 random bytes of this run of the program, so that addresses of media outlive a crash of the host. */
  mediaSecret: Uint8Array;
}

/**
 * From main to the host's process. `start` brings the port of `InnerRouter`; `contract` one to serve the contract on; `uploads` one that files come on; `close` asks it to
 * end in order. It believes main: who can speak to it this way has started it.
 */
export type ToHost = { kind: "start"; start: HostStart } | { kind: "contract" } | { kind: "uploads" } | { kind: "close" };

/** From the host's process to main. */
export const fromHostSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready") }),
  /** It cannot start, and says why; it ends by itself. */
  z.strictObject({ kind: z.literal("failed"), message: z.string().max(10_000) }),
  z.strictObject({ kind: z.literal("closed") }),
  /** A line for the log. */
  z.strictObject({ kind: z.literal("log"), line: z.string().max(10_000) }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
