import { MediaError, type MediaErrorCode } from "../../../shared/contract/libraryErrors.ts";
import { plain, RefusedMedia } from "./mediaHeaders.ts";
import { LARGEST_POSTER_BYTES, type Thumbnails } from "./thumbnails.ts";

const STATUS: Partial<Record<MediaErrorCode, number>> = { "too-long": 413, "not-media": 415, damaged: 422, unwritable: 507 };

/** The picture that the renderer drew of a video or an audio, checked and kept. */
export async function receivePoster(request: Request, sha256: string, thumbnails: Thumbnails): Promise<Response> {
  if (request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() !== "image/webp") throw new RefusedMedia(415, "A poster must be sent as image/webp.");
  try {
    const done = await thumbnails.putPoster(sha256, await readAtMost(request, LARGEST_POSTER_BYTES));
    return done === "kept" ? plain(201, "Kept.") : new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof MediaError) throw new RefusedMedia(STATUS[error.code] ?? 500, error.message);
    throw error;
  }
}

async function readAtMost(request: Request, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > most) throw new MediaError("too-long", `A poster may have ${most / 1024} kB.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
