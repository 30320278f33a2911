import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Graph } from "../../shared/graph/document.ts";
import type { Point } from "./points.ts";

/** What a child is to do, and where it is to die. */
export interface Order {
  home: string;
  document: string;
  graph: Graph;
  baseUrl: string;
  apiKey: string;
  onUnknown: "fail" | "retry";
  concurrency: number;
  /** Save the document so many times, in turns its two versions, and run nothing; 0: save once and run. */
  saves: number;
  /** At the `pass`-th passing of a point; `delayMs` after the request has left, for a POST in flight. */
  kill: { point: Point; pass: number; delayMs: number } | null;
}

export interface Ended {
  killed: boolean;
  code: number | null;
  stdout: string;
  stderr: string;
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
const CLI = fileURLToPath(new URL("../../electron/cli/main.ts", import.meta.url));
/** Nothing here takes so long: a run that hangs is a failure of its own. */
const LONGEST_MS = 90_000;

/** One start of the suite's child; killed from outside after `killAfterMs`, if given. */
export function startChild(order: Order, killAfterMs: number | null = null): Promise<Ended> {
  return ended([CHILD, JSON.stringify(order)], {}, killAfterMs);
}

/** One start of `shotgraph run`, killed from outside. */
export function startCli(order: Order, killAfterMs: number): Promise<Ended> {
  const env = { SHOTGRAPH_HOME: order.home, SEEGEN_BASE_URL: order.baseUrl, SEEGEN_API_KEY: order.apiKey };
  return ended([CLI, "run", order.document, "--yes", "--json", "--concurrency", String(order.concurrency)], env, killAfterMs);
}

function ended(args: readonly string[], env: NodeJS.ProcessEnv, killAfterMs: number | null): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let hung = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const killing = killAfterMs === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    const hanging = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, LONGEST_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(killing);
      clearTimeout(hanging);
      if (hung) reject(new Error(`A run did not end within ${LONGEST_MS / 1000} s.\n${stderr}`));
      else resolve({ killed: signal === "SIGKILL", code, stdout, stderr });
    });
  });
}
