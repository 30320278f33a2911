import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { sendError, sendJson } from "./answers.ts";
import type { Tokens } from "./tokens.ts";

const LARGEST_BODY = 1024;
const PATIENCE_MS = 10_000;
const bodySchema = z.object({ token: z.string().min(1).max(200) });

/** `POST /session` with `{ token }`: spends the one-time token of the address and answers `{ session }`. */
export async function answerSession(request: IncomingMessage, response: ServerResponse, tokens: Tokens): Promise<void> {
  if (request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    sendError(response, 415, "notJson", "The body must be application/json.");
    return;
  }
  const text = await smallBody(request);
  if (text === null) {
    sendError(response, 413, "tooLarge", "The body is too large.", { connection: "close" });
    return;
  }
  const body = bodySchema.safeParse(parsed(text));
  if (!body.success) {
    sendError(response, 400, "malformed", 'The body must be {"token": "…"}.');
    return;
  }
  const session = tokens.exchange(body.data.token);
  if (session === null) sendError(response, 403, "spent", "This address was used already. Take a new one from where the editor was started.");
  else sendJson(response, 200, { session });
}

async function smallBody(request: IncomingMessage): Promise<string | null> {
  const timer = setTimeout(() => request.destroy(new Error("the body did not come")), PATIENCE_MS);
  try {
    const pieces: Buffer[] = [];
    let length = 0;
    // Leaving the loop must not destroy the request: its socket has to carry the refusal.
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LARGEST_BODY) return null;
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString("utf8");
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is as wrong as any other wrong body.
    return undefined;
  }
}
