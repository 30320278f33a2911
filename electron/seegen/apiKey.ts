import type { Answer } from "./answer.ts";

/** Shorter ones are the names of test accounts and no secrets; taking them out would mangle innocent words. */
const SHORTEST_SECRET = 8;

/** Removes a key from texts that leave this room. */
export type Redact = (text: string) => string;

/** A key that cannot be sent in a header. The message does not repeat it. */
export class ApiKeyError extends Error {
  override readonly name = "ApiKeyError";
  readonly code = "api_key";
}

/** @throws ApiKeyError */
export function checkedApiKey(text: string): string {
  const key = text.trim();
  if (key === "") throw new ApiKeyError("The API key is empty. Create one at https://seegen.ai/account.");
  if (!/^[\x21-\x7e]+$/.test(key)) throw new ApiKeyError("The API key has characters that no key has (spaces, line breaks, letters beyond ASCII). Copy it again.");
  return key;
}

/** A service or proxy may echo the key: as it is, in JSON, or in a URL. */
export function redacting(apiKey: string): Redact {
  if (apiKey.length < SHORTEST_SECRET) return (text) => text;
  const forms = new Set([apiKey, JSON.stringify(apiKey).slice(1, -1), encodeURIComponent(apiKey)]);
  return (text) => [...forms].reduce((rest, form) => rest.replaceAll(form, "[key]"), text);
}

/** A service or proxy that echoes the key must not bring it into the journal, a log or a message: it is taken out before anything is read. */
export function withoutKey(answer: Answer, redact: Redact): Answer {
  return { ...answer, text: redact(answer.text), location: answer.location === null ? null : redact(answer.location) };
}
