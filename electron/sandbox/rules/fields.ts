import { isIP } from "node:net";
import { z } from "zod";
import { invalid } from "../refusal.ts";

/** A list of sources. An empty list is refused: the document says to leave the key out. */
export const sourceList = z.array(z.string().min(1, "must not be empty")).min(1, "is empty: leave the key out instead");

/** Refuses more entries than the document allows. */
export function atMost(field: string, list: readonly string[], limit: number): void {
  if (list.length > limit) throw invalid(field, `has ${list.length} entries, at most ${limit} are allowed`);
}

/** Reads a duration text. `units` says whether "5s" alone is right (sd2) or "5" too (happyhorse). */
export function durationSeconds(text: string, low: number, high: number, units: "s" | "optional"): number {
  const pattern = units === "s" ? /^([1-9]\d?)s$/ : /^([1-9]\d?)s?$/;
  const digits = pattern.exec(text)?.[1];
  const seconds = digits === undefined ? Number.NaN : Number(digits);
  if (!(seconds >= low && seconds <= high)) {
    throw invalid("inputs.duration", `must be a whole number of seconds from "${low}s" to "${high}s", got ${JSON.stringify(text)}`);
  }
  return seconds;
}

/** Refuses a missing or blank prompt. */
export function requirePrompt(prompt: string | undefined, why: string): string {
  if (prompt === undefined || prompt.trim() === "") throw invalid("inputs.prompt", `is required: ${why}`);
  return prompt;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host name as `URL.hostname` gives it is this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

function isPrivateV4(address: string): boolean {
  const [a = 0, b = 0] = address.split(".").map(Number);
  return a === 0 || a === 10 || a === 127 || (a === 100 && b >= 64 && b < 128) || (a === 169 && b === 254)
    || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 198 && (b === 18 || b === 19)) || a >= 224;
}

/** Whether a host is private, internal or loopback by its name. Names are never looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (isLoopback(host) || host.endsWith(".localhost") || host.endsWith(".local") || host.endsWith(".internal")) return true;
  if (isIP(host) === 4) return isPrivateV4(host);
  // The service has no reason to meet an IPv6 literal or a name without a dot: both are taken for internal.
  return host.startsWith("[") || !host.includes(".");
}

/** Refuses a webhook address that is neither https nor on this machine. */
export function checkCallBackUrl(text: string | undefined): void {
  if (text === undefined) return;
  const url = URL.parse(text);
  if (url === null) throw invalid("callBackUrl", "is not a URL");
  if (url.protocol === "https:" && (isLoopback(url.hostname) || !isPrivateHost(url.hostname))) return;
  if (url.protocol === "http:" && isLoopback(url.hostname)) return;
  throw invalid("callBackUrl", "must be an https URL of a public host, or on this machine");
}

// By script extensions, so that the punctuation of those scripts counts like its letters; and the full-width forms.
const CJK = /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script_Extensions=Hangul}\p{Script_Extensions=Bopomofo}\uFF00-\uFFEF]/u;

/** The length of a prompt in non-CJK characters: a CJK character counts twice, which gives 5000 and 2500 at the two ends. */
export function promptWeight(prompt: string): number {
  let weight = 0;
  for (const character of prompt) weight += CJK.test(character) ? 2 : 1;
  return weight;
}
