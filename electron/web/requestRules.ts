import type { IncomingMessage } from "node:http";

export interface Refused {
  status: number;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);
const WRITES: ReadonlySet<string> = new Set(["POST", "PUT"]);
const OUR_SITE: ReadonlySet<string> = new Set(["same-origin", "none"]);

/**
 * The rules every request must keep, whatever it asks for; null when it does. Other pages in the same browser, other programs' ports on this
 * machine, and names that were made to point at 127.0.0.1 are who they are against. `host`: `127.0.0.1:<port>`.
 */
export function refusedRequest(request: IncomingMessage, host: string): Refused | null {
  const { method = "", url = "", headers } = request;
  if (!hasExactly(request, "host", host)) {
    return { status: 421, message: `Open the editor under http://${host}: under any other name it does not answer.`, headers: { connection: "close" } };
  }
  // An absolute address or `*` would go past the rule about the host.
  if (!url.startsWith("/") || url.startsWith("//")) return { status: 400, message: "The address must be a path." };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && !(typeof site === "string" && OUR_SITE.has(site))) return { status: 403, message: "Another site may not ask for this." };
  if (READS.has(method)) return null;
  if (!WRITES.has(method)) return { status: 405, message: "Only GET, HEAD, POST and PUT are answered.", headers: { allow: "GET, HEAD, POST, PUT" } };
  return isOurOrigin(request, host) ? null : { status: 403, message: "Only the editor's own page may do this." };
}

/** Rules of a WebSocket's opening request: as above, and the `Origin` must be there. */
export function refusedUpgrade(request: IncomingMessage, host: string): Refused | null {
  const refused = refusedRequest(request, host);
  if (refused) return refused;
  if (request.method !== "GET" || request.url !== SOCKET_PATH) return { status: 404, message: "There is no such socket." };
  return isOurOrigin(request, host) ? null : { status: 403, message: "Only the editor's own page may connect." };
}

const SOCKET_PATH = "/socket";

function isOurOrigin(request: IncomingMessage, host: string): boolean {
  return hasExactly(request, "origin", `http://${host}`);
}

/** Whether a header is there exactly once with exactly this value. Node keeps only the first of several; a proxy may have looked at another. */
function hasExactly(request: IncomingMessage, name: string, value: string): boolean {
  const values = request.rawHeaders.filter((_, index) => index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === name);
  return values.length === 1 && values[0] === value;
}
