import { exportName } from "../exportMedia.ts";
import { byteRange } from "./byteRange.ts";
import { contentTypeOf } from "./contentTypes.ts";
import { fileBody } from "./fileBody.ts";
import { mediaHeaders, RefusedMedia } from "./mediaHeaders.ts";

/** A media file of the library: where it lies, what its bytes are, how many. */
export interface ServedMedia {
  path: string;
  format: string;
  bytes: number;
}

/** A request for a file whose grant is good. */
export interface Asked {
  request: Request;
  url: URL;
  sha256: string;
  media: ServedMedia;
  /** Where its bytes are not those of the name: what tells them apart. */
  tag?: string;
  /** Seconds. */
  maxAge: number;
}

/** The file itself, or the range of it that was asked for. */
export async function answerFile({ request, url, sha256, media, maxAge, tag = sha256 }: Asked): Promise<Response> {
  const headers = mediaHeaders({ type: contentTypeOf(media.format), etag: `"${tag}"`, maxAge });
  headers.set("accept-ranges", "bytes");
  if (namesTag(request, headers)) return new Response(null, { status: 304, headers });
  const download = url.searchParams.get("download");
  if (download !== null) headers.set("content-disposition", attachment(download, sha256, media.format));
  const range = request.method === "GET" && stillTheSame(request, headers) ? byteRange(request.headers.get("range"), media.bytes) : "whole";
  if (range === "unsatisfiable") throw new RefusedMedia(416, `The file has ${media.bytes} bytes.`, { "content-range": `bytes */${media.bytes}` });
  const part = range === "whole" ? { start: 0, end: media.bytes - 1 } : range;
  headers.set("content-length", String(part.end + 1 - part.start));
  if (range !== "whole") headers.set("content-range", `bytes ${part.start}-${part.end}/${media.bytes}`);
  const body = request.method === "HEAD" ? null : await fileBody(media.path, media.bytes, part, request.signal);
  return new Response(body, { status: range === "whole" ? 200 : 206, headers });
}

/** Whether the asker has it already. */
export function namesTag(request: Request, headers: Headers): boolean {
  const tags = request.headers.get("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags !== undefined && (tags.includes("*") || tags.includes(headers.get("etag") ?? ""));
}

/** Whether a range may be answered: `If-Range` names this very file (a date or a weak tag never does), or is not there. */
function stillTheSame(request: Request, headers: Headers): boolean {
  const tag = request.headers.get("if-range");
  return tag === null || tag.trim() === headers.get("etag");
}

/** The extension is that of the bytes, whatever the name says: a film never arrives as a program. */
function attachment(name: string, sha256: string, format: string): string {
  const { base, extension } = exportName(name.slice(0, 500), { sha256, format });
  const ascii = base.normalize("NFKD").replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const utf8 = encodeURIComponent(base.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}.${extension}"; filename*=UTF-8''${utf8}.${extension}`;
}
