import { isAbsolute, resolve } from "node:path";
import type { Realm } from "../../shared/contract/api/host.ts";
import type { Settings } from "../settings/environment.ts";

/** What `startDesktop` is told: where it lies, how it was called, what its environment says. */
export interface DesktopOptions {
  /** Built page, a folder. */
  page: string;
  /** Built preload script, one CommonJS file. */
  preload: string;
  /** Program of the host's process: `dist/desktop/hostProcess.mjs`. */
  hostProgram: string;
  version: string;
  call: DesktopCall;
  /** Of the environment; a key there wins. The data folder is `--home` where it was named. */
  settings: Settings;
  /** What is seen of the system when nobody tells otherwise. */
  platform: NodeJS.Platform;
}

/** A call of the program, the first or a later one while it runs. */
export interface DesktopCall {
  /** Absolute paths of graphs to open. */
  files: readonly string[];
  /** `shotgraph://…` as it came; nothing of it is checked yet. */
  links: readonly string[];
  /** The data folder; null for the usual one. */
  home: string | null;
  /** Null: what was used last. */
  realm: Realm | null;
  /** How many times faster than the real service the sandbox is. */
  speed: number;
  /** The page may show a generated document. */
  bench: boolean;
}

const SANDBOX_SPEED = 60;
const LONGEST_ARGUMENT = 4_096;

/**
 * Reads the arguments of a call, without the program's own name: files, links and a few switches. A desktop program is also called with switches of Chromium, of
 * the system and of whoever debugs it: those are passed over. `from`: the folder that relative paths begin in.
 */
export function readCall(args: readonly string[], from: string): DesktopCall {
  const files: string[] = [];
  const links: string[] = [];
  const switches: Partial<DesktopCall> = {};
  const call: DesktopCall = { files, links, home: null, realm: null, speed: SANDBOX_SPEED, bench: false };
  for (const argument of args) {
    if (argument.length > LONGEST_ARGUMENT || argument.includes("\0")) continue;
    const [, name = "", value = ""] = /^--(?<name>[a-z]+)(?:=(?<value>.*))?$/s.exec(argument) ?? [];
    if (name === "home" && value !== "") Object.assign(switches, { home: resolve(from, value) });
    else if (name === "realm" && (value === "sandbox" || value === "service")) Object.assign(switches, { realm: value });
    else if (name === "speed" && Number(value) >= 0.001) Object.assign(switches, { speed: Number(value) });
    else if (name === "bench") Object.assign(switches, { bench: true });
    else if (/^shotgraph:/i.test(argument)) links.push(argument);
    else if (!argument.startsWith("-") && /\.shotgraph$/i.test(argument)) files.push(isAbsolute(argument) ? argument : resolve(from, argument));
  }
  return { ...call, ...switches };
}
