import type { z } from "zod";

/** A value as documented, or the first field that is not and how. */
export type Reading<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

/** Check an answer against a schema; unknown fields are dropped, a missing or mistyped documented one is named (note 28). */
export function readWire<T>(schema: z.ZodType<T>, raw: unknown): Reading<T> {
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const field = fieldName(path);
  const message = issue?.message ?? "is not as documented";
  return { ok: false, field, message: `${field} ${message}, but it is ${shown(valueAt(raw, path))}` };
}

/** `output[0].url`; the answer itself when the path is empty. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return name === "" ? "the answer" : name.replace(/^\./, "");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const part of path) value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return value;
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
