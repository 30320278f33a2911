import { resolve } from "node:path";
import type { Graph } from "../../shared/graph/document.ts";
import { VERSION } from "../../shared/graph/document.ts";
import { problemText } from "../../shared/graph/problem.ts";
import type { ParseResult } from "../../shared/graph/parse.ts";
import { type Bundle, DocumentError, openAny } from "../host/index.ts";
import { CliError, EXIT } from "./exitCodes.ts";
import { tell } from "./output.ts";

/**
 * The folder that relative paths of the command line start at: `npm run cli` changes into the project and leaves the caller's folder
 * in `INIT_CWD`.
 */
export function callerFolder(env: NodeJS.ProcessEnv = process.env): string {
  return (env["npm_lifecycle_event"] && env["INIT_CWD"]) || process.cwd();
}

/** What a file that was named holds: a graph, and in a bundle what came along. Whoever opens it closes the bundle. */
export interface GraphFile {
  graph: Graph;
  bundle: Bundle | null;
}

/** Open a document for a command. Throws `CliError` (usage) with the problems of an invalid one. */
export async function readGraph(file: string): Promise<Graph> {
  const { graph, bundle } = await readGraphFile(file);
  await bundle?.close();
  return graph;
}

/** Open a document, a bundle, or a picture or film that carries its graph. Throws `CliError` (usage). */
export async function readGraphFile(file: string): Promise<GraphFile> {
  const path = resolve(callerFolder(), file);
  const found = await openAny(path).catch((error: unknown) => {
    if (error instanceof DocumentError) throw refused("file", error.message);
    throw error;
  });
  if (found.kind === "tooNewBundle") throw refused("too_new", `${path}: ${found.message}`);
  if (found.kind === "bundle") return { graph: found.bundle.graph, bundle: found.bundle };
  return { graph: graphOf(path, file, found.result), bundle: null };
}

function refused(code: string, message: string): CliError {
  return new CliError(EXIT.usage, code, message, { problems: [{ severity: "error", message }] });
}

function graphOf(path: string, file: string, result: ParseResult): Graph {
  switch (result.status) {
    case "ok":
      return result.graph;
    case "migrated":
      for (const note of result.notes) tell(`${file} was written by an older version: ${note}`);
      return result.graph;
    case "tooNew": {
      const message = `${path} is of version ${result.version}; this Shotgraph reads up to version ${VERSION}. Update Shotgraph to open it; the file was not touched.`;
      throw new CliError(EXIT.usage, "too_new", message, { problems: [{ severity: "error", message }] });
    }
    case "invalid":
      throw new CliError(EXIT.usage, "invalid", `${path} cannot be opened:\n${result.problems.map((problem) => `  ${problemText(problem)}`).join("\n")}`, { problems: result.problems });
  }
}

export function checkTargets(graph: Graph, only: readonly string[]): void {
  const unknown = only.filter((id) => !graph.nodes.some((node) => node.id === id));
  if (unknown.length > 0) throw new CliError(EXIT.usage, "usage", `--only names ${unknown.length > 1 ? "nodes" : "a node"} that the graph does not have: ${unknown.join(", ")}.`);
}
