import { setTimeout as sleep } from "node:timers/promises";
import type { Agent } from "undici";
import { callError, type ServiceError } from "../../shared/seegen/serviceError.ts";
import { type Answer, type Attempt, readAnswer } from "./answer.ts";
import type { Timeouts } from "./endpoints.ts";
import { networkError } from "./networkError.ts";
import { retryAfterMs } from "./retryAfter.ts";

/** The wait before attempt n + 1 is `firstDelayMs · 2ⁿ⁻¹`, at most `longestDelayMs`, less up to a quarter; Retry-After makes it longer, up to `longestRetryAfterMs`. */
export interface Retries {
  attempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** A question that a header put off for longer would look like a hang. */
  longestRetryAfterMs: number;
}

export const RETRIES: Retries = { attempts: 4, firstDelayMs: 500, longestDelayMs: 8000, longestRetryAfterMs: 60_000 };

export interface GetJob {
  agent: Agent;
  url: string;
  headers: Record<string, string>;
  timeouts: Timeouts;
  retries: Retries;
  signal: AbortSignal;
  /** Sees each attempt before it is made and after. */
  attempted(attempt: Attempt, number: number, startedAt: number): void;
  starting(): void;
}

/** Statuses of GETs that may be another one in a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

function isPassing({ status, broken }: Answer): boolean {
  return status >= 500 || PASSING.has(status) || (broken !== null && status < 300);
}

/** Asks until there is an answer worth having: the last answer or error is returned when there is none. */
export async function getWithRetries(job: GetJob): Promise<Answer | ServiceError> {
  const { retries, signal } = job;
  for (let number = 1; ; number += 1) {
    const startedAt = Date.now();
    job.starting();
    const attempt = await getOnce(job);
    job.attempted(attempt, number, startedAt);
    const outcome = attempt.kind === "answered" ? attempt.answer : attempt.error;
    if (attempt.kind === "answered" && !isPassing(attempt.answer)) return outcome;
    if (number >= retries.attempts || signal.aborted) return outcome;
    const backoff = Math.min(retries.longestDelayMs, retries.firstDelayMs * 2 ** (number - 1)) * (1 - Math.random() / 4);
    const asked = attempt.kind === "answered" ? (retryAfterMs(attempt.answer.retryAfter, Date.now()) ?? 0) : 0;
    const isCancelled = await sleep(Math.max(backoff, Math.min(retries.longestRetryAfterMs, asked)), false, { signal }).catch(() => true);
    if (isCancelled) return callError("cancelled", "The question was cancelled between two attempts.");
  }
}

async function getOnce({ agent, url, headers, timeouts, signal }: GetJob): Promise<Attempt> {
  const { host, origin, pathname, search } = new URL(url);
  const deadline = AbortSignal.timeout(timeouts.connectMs + timeouts.headersMs + timeouts.bodyMs);
  const explain = (what: string) => (error: unknown) => networkError(signal.aborted ? signal.reason : error, what);
  try {
    const response = await agent.request({
      origin,
      path: pathname + search,
      method: "GET",
      headers,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      signal: AbortSignal.any([signal, deadline]),
    });
    return { kind: "answered", answer: await readAnswer(response, explain(`The answer of ${host} broke off`)) };
  } catch (error) {
    const explained = explain(`${host} cannot be reached`)(error);
    return { kind: isBeforeSending(error) ? "notSent" : "lost", error: explained };
  }
}

/** For the count of calls only: a GET may be sent again in any case. */
function isBeforeSending(error: unknown): boolean {
  const codes = [error, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])];
  return codes.some((part) => part instanceof Error && "code" in part && ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].includes(String(part.code)));
}
