import { readFile } from "node:fs/promises";
import { listed, TYPES } from "../../web/staticFiles.ts";
import { MEDIA_ORIGIN, PAGE_ORIGIN } from "../addresses.ts";

/** The page may load what is its own, and media. Nothing of it is evaluated from a text, framed, or sent elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine sets sizes and colours in style attributes.
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' ${MEDIA_ORIGIN} blob: data:`,
  `media-src 'self' ${MEDIA_ORIGIN} blob:`,
  "font-src 'self'",
  `connect-src 'self' ${MEDIA_ORIGIN}`,
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
};

/**
 * Answers `app://shotgraph/…` from the built page's folder. The folder is listed once, and only what is on the list is answered: no address can lead out of it; hidden files and links are
 * not on it. It never rejects.
 */
export function createPageFiles(folder: string): (request: Request) => Promise<Response> {
  let files: Promise<ReadonlyMap<string, string>> | null = null;
  return async ({ url, method }) => {
    if (!url.startsWith(`${PAGE_ORIGIN}/`) || (method !== "GET" && method !== "HEAD")) return plain(404);
    const { pathname } = new URL(url);
    const wanted = pathname === "/" ? "/index.html" : decoded(pathname);
    try {
      files ??= listed(folder);
      const path = (await files).get(wanted);
      if (path === undefined) return plain(404, wanted === "/index.html" ? "The editor was not built." : undefined);
      const body = method === "HEAD" ? null : new Uint8Array(await readFile(path));
      return new Response(body, { headers: { ...HEADERS, "content-type": TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream" } });
    } catch (error) {
      return plain(500, `It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A stray `%` names no file.
    return "";
  }
}

function plain(status: number, text = "There is no such file."): Response {
  return new Response(`${text}\n`, { status, headers: { ...HEADERS, "content-security-policy": "default-src 'none'; sandbox", "content-type": "text/plain; charset=utf-8" } });
}
