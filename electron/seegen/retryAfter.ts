/** However long a server asks for: nobody waits for ever because of one header. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** Milliseconds of a Retry-After header (seconds or an HTTP date), at most five minutes; null when there is none or it makes no sense. */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : /^[a-z]{3}/i.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(wait) ? null : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, Math.round(wait)));
}
