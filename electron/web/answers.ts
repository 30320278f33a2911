import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** Headers of every answer. There is no CORS header among them, ever. */
const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Policy of scripts, which holds where one is run as a worker: it may ask this host, and nobody else. */
export const WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** What the page does not use, so that nothing in it ever can. */
const PERMISSIONS = ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"];

/** Headers of the page itself. `host`: `127.0.0.1:<port>`. */
export function pageHeaders(host: string): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine sets sizes and colours in style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "permissions-policy": PERMISSIONS.map((name) => `${name}=()`).join(", "),
    "cache-control": "no-store",
  };
}

/** Sets what every answer carries; what is set later goes before. */
export function setCommonHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  response.setHeader("content-security-policy", NOTHING_ALLOWED);
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "cache-control": "no-store", ...headers, "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

/** An error as every route of the host words it. */
export function sendError(response: ServerResponse, status: number, code: string, message: string, headers: OutgoingHttpHeaders = {}): void {
  sendJson(response, status, { error: { code, message } }, headers);
}

export function sendText(request: IncomingMessage, response: ServerResponse, status: number, message: string, headers: OutgoingHttpHeaders = {}): void {
  const text = `${message}\n`;
  response.writeHead(status, { "cache-control": "no-store", ...headers, "content-type": "text/plain; charset=utf-8", "content-length": Buffer.byteLength(text) });
  response.end(request.method === "HEAD" ? undefined : text);
}
