import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { sendError, sendText, setCommonHeaders } from "./answers.ts";
import { answerMedia } from "./mediaRoute.ts";
import type { ServedHost } from "./parts.ts";
import { type Refused, refusedRequest, refusedUpgrade } from "./requestRules.ts";
import { answerSession } from "./sessionRoute.ts";
import { type SocketPatience, Sockets } from "./sockets.ts";
import { StaticFiles } from "./staticFiles.ts";
import { Tokens } from "./tokens.ts";
import { answerUpload } from "./uploadRoute.ts";

const ADDRESS = "127.0.0.1";
const GIB = 1024 ** 3;
const LARGEST_UPLOAD = 4 * GIB;
const PATIENCE: SocketPatience = { sessionMs: 5_000, pingMs: 20_000, closeMs: 1_000 };

export interface WebHostOptions {
  host: ServedHost;
  /** Folder of the built page. */
  assets: string;
  /** 0 (the default) takes any free one. */
  port?: number;
  /** Bytes that an added file may have; for tests. */
  largestUpload?: number;
  /** Told of what nobody expected, beside the answer that says so. */
  trouble?: (error: unknown) => void;
  /** For tests. */
  patience?: Partial<SocketPatience>;
}

export interface WebHost {
  /** `http://127.0.0.1:<port>/#token=<one-time>`: opens the editor once. */
  url: string;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** A new address that opens the editor once: after its tab was closed, for another window. */
  mintUrl(): string;
  close(): Promise<void>;
}

/** Serves the editor to browsers on this machine. Rejects when the port is taken (`EADDRINUSE`) or not allowed (`EACCES`). */
export async function startWebHost({ host: served, assets, port = 0, largestUpload = LARGEST_UPLOAD, trouble = () => {}, patience }: WebHostOptions): Promise<WebHost> {
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 0, connectionsCheckingInterval: 2_000, keepAliveTimeout: 30_000, insecureHTTPParser: false });
  server.maxConnections = 256;
  // An upload may take long, silence may not. A player that pauses asks for the rest anew.
  server.timeout = 120_000;
  await listening(server, port);
  const host = `${ADDRESS}:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;
  const tokens = new Tokens();
  const sockets = new Sockets(served.router, tokens, { ...PATIENCE, ...patience }, trouble);
  const files = new StaticFiles(assets, host);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setCommonHeaders(response);
    const refused = refusedRequest(request, host);
    if (refused) {
      sendText(request, response, refused.status, refused.message, { ...refused.headers });
      return;
    }
    const path = request.url ?? "/";
    const [pathname = "/"] = path.split("?", 1);
    if (pathname.startsWith("/media/")) await answerMedia(request, response, host, served.media);
    else if (pathname === "/session" && request.method === "POST") await answerSession(request, response, tokens);
    else if (pathname === "/upload" && request.method === "POST") {
      const name = new URLSearchParams(path.slice(pathname.length)).get("name");
      await answerUpload(request, response, name, { uploads: served.uploads, tokens, largest: largestUpload });
    } else if (request.method === "GET" || request.method === "HEAD") await files.answer(request, response, pathname);
    else sendError(response, 404, "notFound", "There is no such address.");
  }

  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // With the headers out there is no way left to say it but to break off; a client that went away is not told either.
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      trouble(error);
      sendError(response, 500, "internal", error instanceof Error ? error.message : String(error), { connection: "close" });
    });
  });
  server.on("upgrade", (request, socket, head) => {
    const refused = refusedUpgrade(request, host) ?? sockets.full();
    if (refused) refuseUpgrade(socket, refused);
    else sockets.accept(request, socket, head);
  });

  const mintUrl = (): string => `${origin}/#token=${tokens.mint()}`;
  return {
    url: mintUrl(),
    origin,
    mintUrl,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      await sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, ADDRESS, () => {
      server.off("error", failed);
      done();
    });
  });
}

function refuseUpgrade(socket: Duplex, { status, message, headers = {} }: Refused): void {
  socket.on("error", () => socket.destroy());
  const lines = Object.entries({ ...headers, connection: "close", "content-type": "text/plain; charset=utf-8", "content-length": String(Buffer.byteLength(message)) });
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines.map(([name, value]) => `${name}: ${value}`), "", message].join("\r\n"));
}
