import type { IncomingMessage, ServerResponse } from "node:http";
import { LibraryError, MediaError } from "../../shared/contract/libraryErrors.ts";
import { sendError, sendJson } from "./answers.ts";
import type { ServedHost } from "./parts.ts";
import type { Tokens } from "./tokens.ts";

const LONGEST_NAME = 1_000;

export interface UploadRules {
  uploads: ServedHost["uploads"];
  tokens: Tokens;
  /** Bytes that one file may have. */
  largest: number;
}

/** `POST /upload?name=…` with `Authorization: Bearer <session>`: takes the body into the library and answers `{ facts }`, or `{ error: { code, message } }`. */
export async function answerUpload(request: IncomingMessage, response: ServerResponse, name: string | null, { uploads, tokens, largest }: UploadRules): Promise<void> {
  const refuse = (status: number, code: string, message: string): void => {
    // The rest of the body is not wanted.
    sendError(response, status, code, message, request.complete ? {} : { connection: "close" });
  };
  const session = /^Bearer (?<token>[\w-]{1,200})$/.exec(request.headers.authorization ?? "")?.groups?.["token"];
  if (session === undefined || !tokens.isSession(session)) {
    refuse(401, "noSession", "Only the editor's own page may add files. Load it anew from where it was started.");
    return;
  }
  if (!name || name.length > LONGEST_NAME) {
    refuse(400, "noName", "The file needs a name of at most 1,000 characters.");
    return;
  }
  if (Number(request.headers["content-length"] ?? 0) > largest) {
    refuse(413, "tooLarge", tooLarge(name, largest));
    return;
  }
  try {
    const facts = await uploads(name, limited(request, name, largest));
    sendJson(response, 200, { facts });
  } catch (error) {
    // Nobody is there to be told.
    if (request.destroyed && !request.complete) return;
    if (error instanceof TooLarge) refuse(413, "tooLarge", error.message);
    else if (error instanceof MediaError) refuse(error.code === "disk-full" ? 507 : 422, error.code, error.message);
    else if (error instanceof LibraryError) refuse(error.code === "disk-full" ? 507 : 409, error.code, error.message);
    else refuse(500, "internal", `${name} could not be added: ${error instanceof Error ? error.message : String(error)}`);
  }
}

class TooLarge extends Error {}

async function* limited(request: IncomingMessage, name: string, largest: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  // A library that refuses half-way must not destroy the request: its socket has to carry the refusal.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > largest) throw new TooLarge(tooLarge(name, largest));
    yield piece;
  }
  // Reading a whole film to its last packet takes a while in which nothing is sent.
  request.socket.setTimeout(0);
}

function tooLarge(name: string, largest: number): string {
  return `${name} is larger than ${largest >= 1024 ** 3 ? `${largest / 1024 ** 3} GiB` : `${largest} bytes`}, the most that can be added.`;
}
