import type { GraphNode } from "../graph/document.ts";
import type { Problem } from "../graph/problem.ts";
import type { NodeKind } from "../nodes/define.ts";

export interface ParsedParams {
  /** With defaults filled in; where a param is wrong, its default, so that ports can still be shown. */
  values: Record<string, unknown>;
  problems: readonly Problem[];
}

export function parseParams(node: GraphNode, kind: NodeKind): ParsedParams {
  const { shape } = kind.params;
  const problems: Problem[] = [];
  for (const name of Object.keys(node.params)) if (!Object.hasOwn(shape, name)) problems.push(strange(name, kind));
  const result = kind.params.safeParse(node.params);
  if (result.success) return { values: result.data, problems };
  const bad = new Set(result.error.issues.map(({ path }) => String(path[0])));
  for (const issue of result.error.issues) {
    const [param, ...rest] = issue.path.map(String);
    const value = param === undefined ? node.params : node.params[param];
    problems.push({
      severity: "error",
      ...(param === undefined ? {} : { param }),
      message: `${rest.length > 0 ? `${rest.join(".")}: ` : ""}${issue.message} (found ${shorten(JSON.stringify(value))}).`,
    });
  }
  const rest = Object.fromEntries(Object.entries(node.params).filter(([name]) => !bad.has(name)));
  // A rule about several params together names none of them: then all defaults have to do.
  const rescued = kind.params.safeParse(rest);
  return { values: rescued.success ? rescued.data : kind.params.parse({}), problems };
}

function strange(param: string, { kind, params }: NodeKind): Problem {
  const names = Object.keys(params.shape).join(", ");
  return { severity: "warning", param, message: `A ${kind} node has no param "${param}"; it is kept but has no effect.`, fix: `Its params are ${names || "none"}.` };
}

function shorten(text: string | undefined): string {
  if (text === undefined) return "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
