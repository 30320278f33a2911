import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll } from "vitest";
import type { planJson } from "../../../electron/cli/planJson.ts";
import type { RunReport } from "../../../electron/cli/runJson.ts";
import { startSandbox, type Books, type Sandbox, type SandboxOptions } from "../../../electron/sandbox/index.ts";

export const CHECKOUT = join(import.meta.dirname, "../../..");
const MAIN = join(CHECKOUT, "electron/cli/main.ts");

export type PlanReport = ReturnType<typeof planJson>;
/** What `run --json` prints; the error is there when it could not begin. */
export type RunJson = RunReport & { error?: { code: string; message: string } };

/** A command that has ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Where a command runs: its own data folder and nothing of the caller's environment that could matter. */
export interface Place {
  home: string;
  env?: Record<string, string>;
  cwd?: string;
}

/** More than a hundred processes start in these tests; with what the first one compiled the others take half the time. */
const COMPILED = join(tmpdir(), "shotgraph-test-compiled");

const INHERITED = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];

function environment({ home, env = {} }: Place): NodeJS.ProcessEnv {
  const kept = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(kept), NODE_COMPILE_CACHE: COMPILED, NO_COLOR: "1", SHOTGRAPH_HOME: home, ...env };
}

export interface Running {
  process: ChildProcessByStdio<null, Readable, Readable>;
  ended: Promise<Ended>;
  /** What stderr says, as soon as it does; rejects when the command ends without it. */
  said: (what: RegExp) => Promise<RegExpExecArray>;
}

/** Start the real command line as a process of its own. */
export function startCli(args: readonly string[], place: Place): Running {
  return startProcess(process.execPath, [MAIN, ...args], place);
}

export function startProcess(file: string, args: readonly string[], place: Place): Running {
  const child = spawn(file, args, { cwd: place.cwd ?? CHECKOUT, env: environment(place), stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  const said = async (what: RegExp): Promise<RegExpExecArray> => {
    const heard = new Promise<void>((resolve) => {
      const listen = () => {
        if (!what.test(stderr)) return;
        listeners.delete(listen);
        resolve();
      };
      listeners.add(listen);
      listen();
    });
    await Promise.race([heard, ended]);
    const match = what.exec(stderr);
    if (!match) throw new Error(`The command ended without saying ${what}:\n${stdout}\n${stderr}`);
    return match;
  };
  return { process: child, ended, said };
}

/** Run the real command line to its end. */
export async function cli(args: readonly string[], place: Place): Promise<Ended> {
  return startCli(args, place).ended;
}

/** The one JSON object of `--json`; that there is nothing else on stdout is part of the promise. */
export function jsonOf({ stdout, stderr }: Ended): unknown {
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`stdout is not one JSON object:\n${stdout}\n--- stderr\n${stderr}`, { cause: error });
  }
}

export async function plan(file: string, place: Place, ...more: string[]): Promise<PlanReport & { code: number | null }> {
  const ended = await cli(["plan", file, "--json", ...more], place);
  return { ...(jsonOf(ended) as PlanReport), code: ended.code };
}

export async function run(file: string, place: Place, ...more: string[]): Promise<RunJson & { code: number | null; stderr: string }> {
  const ended = await cli(["run", file, "--json", ...more], place);
  return { ...(jsonOf(ended) as RunJson), code: ended.code, stderr: ended.stderr };
}

/** The node of a report; the test fails when it is not there. */
export function nodeOf<N extends { id: string }>(report: { nodes: readonly N[] }, id: string): N {
  const node = report.nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Error(`The report has no node ${id}: ${JSON.stringify(report)}`);
  return node;
}

const folders: string[] = [];
const sandboxes: Sandbox[] = [];
afterAll(async () => {
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the file's tests. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shotgraph-cli-"));
  folders.push(folder);
  return folder;
}

/** `[kind, params, more keys]` by id. */
export type Nodes = Record<string, readonly [kind: string, params?: Record<string, unknown>, more?: Record<string, unknown>]>;

/** A document from nodes and edges written as `prompt.text clip.prompt`. */
export function graphOf(nodes: Nodes, edges: readonly string[] = [], more: Record<string, unknown> = {}) {
  return {
    format: "shotgraph",
    version: 1,
    id: "test-graph",
    name: "Test graph",
    nodes: Object.entries(nodes).map(([id, [kind, params = {}, keys = {}]], at) => ({ id, kind, position: { x: at * 100, y: 0 }, params, ...keys })),
    edges: edges.map((edge, at) => {
      const [from = "", to = ""] = edge.split(" ");
      return { id: `e${at}`, from: endOf(from), to: endOf(to) };
    }),
    ...more,
  };
}

function endOf(text: string) {
  const [node, port] = text.split(".");
  return { node, port };
}

export async function graphFile(folder: string, name: string, graph: unknown): Promise<string> {
  const path = join(folder, `${name}.shotgraph`);
  await writeFile(path, typeof graph === "string" ? graph : JSON.stringify(graph, null, 2));
  return path;
}

/** A sandbox of this process, closed after the file's tests, and the place of commands that use it. */
export async function service(options: SandboxOptions = {}, key = "test-key"): Promise<{ sandbox: Sandbox; place: Place; books: () => Books }> {
  const sandbox = await startSandbox({ speed: Infinity, media: "quick", ...options });
  sandboxes.push(sandbox);
  return { sandbox, books: sandbox.books, place: placeFor(sandbox, key) };
}

/** A new home for a command that uses this sandbox. */
export function placeFor(sandbox: Sandbox, key = "test-key"): Place {
  return { home: tempFolder(), env: { SEEGEN_BASE_URL: sandbox.url, SEEGEN_API_KEY: key } };
}

/** Every file below a folder, with its bytes. */
export async function filesBelow(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path, bytes: await readFile(path) };
    }),
  );
}
