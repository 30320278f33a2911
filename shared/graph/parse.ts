import type { z } from "zod";
import { FORMAT, LIMITS, VERSION, graphSchema, type Graph } from "./document.ts";
import { migrate, migrations, oldestVersion, type Migration } from "./migrate.ts";
import type { Problem } from "./problem.ts";

export type ParseResult =
  | { status: "ok"; graph: Graph }
  | { status: "migrated"; graph: Graph; notes: string[] }
  /** Written by a newer Shotgraph; opening it here could lose what this one does not understand. */
  | { status: "tooNew"; version: number }
  | { status: "invalid"; problems: Problem[] };

type Json = Record<string, unknown>;

/**
 * Read a `.shotgraph` document from its text. Untrusted input: sizes and counts are capped, keys that could reach an object's
 * prototype are refused, and nothing is run, fetched or opened. Unknown kinds, ports, params and keys are kept as they are.
 */
export function parseGraph(text: string, known: readonly Migration[] = migrations): ParseResult {
  if (text.length > LIMITS.bytes) return invalid(`The file has ${text.length} characters; at most ${LIMITS.bytes} are read.`);
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return invalid(`The file is not JSON: ${(error as Error).message}.`, "Was it saved whole, and by Shotgraph?");
  }
  const unsafe = unsafeStructure(json);
  if (unsafe) return { status: "invalid", problems: [unsafe] };
  if (!isObject(json) || json["format"] !== FORMAT) {
    return invalid(`The file is no Shotgraph document: its "format" is not "${FORMAT}".`, "Open a .shotgraph file.");
  }
  const version = json["version"];
  if (typeof version !== "number" || !Number.isInteger(version) || version < oldestVersion(known)) {
    return invalid(`"version" must be a whole number from ${oldestVersion(known)} to ${VERSION}, not ${JSON.stringify(version)}.`);
  }
  if (version > VERSION) return { status: "tooNew", version };

  const { document, notes } = migrate(json, version, known);
  const parsed = graphSchema.safeParse(document);
  if (!parsed.success) return { status: "invalid", problems: parsed.error.issues.map((issue) => problemOf(issue, document)) };
  const doubles = [...doubleIds(parsed.data.nodes, "node"), ...doubleIds(parsed.data.edges, "edge")];
  if (doubles.length > 0) return { status: "invalid", problems: doubles };
  return notes.length > 0 ? { status: "migrated", graph: parsed.data, notes } : { status: "ok", graph: parsed.data };
}

/** Keys that assignments could follow into an object's prototype, and nesting beyond any honest document. Iterative: depth is the attack. */
function unsafeStructure(root: unknown): Problem | null {
  const stack: { value: unknown; path: string; depth: number }[] = [{ value: root, path: "", depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > LIMITS.depth) return { severity: "error", message: `The document is nested deeper than ${LIMITS.depth} levels at ${path.slice(0, 120)}.` };
    for (const [key, child] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key)) {
        return { severity: "error", message: `The key "${key}" at ${path || "the top"} is refused: it could change how the program itself works.`, fix: "Remove it from the file." };
      }
      if (typeof child === "object" && child !== null) stack.push({ value: child, path: path ? `${path}.${key}` : key, depth: depth + 1 });
    }
  }
  return null;
}

/** Keys never taken from a file or a command line. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function problemOf(issue: z.core.$ZodIssue, document: unknown): Problem {
  const [list, index, ...rest] = issue.path;
  const where = issue.path.join(".");
  const problem: Problem = { severity: "error", message: `${where ? `"${where}": ` : ""}${issue.message}.` };
  if ((list === "nodes" || list === "edges") && typeof index === "number") {
    const element = (document as Json)[list];
    const found: unknown = Array.isArray(element) ? element[index] : undefined;
    const id = isObject(found) && typeof found["id"] === "string" ? found["id"] : `#${index}`;
    if (list === "nodes") problem.node = id;
    else problem.edge = id;
    if (rest.length > 0) problem.message = `"${rest.join(".")}": ${issue.message}.`;
  }
  return problem;
}

function doubleIds(elements: readonly { id: string }[], what: "node" | "edge"): Problem[] {
  const seen = new Set<string>();
  return elements.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ severity: "error" as const, [what]: id, message: `Two ${what}s have the id "${id}".`, fix: "Give one of them another id." }];
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string, fix?: string): ParseResult {
  return { status: "invalid", problems: [{ severity: "error", message, ...(fix ? { fix } : {}) }] };
}
