import type { z } from "zod";
import { invalid, type Refusal } from "../refusal.ts";

function pathText(prefix: string, path: readonly PropertyKey[]): string {
  let text = prefix;
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? String(part) : `.${String(part)}`;
  }
  return text === "" ? "body" : text;
}

function refusalOf(prefix: string, issue: z.core.$ZodIssue): Refusal {
  if (issue.code === "unrecognized_keys") {
    const field = pathText(prefix, [...issue.path, ...issue.keys.slice(0, 1)]);
    return invalid(field, `unknown key. The service ignores it silently, so it is a mistake of the sender.`);
  }
  return invalid(pathText(prefix, issue.path), issue.message);
}

/** Parses `value`; throws a 400 naming the first field at fault, `prefix` and its path. */
export function parseStrictly<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? invalid(prefix, "is not valid") : refusalOf(prefix, issue);
}
