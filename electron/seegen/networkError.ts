import { callError, type ServiceError } from "../../shared/seegen/serviceError.ts";

const REASONS: ReadonlyMap<string, readonly [code: string, reason: string]> = new Map([
  ["ECONNREFUSED", ["connection_refused", "nothing answers there (connection refused)"]],
  ["ENOTFOUND", ["dns", "the host name is not known; check the network and the base URL"]],
  ["EAI_AGAIN", ["dns", "the host name cannot be looked up now; check the network"]],
  ["ENETUNREACH", ["offline", "there is no way to it; check the network"]],
  ["EHOSTUNREACH", ["offline", "there is no way to it; check the network"]],
  ["ETIMEDOUT", ["timeout", "it did not answer in time"]],
  ["ECONNRESET", ["connection_lost", "the connection was reset"]],
  ["EPIPE", ["connection_lost", "the connection was closed"]],
  ["UND_ERR_SOCKET", ["connection_lost", "the connection was closed"]],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", ["connection_lost", "the answer is shorter than announced"]],
  ["UND_ERR_CONNECT_TIMEOUT", ["timeout", "the connection was not made in time"]],
  ["UND_ERR_HEADERS_TIMEOUT", ["timeout", "it did not answer in time"]],
  ["UND_ERR_BODY_TIMEOUT", ["timeout", "its answer stopped half-way"]],
  ["UND_ERR_ABORTED", ["timeout", "its answer did not end in time"]],
]);

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** An error of undici, of a socket or of DNS in words, its inner errors looked at too. */
export function networkError(error: unknown, what: string): ServiceError {
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const chain = [error, ...inner, error instanceof Error ? error.cause : undefined];
  const named = chain.map(codeOf).find((code) => code !== null && REASONS.has(code));
  const known = named === undefined || named === null ? undefined : REASONS.get(named);
  if (known) return callError(known[0], `${what}: ${known[1]}.`);
  if (error instanceof DOMException && error.name === "TimeoutError") return callError("timeout", `${what}: its answer did not end in time.`);
  if (error instanceof DOMException && error.name === "AbortError") return callError("cancelled", `${what}: it was cancelled.`);
  const code = codeOf(error);
  const isTls = code !== null && /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code);
  const reason = error instanceof Error ? error.message : String(error);
  return isTls ? callError("tls", `${what}: no secure connection (${reason}).`) : callError("network", `${what}: ${reason}`);
}
