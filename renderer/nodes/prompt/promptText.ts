/** A piece of a prompt's text: words, a chip that names a connected reference, or a variable that is an input. */
export type TextPart = { is: "words"; text: string } | { is: "chip"; text: string; nodeId: string } | { is: "variable"; text: string; name: string };

/** The document's own forms of a chip, `@{nodeId}`, and of a variable, `{{name}}`. */
export const CHIP_OR_VARIABLE = /@\{([^{}\n]+)\}|\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(CHIP_OR_VARIABLE)) {
    if (match.index > at) parts.push({ is: "words", text: text.slice(at, match.index) });
    const [whole, nodeId, name] = match;
    parts.push(nodeId === undefined ? { is: "variable", text: whole, name: name ?? "" } : { is: "chip", text: whole, nodeId });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ is: "words", text: text.slice(at) });
  return parts;
}

/** The text of a prompt, or the lines of a list, whatever form the document has. */
export function textOfNode(params: Readonly<Record<string, unknown>>, param: string): string {
  const value = params[param];
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === "string").join("\n") : "";
}

/** Items of a list: lines that are not empty. */
export function countItems(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

/** What of a text has to be replaced to get another one: the least, so that the cursor stays where it is. */
export function differenceOf(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
