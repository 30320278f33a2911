import type { SubmitOutcome } from "../../shared/seegen/outcomes.ts";
import { readWire, type Reading } from "../../shared/seegen/readWire.ts";
import { createdSchema } from "../../shared/seegen/responses.ts";
import { callError, parseErrorBody, type ServiceError } from "../../shared/seegen/serviceError.ts";
import type { Answer, Attempt } from "./answer.ts";
import { retryAfterMs } from "./retryAfter.ts";

/** A POST that is not an answer to read yet. */
export type NotDone = Exclude<SubmitOutcome, { kind: "accepted" }>;

/**
 * What a POST's fate means for money. Only an answer that says no is taken for a no: everything that could have been charged is `unknown`.
 * @returns the parsed JSON of a 2xx, or why there is none
 */
export function judgePost(attempt: Attempt): { kind: "json"; value: unknown; text: string; status: number } | NotDone {
  if (attempt.kind === "notSent") return attempt;
  if (attempt.kind === "lost") return { kind: "unknown", error: attempt.error };
  const { answer } = attempt;
  const { status } = answer;
  if (status === 429) return { kind: "busy", error: errorOf(answer), retryAfterMs: retryAfterMs(answer.retryAfter, Date.now()) };
  if (status >= 400 && status < 500) return { kind: "refused", error: errorOf(answer) };
  // 303 is the one redirect that says: done, look over there.
  if (status === 303 || status >= 500 || status < 200) return { kind: "unknown", error: errorOf(answer) };
  if (status >= 300) return { kind: "refused", error: redirected(answer) };
  const json = jsonOf(answer);
  return json.ok ? { kind: "json", value: json.value, text: answer.text, status } : { kind: "unknown", error: json.error };
}

export function judgeSubmit(attempt: Attempt): SubmitOutcome {
  const judged = judgePost(attempt);
  if (judged.kind !== "json") return judged;
  const created = readWire(createdSchema, judged.value);
  if (created.ok) return { kind: "accepted", taskId: created.value.taskId, raw: judged.value };
  return { kind: "unknown", error: callError("no_task_id", `The service accepted the request, but ${created.message}.`, judged.status, judged.text) };
}

/** What an answer to a GET means, whatever was asked. `refused` has the status in its error. */
export type Read<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; error: ServiceError }
  | { kind: "unreachable"; error: ServiceError }
  | { kind: "malformed"; error: ServiceError };

export function judgeGet<T>(got: Answer | ServiceError, read: (raw: unknown) => Reading<T>): Read<T> {
  if (!("text" in got)) return { kind: "unreachable", error: got };
  const { status, broken } = got;
  if (status >= 500 || [408, 425, 429].includes(status)) return { kind: "unreachable", error: errorOf(got) };
  if (status >= 400) return { kind: "refused", error: errorOf(got) };
  if (status >= 300) return { kind: "unreachable", error: redirected(got) };
  if (broken) return { kind: "unreachable", error: { ...broken, status } };
  const json = jsonOf(got);
  if (!json.ok) return { kind: "malformed", error: json.error };
  const reading = read(json.value);
  if (reading.ok) return { kind: "ok", value: reading.value };
  return { kind: "malformed", error: callError("malformed", `The answer is not as documented: ${reading.message}.`, status, got.text) };
}

function errorOf({ status, contentType, text }: Answer): ServiceError {
  return parseErrorBody(status, contentType, text);
}

/** Redirects are never followed: the key goes to the base URL and nowhere else. */
function redirected({ status, location, text }: Answer): ServiceError {
  return callError("redirected", `The service answered HTTP ${status} and points to ${location ?? "nowhere"}. The base URL is probably not right.`, status, text);
}

function jsonOf({ status, text, broken }: Answer): { ok: true; value: unknown } | { ok: false; error: ServiceError } {
  if (broken) return { ok: false, error: callError(broken.code, broken.message, status, text) };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const what = text.trim() === "" ? "is empty" : "is not JSON, or ends half-way";
    return { ok: false, error: callError("not_json", `The answer (HTTP ${status}) ${what}.`, status, text) };
  }
}
