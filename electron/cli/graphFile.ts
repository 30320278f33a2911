import { resolve } from "node:path";
import type { Graph } from "../../shared/graph/document.ts";
import { VERSION } from "../../shared/graph/document.ts";
import { problemText } from "../../shared/graph/problem.ts";
import { DocumentError, openDocument } from "../host/index.ts";
import { CliError, EXIT } from "./exitCodes.ts";
import { tell } from "./output.ts";

/**
 * The folder that relative paths of the command line start at: `npm run cli` changes into the project and leaves the caller's folder
 * in `INIT_CWD`.
 */
export function callerFolder(env: NodeJS.ProcessEnv = process.env): string {
  return (env["npm_lifecycle_event"] && env["INIT_CWD"]) || process.cwd();
}

/** Open a graph for a command. Throws `CliError` (usage) with the problems of an invalid one. */
export async function readGraph(file: string): Promise<Graph> {
  const path = resolve(callerFolder(), file);
  const result = await openDocument(path).catch((error: unknown) => {
    if (error instanceof DocumentError) throw new CliError(EXIT.usage, "file", error.message, { problems: [{ severity: "error", message: error.message }] });
    throw error;
  });
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
