import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { pageHeaders, sendText, WORKER_POLICY } from "./answers.ts";

export const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  mp4: "video/mp4",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webm: "video/webm",
  webp: "image/webp",
  woff2: "font/woff2",
};

const PAGE = "/index.html";
/** Their names hold a hash of what is in them. */
const HASHED = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * The built page. Its folder is listed, and only what is on the list is answered: no address can lead out of it. The list is taken anew whenever the page is
 * asked for, so a new build needs no restart. Hidden files and links are not on it.
 */
export class StaticFiles {
  readonly #folder: string;
  readonly #host: string;
  #files: ReadonlyMap<string, string> | null = null;

  constructor(folder: string, host: string) {
    this.#folder = folder;
    this.#host = host;
  }

  /** Answers a GET or HEAD. `pathname` as it came, percent-encoded. */
  async answer(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    const wanted = pathname === "/" ? PAGE : decoded(pathname);
    if (wanted === PAGE || !this.#files) this.#files = await listed(this.#folder);
    const path = this.#files.get(wanted);
    if (path === undefined) {
      sendText(request, response, 404, wanted === PAGE ? "The editor was not built yet: run `npm run build` and load this page again." : "There is no such file.");
      return;
    }
    const { size } = await stat(path);
    const type = TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
    // A worker obeys the policy that its own script came with, and the one that decodes video reads media.
    const policy = wanted.endsWith(".js") ? { "content-security-policy": WORKER_POLICY } : {};
    const headers = wanted === PAGE ? pageHeaders(this.#host) : { ...policy, "cache-control": HASHED.test(wanted) ? "private, max-age=31536000, immutable" : "no-cache" };
    response.writeHead(200, { ...headers, "content-type": type, "content-length": size });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(path), response);
  }
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A stray `%` names no file.
    return "";
  }
}

/** The files of a folder by the path that a page asks for them with; hidden ones and links are left out. Empty when there is no such folder. */
export async function listed(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    // Not built yet; the answer says so.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  const files = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const parts = relative(folder, path).split(sep);
    if (entry.isFile() && !parts.some((part) => part.startsWith("."))) files.set(`/${parts.join("/")}`, path);
  }
  return files;
}
