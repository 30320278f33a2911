import { createHash } from "node:crypto";
import { isLoopbackHost } from "./loopback.ts";

export const DEFAULT_BASE_URL = "https://seegen.ai/api/v1";

export interface BaseUrl {
  /** Without a slash at the end. */
  url: string;
  /** Host and port. */
  host: string;
  /** The service is on this machine: a sandbox or a test server. */
  loopback: boolean;
}

/** A base URL that cannot be used; the message says why and how to mend it. */
export class BaseUrlError extends Error {
  override readonly name = "BaseUrlError";
  readonly code = "base_url";
}

/**
 * Check the base URL of the service. http is only for a service on this machine: the key travels in every request.
 * @throws BaseUrlError
 */
export function parseBaseUrl(text: string): BaseUrl {
  const trimmed = text.trim();
  const example = `It must look like ${DEFAULT_BASE_URL}.`;
  if (!URL.canParse(trimmed)) throw new BaseUrlError(`The base URL "${shortened(trimmed)}" is not a URL. ${example}`);
  const url = new URL(trimmed);
  // Checked first, and not repeated in the message: it may hold a password.
  if (url.username !== "" || url.password !== "") throw new BaseUrlError(`The base URL may not hold a user name or password. ${example}`);
  const refuse = (why: string): never => {
    throw new BaseUrlError(`The base URL "${shortened(trimmed)}" ${why} ${example}`);
  };
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol !== "https:" && url.protocol !== "http:") refuse("is neither https nor http.");
  if (url.protocol === "http:" && !loopback) refuse("is http, which would send your API key readable over the network; use https.");
  if (url.search !== "" || url.hash !== "") refuse("may not have a part after ? or #.");
  return { url: url.origin + url.pathname.replace(/\/+$/, ""), host: url.host, loopback };
}

/** For a message: without what follows a ? or #, where keys are. */
function shortened(text: string): string {
  const plain = text.replace(/([?#]).+$/s, "$1…");
  return plain.length > 100 ? `${plain.slice(0, 99)}…` : plain;
}

/**
 * Names an account of a service, so that assets and takes of one are not used with another. 16 hexadecimal digits of a
 * sha256: it does not reveal the key.
 */
export function accountId(baseUrl: string, apiKey: string): string {
  const scope = ["shotgraph account", parseBaseUrl(baseUrl).url, apiKey.trim()];
  return createHash("sha256").update(JSON.stringify(scope)).digest("hex").slice(0, 16);
}
