import type { Problem } from "../graph/problem.ts";
import { isLoopbackName, isPrivateHost } from "./privateHosts.ts";

/**
 * The rules of a media URL in a document. http is only for this machine (the sandbox); whether that may be used is for the client to
 * decide. A password in a URL would travel with the file, so it is refused.
 */
export function checkMediaUrl(text: string): Problem[] {
  const problem = (message: string, fix: string): Problem[] => [{ severity: "error", param: "source", message, fix }];
  if (text !== text.trim()) return problem("The URL begins or ends with white space.", "Remove it.");
  const url = URL.parse(text);
  if (!url) return problem(`"${text}" is not a URL.`, "Write the whole address, beginning with https://.");
  if (url.username !== "" || url.password !== "") {
    return problem("The URL holds a user name or a password, which would be saved in the graph and sent to the service.", "Use a URL without them, for example a pre-signed one.");
  }
  const isLoopback = isLoopbackName(url.hostname);
  if (url.hostname !== "" && !isLoopback && isPrivateHost(url.hostname)) return problem(`${url.hostname} is an address of a private network, which the service cannot reach.`, "Use a public address, or choose a local file.");
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback)) return [];
  return problem(`The URL begins with ${url.protocol}//; the service takes https only.`, "Use an https:// address, or choose a local file.");
}
