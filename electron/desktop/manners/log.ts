import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import electronLog from "electron-log/node.js";
import type { Redactor } from "./redact.ts";

export interface Log {
  /** One line; what is secret in it is taken out before it is written. Never throws. */
  readonly write: (line: string) => void;
  /** Folder of the log files. */
  readonly folder: string;
  /** The newest lines, oldest first, redacted. */
  last(count: number): string[];
}

/** Two files of this size at most: the newest, and the one before it. */
const LARGEST = 2 * 1024 * 1024;
/** Nobody reads more of one line. */
const LONGEST_LINE = 8_000;

/** The program's log: `main.log` in `folder`, turned over to `main.old.log` when it is full. */
export function openLog(folder: string, redactor: Redactor, largest = LARGEST): Log {
  const current = join(folder, "main.log");
  const before = join(folder, "main.old.log");
  mkdirSync(folder, { recursive: true });
  const logger = electronLog.create({ logId: `shotgraph ${folder}` });
  logger.transports.console.level = false;
  const { file } = logger.transports;
  file.resolvePathFn = () => current;
  file.maxSize = largest;
  file.writeOptions = { flag: "a", mode: 0o600, encoding: "utf8" };
  file.format = "{y}-{m}-{d} {h}:{i}:{s}.{ms} {text}";
  file.archiveLogFn = () => {
    if (existsSync(current)) renameSync(current, before);
  };
  return {
    folder,
    write: (line) => logger.info(redactor.redact(line.slice(0, LONGEST_LINE)).replaceAll(/\r?\n/g, "\n    ")),
    last(count) {
      const lines = [before, current].flatMap((path) => (existsSync(path) ? readFileSync(path, "utf8").split("\n") : [])).filter((line) => line !== "");
      // What was written before a secret was known may hold it.
      return lines.slice(-count).map((line) => redactor.redact(line));
    },
  };
}
