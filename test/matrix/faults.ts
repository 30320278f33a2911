import type { Act, Json, SendMedia } from "./types.ts";

const HTML = "<html><head><title>Oops</title></head><body><h1>Bad gateway</h1></body></html>";
const HOUR = 3_600_000;

function status(code: number, effect = false, headers: () => Record<string, string> = () => ({})): Act {
  return { act: "answer", status: code, effect, body: JSON.stringify({ error: { code: `E${code}`, message: `The service said ${code}.` } }), type: "application/json", headers };
}

function body(text: string, type = "application/json"): Act {
  return { act: "answer", status: 200, effect: true, body: text, type, headers: () => ({}) };
}

function alter(change: (answer: Json, origin: string) => Json): Act {
  return { act: "alter", alter: change };
}

function media(send: SendMedia, video = false): Act {
  return { act: "media", send, video };
}

/** The output of a finished task at another address. */
function outputAt(address: (origin: string) => string): Act {
  return alter((answer, origin) => (Array.isArray(answer["output"]) ? { ...answer, output: [{ url: address(origin) }] } : answer));
}

const PNG = { "content-type": "image/png" };

function without(answer: Json, ...names: string[]): Json {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));
}

function numbersAsTexts(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(numbersAsTexts);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, numbersAsTexts(part)])) : value;
}

/** Every fault by the name it has in the table. */
export const FAULTS = {
  "connection refused": { act: "base", base: "closed" },
  "DNS failure": { act: "base", base: "dns" },
  "reset before the body": { act: "reset", when: "before" },
  "reset after the body": { act: "reset", when: "after" },
  "headers never come": { act: "hang" },
  "body stalls": { act: "stall" },
  "400": status(400),
  "401": status(401),
  "402": status(402),
  "403": status(403),
  "404": status(404),
  "409": status(409),
  "413": status(413),
  "429": status(429),
  "429, Retry-After in seconds": status(429, false, () => ({ "retry-after": "1" })),
  "429, Retry-After as a date": status(429, false, () => ({ "retry-after": new Date(Date.now() + 2000).toUTCString() })),
  "429, Retry-After absurd": status(429, false, () => ({ "retry-after": "99999999999" })),
  "429, Retry-After senseless": status(429, false, () => ({ "retry-after": "soon" })),
  "500": status(500),
  "502": status(502),
  "503": status(503),
  "504, done all the same": status(504, true),
  HTML: body(HTML, "text/html"),
  "empty body": body(""),
  "truncated JSON": { act: "rewrite", rewrite: (text) => text.slice(0, -5) },
  "200 without an id": alter((answer) => without(answer, "taskId", "assetId", "volcAssetId")),
  "no figures": alter((answer) => without(answer, "availableCredits", "creditsUsed", "creditsConsumed")),
  "another task's answer": alter((answer) => ({ ...answer, taskId: "task-999" })),
  "unknown status word": alter((answer) => ({ ...answer, status: "REHEATING" })),
  "numbers as texts": alter((answer) => numbersAsTexts(answer) as Json),
  "output list empty": alter((answer) => ("output" in answer ? { ...answer, output: [] } : { ...answer, result: null })),
  "two outputs": alter((answer, origin) => (Array.isArray(answer["output"]) ? { ...answer, output: [...answer["output"], { url: `${origin}/media/second.png` }] } : answer)),
  "task failed": alter((answer) => ({ ...answer, status: "FAILED", output: null, result: null, error: { code: "UPSTREAM_FAILED", message: "The model could not finish." } })),
  "review failed": alter((answer) => ({ ...answer, status: "FAILED", failReason: "a real person" })),
  "clock jumps a day ahead": { act: "clock", jumpMs: 24 * HOUR },
  "clock jumps a day back": { act: "clock", jumpMs: -24 * HOUR },
  "URL redirects": outputAt((origin) => `${origin}/moved/picture.png`),
  "URL redirects for ever": outputAt((origin) => `${origin}/loop/picture.png`),
  "URL redirects to a private address": outputAt((origin) => `${origin}/private/picture.png`),
  "http URL": outputAt(() => "http://media.example/picture.png"),
  "URL of a private address": outputAt(() => "https://10.0.0.7/picture.png"),
  "URL of an unknown host": outputAt(() => "https://media.invalid/picture.png"),
  "403, expired": media((response) => response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>AccessDenied</Code></Error>")),
  "wrong Content-Type": media((response, file) => response.writeHead(200, { "content-type": "text/html", "content-length": file.length }).end(file)),
  "HTML as a picture": media((response) => response.writeHead(200, PNG).end(HTML)),
  truncated: media((response, file) => {
    response.writeHead(200, { ...PNG, "content-length": file.length });
    response.write(file.subarray(0, file.length / 2), () => setTimeout(() => response.socket?.resetAndDestroy(), 10));
  }),
  "longer than said": media((response, file) => {
    // Written past node's own check of the length.
    response.socket?.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: ${file.length - 100}\r\nconnection: close\r\n\r\n`), file]));
  }),
  "half-length picture": media((response, file) => response.writeHead(200, PNG).end(file.subarray(0, file.length / 2))),
  "half-length MP4": media((response, file) => response.writeHead(200, { "content-type": "video/mp4" }).end(file.subarray(0, file.length / 2)), true),
  "0 bytes": media((response) => response.writeHead(200, { ...PNG, "content-length": 0 }).end()),
  "disk full: more than there is room for": media((response) => {
    response.writeHead(200, { ...PNG, "content-length": 9e15 });
    response.flushHeaders();
  }),
  "disk full: while writing": { act: "library", how: "disk-full" },
  "library's folder not writable": { act: "library", how: "tmp-is-a-file" },
  "read-only library": { act: "library", how: "read-only" },
} as const satisfies Record<string, Act>;

export type FaultName = keyof typeof FAULTS;
