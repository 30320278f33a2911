import type { ServerResponse } from "node:http";
import type { Clock } from "./clock.ts";
import type { Fault } from "./scenario.ts";

type HttpFault = Extract<Fault, { kind: "http" }>;

interface Body {
  readonly type: string;
  readonly text: string;
}

const CODES: Readonly<Record<number, string>> = {
  400: "INVALID_PARAMETERS", 401: "UNAUTHORIZED", 402: "INSUFFICIENT_CREDITS", 403: "ACCESS_DENIED", 404: "TASK_NOT_FOUND", 429: "CONCURRENCY_LIMIT_REACHED",
};

function json(value: unknown): Body {
  return { type: "application/json; charset=utf-8", text: JSON.stringify(value) };
}

type BodyMaker = (code: string, message: string, fault: HttpFault) => Body;

/** The error bodies of note 27, and the ones that no client should trip over. */
const BODIES: Readonly<Record<HttpFault["body"], BodyMaker>> = {
  nested: (code, message, { extra }) => json({ error: { code, message }, ...extra }),
  flat: (code, message, { extra }) => json({ error: code, message, ...extra }),
  errors: (_code, message, { extra }) => json({ message, errors: [{ field: "inputs", message }], ...extra }),
  text: (_code, message) => ({ type: "text/plain; charset=utf-8", text: message }),
  html: (_code, message, { status }) => ({
    type: "text/html; charset=utf-8",
    text: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1><p>${message}</p><hr>gateway</body></html>`,
  }),
  empty: () => ({ type: "application/json", text: "" }),
  truncated: (code, message) => ({ type: "application/json; charset=utf-8", text: JSON.stringify({ error: { code, message } }).slice(0, -9) }),
};

function sendFault(response: ServerResponse, fault: HttpFault): void {
  const code = fault.code ?? CODES[fault.status] ?? "INTERNAL_ERROR";
  const { type, text } = BODIES[fault.body](code, fault.message ?? `The sandbox was told to answer ${fault.status}.`, fault);
  const headers = { "content-type": type, "content-length": Buffer.byteLength(text) };
  response.writeHead(fault.status, fault.retryAfter === undefined ? headers : { ...headers, "retry-after": String(fault.retryAfter) });
  response.end(text);
}

/** Time, and a signal that ends what waits on purpose when the sandbox closes. */
export interface FaultTime {
  readonly clock: Clock;
  readonly closed: AbortSignal;
}

/** Acts out the faults of one side of a call: answers in its stead, destroys its socket, or leaves it hanging. True when nothing is left to answer. */
export async function actOut(response: ServerResponse, faults: readonly Fault[], when: "before" | "after", { clock, closed }: FaultTime): Promise<boolean> {
  for (const fault of faults) {
    if (fault.kind === "delay" && when === "before") await clock.sleep(fault.delayMs, closed);
    if ((fault.kind !== "drop" && fault.kind !== "hang" && fault.kind !== "http") || fault.when !== when) continue;
    if (fault.kind === "drop") response.socket?.resetAndDestroy();
    if (fault.kind === "http") sendFault(response, fault);
    return true;
  }
  return false;
}
