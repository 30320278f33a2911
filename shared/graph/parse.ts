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
    return invalid(`"version" must be a whole number from ${oldestVersion(known)} to ${VERSION}, not ${JSON.stringify(version)?.slice(0, 40) ?? "left out"}.`);
  }
  if (version > VERSION) return { status: "tooNew", version };

  let migrated: ReturnType<typeof migrate>;
  try {
    migrated = migrate(json, version, known);
  } catch (error) {
    // A migration reads a document that no schema has checked yet: what is wrong there is the file's fault.
    return invalid(`The document of version ${version} could not be brought to version ${VERSION}: ${(error as Error).message}.`);
  }
  const { document, notes } = migrated;
  const excess = tooManyElements(document);
  if (excess) return excess;
  const parsed = graphSchema.safeParse(document);
  if (!parsed.success) return refused(parsed.error.issues.slice(0, SHOWN_PROBLEMS).map((issue) => problemOf(issue, document)), parsed.error.issues.length);
  const doubles = [...doubleIds(parsed.data.nodes, "node"), ...doubleIds(parsed.data.edges, "edge")];
  if (doubles.length > 0) return refused(doubles.slice(0, SHOWN_PROBLEMS), doubles.length);
  return notes.length > 0 ? { status: "migrated", graph: parsed.data, notes } : { status: "ok", graph: parsed.data };
}

/** Nobody reads more, and a file made of nothing but mistakes would fill the memory with them. */
const SHOWN_PROBLEMS = 100;

function refused(shown: Problem[], found: number): ParseResult {
  if (found > shown.length) shown.push({ severity: "error", message: `There are ${found - shown.length} more problems like these.` });
  return { status: "invalid", problems: shown };
}

/** Counted before the schema looks at each of them: that takes seconds for millions. */
function tooManyElements(document: Json): ParseResult | null {
  for (const list of ["nodes", "edges"] as const) {
    const elements = document[list];
    if (Array.isArray(elements) && elements.length > LIMITS[list]) return invalid(`The document has ${elements.length} ${list}; at most ${LIMITS[list]} are read.`);
  }
  return null;
}

/** An object or array on the way to where the walk is. */
interface Frame {
  /** Null for an array. */
  keys: readonly string[] | null;
  children: readonly unknown[];
  next: number;
}

/** Keys that assignments could follow into an object's prototype, and nesting beyond any honest document. Iterative: depth is the attack. */
export function unsafeStructure(root: unknown): Problem | null {
  const frames = isContainer(root) ? [frameOf(root)] : [];
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const at = frame.next++;
    if (at >= frame.children.length) {
      frames.pop();
      continue;
    }
    const key = frame.keys?.[at];
    if (key !== undefined && FORBIDDEN_KEYS.has(key)) {
      const message = `The key "${key}" at ${placeOf(frames.slice(0, -1)) || "the top"} is refused: it could change how the program itself works.`;
      return { severity: "error", message, fix: "Remove it from the file." };
    }
    const child = frame.children[at];
    if (!isContainer(child)) continue;
    if (frames.length > LIMITS.depth) return { severity: "error", message: `The document is nested deeper than ${LIMITS.depth} levels at ${placeOf(frames)}.` };
    frames.push(frameOf(child));
  }
  return null;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function frameOf(value: object): Frame {
  return Array.isArray(value) ? { keys: null, children: value, next: 0 } : { keys: Object.keys(value), children: Object.values(value), next: 0 };
}

function placeOf(frames: readonly Frame[]): string {
  const path = frames.map(({ keys, next }) => keys?.[next - 1] ?? `${next - 1}`).join(".");
  return path.length > 120 ? `${path.slice(0, 119)}…` : path;
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
