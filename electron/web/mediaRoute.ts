import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";

/** Answers a request by a function that knows only the web's `Request` and `Response`. */
export async function answerMedia(request: IncomingMessage, response: ServerResponse, host: string, media: (request: Request) => Promise<Response>): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort(new Error("the client went away"));
  });
  const answer = await media(asRequest(request, host, gone.signal));
  if (response.destroyed) {
    await answer.body?.cancel();
    return;
  }
  // What the responder says goes before what every answer carries.
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (!answer.body) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as NodeStream<Uint8Array>), response);
}

function asRequest(request: IncomingMessage, host: string, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  const method = request.method ?? "GET";
  const body = method === "PUT" ? { body: Readable.toWeb(request) as unknown as ReadableStream, duplex: "half" } : {};
  return new Request(`http://${host}${request.url ?? "/"}`, { method, headers, signal, ...body });
}
