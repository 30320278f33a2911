/** Scripts written without spaces in wide characters, with their punctuation and full-width forms. */
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/gu;

/** A prompt's length as HappyHorse counts it: 2 for each CJK character, 1 for any other (5000 of the latter or 2500 of the former are the limit). */
export function weightedLength(text: string): number {
  return Array.from(text).length + (text.match(CJK)?.length ?? 0);
}

/** Of a prompt for HappyHorse, counted so. */
export const HAPPYHORSE_PROMPT_LIMIT = 5000;
