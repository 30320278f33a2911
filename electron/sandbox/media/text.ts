const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;

/** More does not fit on any picture, and a prompt may have a million characters. */
const LONGEST_TEXT = 4000;

const SEGMENTER = new Intl.Segmenter();

/** Makes text safe inside SVG; control characters, which XML forbids, become spaces. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The width of text in units of its font size: an estimate, good enough to wrap by. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 1.05 : 0.56;
  return width;
}

/** Breaks text into at most `lines` lines of `width` font sizes; the last ends in an ellipsis when more follows. */
export function wrap(text: string, width: number, lines: number): string[] {
  const result: string[] = [];
  let line = "";
  // A CJK sentence has no spaces, so each of its characters may end a line.
  const words = text.slice(0, LONGEST_TEXT).replaceAll(/\s+/g, " ").trim().match(/[^\s]+\s?/gu) ?? [];
  const pieces = words.flatMap((word) => (widthOf(word) > width || WIDE.test(word) ? Array.from(SEGMENTER.segment(word), (part) => part.segment) : word));
  for (const piece of pieces) {
    if (line !== "" && widthOf(line + piece.trimEnd()) > width) {
      result.push(line.trimEnd());
      line = "";
      if (result.length === lines) {
        result[lines - 1] = `${(result[lines - 1] ?? "").replace(/.$/u, "")}…`;
        return result;
      }
    }
    line += piece;
  }
  if (line.trim() !== "") result.push(line.trimEnd());
  return result;
}
