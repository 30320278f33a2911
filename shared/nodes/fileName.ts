import type { Problem } from "../graph/problem.ts";

export const DEFAULT_FILE_NAME = "{graph}-{node}";

/** What a file name template may name. Items and takes are counted from 1; the date is `2026-03-26`. */
export interface FileNameValues {
  graph: string;
  node: string;
  item: number;
  take: number;
  date: string;
}

const PLACEHOLDERS = ["graph", "node", "item", "take", "date"] as const satisfies readonly (keyof FileNameValues)[];
const PLACEHOLDER = /\{([^{}]*)\}/g;

/**
 * The name a template gives, without an extension and not yet fit for a file system: the library sanitises it and keeps names apart.
 * An unknown placeholder stays as it is; `checkFileName` reports it.
 */
export function fileNameFor(template: string, values: FileNameValues): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const known = PLACEHOLDERS.find((placeholder) => placeholder === name);
    return known ? `${values[known]}` : whole;
  });
}

/** What is wrong with a template, on param `name`. */
export function checkFileName(template: string): Problem[] {
  const problem = (message: string, fix: string): Problem => ({ severity: "error", param: "name", message, fix });
  if (template.trim() === "") return [problem("The file name is empty.", `Write one, for example ${DEFAULT_FILE_NAME}.`)];
  const unknown = Array.from(template.matchAll(PLACEHOLDER), ([, name = ""]) => name).filter((name) => !PLACEHOLDERS.some((known) => known === name));
  return [...new Set(unknown)].map((name) =>
    problem(`The file name has an unknown placeholder {${name}}.`, `Use ${PLACEHOLDERS.map((known) => `{${known}}`).join(", ")}.`),
  );
}
