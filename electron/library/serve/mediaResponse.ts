import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { isMissing } from "../tempFiles.ts";
import { isImage } from "./contentTypes.ts";
import { answerFile, type Asked, namesTag, type ServedMedia } from "./fileAnswer.ts";
import { grantEnd } from "./grants.ts";
import { mediaHeaders, plain, RefusedMedia } from "./mediaHeaders.ts";
import { receivePoster } from "./posters.ts";
import { isThumbnailWidth, Thumbnails } from "./thumbnails.ts";

export type { ServedMedia } from "./fileAnswer.ts";

export interface MediaResponderOptions {
  /** Undefined for what is not in the library. */
  pathOf: (sha256: string) => ServedMedia | undefined;
  /** What is given away in the place of the file itself when it is downloaded; undefined for the file itself. */
  exported?: (sha256: string, media: ServedMedia) => Promise<ServedMedia | undefined>;
  /** Folder for thumbnails and posters; made when needed. */
  thumbs: string;
  /** 32 random bytes of this process, the ones that `createGrant` was given. */
  secret: Uint8Array;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
}

const ADDRESS = /^\/media\/(?<grant>[^/]+)\/(?<sha256>[0-9a-f]{64})(?<poster>\/poster)?$/;

/**
 * Answers for media, for Electron's `protocol.handle` and the web host alike:
 *
 * - `GET|HEAD /media/<grant>/<sha256>`: the file, with ranges; `?download=<name>` as an attachment.
 * - `GET|HEAD /media/<grant>/<sha256>?w=160|320|640|1280`: a WebP thumbnail; of a video or audio 404 until a poster was put.
 * - `PUT /media/<grant>/<sha256>/poster`: WebP, at most 512 kB and 1280 px; 201, or 204 when there is one already.
 *
 * It never rejects: what cannot be answered is a 4xx or 5xx with a sentence.
 */
export function createMediaResponder({ pathOf, exported, thumbs, secret, now = Date.now }: MediaResponderOptions): (request: Request) => Promise<Response> {
  const thumbnails = new Thumbnails(thumbs);

  async function respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { grant = "", sha256 = "", poster } = ADDRESS.exec(url.pathname)?.groups ?? {};
    if (sha256 === "") throw new RefusedMedia(404, "There is no such address.");
    const at = now();
    const end = grantEnd(secret, grant, at);
    if (end === null) throw new RefusedMedia(403, "This address is no longer valid: ask for a new one.");
    const allowed = poster === undefined ? ["GET", "HEAD"] : ["PUT"];
    if (!allowed.includes(request.method)) throw new RefusedMedia(405, `Only ${allowed.join(" and ")} here.`, { allow: allowed.join(", ") });
    const media = pathOf(sha256);
    if (!media) throw new RefusedMedia(404, `The library has no file ${sha256}.`);
    if (poster !== undefined) {
      if (isImage(media.format)) throw new RefusedMedia(409, "An image needs no poster.");
      return receivePoster(request, sha256, thumbnails);
    }
    const asked: Asked = { request, url, sha256, media, maxAge: Math.floor((end - at) / 1000) };
    if (url.searchParams.has("w")) return thumbnail(asked);
    const copy = exported && url.searchParams.has("download") ? await exported(sha256, media) : undefined;
    return answerFile(copy ? { ...asked, media: copy, tag: `${sha256}-${copy.bytes}` } : asked);
  }

  async function thumbnail(asked: Asked): Promise<Response> {
    const { request, url, sha256, media, maxAge } = asked;
    const width = Number(url.searchParams.get("w"));
    if (!isThumbnailWidth(width)) throw new RefusedMedia(400, "w must be 160, 320, 640 or 1280.");
    const headers = mediaHeaders({ type: "image/webp", etag: `"${sha256}-${width}"`, maxAge });
    if (namesTag(request, headers)) return new Response(null, { status: 304, headers });
    const bytes = await thumbnails.get({ ...media, sha256 }, width);
    if (!bytes) {
      if (isImage(media.format)) return answerFile(asked);
      throw new RefusedMedia(404, "There is no poster yet.");
    }
    headers.set("content-length", String(bytes.length));
    return new Response(request.method === "HEAD" ? null : new Uint8Array(bytes), { headers });
  }

  return async (request) => {
    try {
      return await respond(request);
    } catch (error) {
      if (error instanceof RefusedMedia) return plain(error.status, error.message, error.headers);
      if (isMissing(error)) return plain(404, "The file is gone.");
      if (error instanceof MediaError) return plain(500, error.message);
      return plain(500, `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}
