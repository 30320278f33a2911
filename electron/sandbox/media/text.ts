const WIDE = /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script_Extensions=Hangul}\p{Extended_Pictographic}\uFF00-\uFFEF]/u;

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

/** Where a word may be broken: around each wide character, and anywhere when it is wider than a line. */
function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let narrow = "";
  for (const { segment } of SEGMENTER.segment(word)) {
    const isWide = WIDE.test(segment);
    if (narrow !== "" && (isWide || widthOf(narrow + segment) > width)) {
      pieces.push(narrow);
      narrow = "";
    }
    if (isWide) pieces.push(segment);
    else narrow += segment;
  }
  if (narrow !== "") pieces.push(narrow);
  return pieces;
}

/** Breaks text into at most `lines` lines of `width` font sizes; the last ends in an ellipsis when more follows. */
export function wrap(text: string, width: number, lines: number): string[] {
  const result: string[] = [];
  let line = "";
  // A CJK sentence has no spaces, so each of its characters may end a line.
  const words = text.slice(0, LONGEST_TEXT).replaceAll(/\s+/g, " ").trim().match(/[^\s]+\s?/gu) ?? [];
  const pieces = words.flatMap((word) => piecesOf(word, width));
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
