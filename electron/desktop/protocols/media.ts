import { answerFile, type ServedMedia } from "../../library/serve/fileAnswer.ts";
import { grantEnd } from "../../library/serve/grants.ts";
import { plain, RefusedMedia } from "../../library/serve/mediaHeaders.ts";
import { MEDIA_ORIGIN, PAGE_ORIGIN } from "../addresses.ts";
import type { HostSupervisor } from "../hostSupervisor.ts";

const FILE = /^\/media\/(?<grant>[^/]{1,200})\/(?<sha256>[0-9a-f]{64})$/;
const LARGEST_BODY = 1024 * 1024;

/** The editor's page may read what it gets: it draws posters from clips. Nobody else may, and no other page is ever shown. */
const TO_PAGE: Readonly<Record<string, string>> = {
  "access-control-allow-origin": PAGE_ORIGIN,
  "access-control-expose-headers": "accept-ranges, content-length, content-range, etag",
  "cross-origin-resource-policy": "cross-origin",
  vary: "origin",
};

export interface MediaParts {
  host: Pick<HostSupervisor, "inner" | "mediaSecret">;
  log: (line: string) => void;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
}

/**
 * Answers `media://shotgraph/media/<grant>/<sha256>…` by the same rules as the web host. Whole files and their ranges are streamed here, straight from the disk; the
 * host's process is only asked where the file lies. Thumbnails and posters are made there, as no picture is ever decoded in main. It never rejects.
 */
export function createMediaProtocol({ host, log, now = Date.now }: MediaParts): (request: Request) => Promise<Response> {
  async function respond(request: Request): Promise<Response> {
    if (!request.url.startsWith(`${MEDIA_ORIGIN}/media/`)) throw new RefusedMedia(404, "There is no such address.");
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { "access-control-allow-methods": "GET, HEAD, PUT", "access-control-allow-headers": "content-type, range", "access-control-max-age": "600" } });
    const url = new URL(request.url);
    const { grant, sha256 } = FILE.exec(url.pathname)?.groups ?? {};
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (grant === undefined || sha256 === undefined || !isRead || url.searchParams.has("w")) return await byHost(request);
    const at = now();
    const end = grantEnd(host.mediaSecret, grant, at);
    if (end === null) throw new RefusedMedia(403, "This address is no longer valid: ask for a new one.");
    const media = await fileOf(sha256);
    if (!media) throw new RefusedMedia(404, `The library has no file ${sha256}.`);
    return await answerFile({ request, url, sha256, media, maxAge: Math.floor((end - at) / 1000) });
  }

  async function fileOf(sha256: string): Promise<ServedMedia | null> {
    const inner = await host.inner();
    return await inner.mediaFile(sha256);
  }

  async function byHost(request: Request): Promise<Response> {
    const body = request.body ? await small(request) : null;
    const inner = await host.inner();
    const answer = await inner.media({ url: request.url, method: request.method, headers: [...request.headers], body });
    return new Response(answer.body, { status: answer.status, headers: answer.headers.map(([name, value]) => [name, value] satisfies [string, string]) });
  }

  return async (request) => {
    const answer = await respond(request).catch((error: unknown) => {
      if (error instanceof RefusedMedia) return plain(error.status, error.message, error.headers);
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return plain(404, "The file is gone.");
      if (!request.signal.aborted) log(`media could not be answered: ${String(error)}`);
      return plain(503, "The file cannot be read now.");
    });
    for (const [name, value] of Object.entries(TO_PAGE)) answer.headers.set(name, value);
    return answer;
  };
}

async function small(request: Request): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of request.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    length += piece.byteLength;
    if (length > LARGEST_BODY) throw new RefusedMedia(413, "It is too large for a poster.");
    pieces.push(piece);
  }
  return new Blob(pieces);
}
