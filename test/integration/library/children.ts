import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { later } from "./support.ts";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

export interface Child {
  process: ChildProcess;
  /** The next line the child prints, as JSON. */
  next: () => Promise<unknown>;
  /** SIGKILL, and wait until it is gone. */
  kill: () => Promise<void>;
}

/** Another process with the same library open; `what` names one of the scenes in child.ts. */
export function startChild(what: string, home: string, ...more: readonly string[]): Child {
  const child = spawn(process.execPath, [CHILD, what, home, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  };
  later(kill);
  return {
    process: child,
    kill,
    async next() {
      const line = await lines.next();
      if (line.done) throw new Error(`The child "${what}" ended without a word.`);
      return JSON.parse(line.value);
    },
  };
}
