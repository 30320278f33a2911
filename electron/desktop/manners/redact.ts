import { redacting } from "../../seegen/apiKey.ts";

export interface Redactor {
  /** From now on this text is taken out wherever it occurs. */
  know(secret: string): void;
  /** The text without secrets: those that are known, and whatever looks like one. */
  redact(text: string): string;
}

/** What looks like a secret although nobody has told it: keys in headers, signatures in addresses, common forms of keys. */
const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, "$1 [key]"],
  [/\b(authorization|x-api-key|api[-_]?key|secret(?:[-_]?access[-_]?key)?|password|access[-_]?token)("?\s*[:=]\s*"?)(?!\[key\]|Bearer|Basic)[^\s"',;&]{4,}/gi, "$1$2[key]"],
  [/([?&#](?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|token|key|session)=)[^&\s"')]+/gi, "$1[key]"],
  [/\b(?:sk|pk|sg|seegen)[-_][\w-]{12,}/gi, "[key]"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, "[key]"],
];

export function createRedactor(): Redactor {
  const known = new Map<string, (text: string) => string>();
  return {
    know(secret) {
      const text = secret.trim();
      if (text !== "" && !known.has(text)) known.set(text, redacting(text));
    },
    redact(text) {
      // Longer ones first: one secret may hold another.
      const exact = [...known].sort(([a], [b]) => b.length - a.length).reduce((rest, [, take]) => take(rest), text);
      return PATTERNS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), exact);
    },
  };
}
