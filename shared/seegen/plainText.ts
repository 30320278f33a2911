/** Longer pages are not read to their end for a message of one line. */
const LONGEST_PAGE = 16_384;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&nbsp;", " "],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&apos;", "'"],
  ["&amp;", "&"],
]);

/** One line without control characters (a message may end up on a terminal), at most `longest` characters long. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .slice(0, longest * 8)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return line.length > longest ? `${cut(line, longest - 1)}…` : line;
}

/** The first `longest` UTF-16 units, never half a character at the end. */
export function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
}

/** What a person would read on an HTML page: its text, without tags, scripts and styles. */
export function textOfHtml(html: string): string {
  return html
    .slice(0, LONGEST_PAGE)
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<(script|style|svg)\b[\s\S]*?<\/\1\s*>/gi, " ")
    // Not `[^>]*`: that is quadratic on a page of nothing but `<`.
    .replace(/<[^<>]*>/g, " ")
    .replace(/<[^<>]*$/, " ")
    .replace(/&(?:nbsp|quot|#39|apos|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
}

export function looksLikeHtml(contentType: string | null, text: string): boolean {
  return /\bx?html\b/i.test(contentType ?? "") || /^\s*<(!doctype|html|head|body|center|h1)\b/i.test(text);
}
