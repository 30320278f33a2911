import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Accounts } from "./accounts.ts";
import type { Api } from "./api.ts";
import type { Books } from "./books.ts";
import type { CallCounter } from "./calls.ts";
import type { Downloads } from "./downloads.ts";
import { actOut, type FaultTime } from "./fault-answers.ts";
import type { FaultPlan } from "./faults.ts";
import type { Hosting } from "./hosting.ts";
import { readJson, sendJson, sendRefusal, type Exchange } from "./http.ts";
import { Refusal } from "./refusal.ts";
import { isLoopback } from "./rules/fields.ts";
import { parseStrictly } from "./rules/parse.ts";
import { scenarioSchema } from "./scenario.ts";

interface RouterOptions {
  readonly api: Api;
  readonly accounts: Accounts;
  readonly downloads: Downloads;
  readonly faults: FaultPlan;
  readonly hosting: Hosting;
  readonly books: () => Books;
  readonly calls: CallCounter;
  readonly time: FaultTime;
  readonly origin: () => string;
}

const API_PREFIX = "/api/v1";

/** Finds who answers a call, and turns what they throw into an answer. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Answers a call; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      const refusal = error instanceof Refusal ? error : new Refusal(500, "INTERNAL_ERROR", error instanceof Error ? error.message : String(error));
      sendRefusal(response, refusal);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? "/", this.#options.origin());
    // A page in a browser can make a name of its own resolve to 127.0.0.1; its Host header gives it away.
    const host = URL.parse(`http://${request.headers.host ?? ""}`)?.hostname ?? "";
    if (url === null || !isLoopback(host)) throw new Refusal(400, "BAD_HOST", "The sandbox answers to 127.0.0.1 and localhost only.");
    const exchange: Exchange = { request, response, url };
    if (url.pathname.startsWith(`${API_PREFIX}/`)) return this.#options.api.handle(exchange, url.pathname.slice(API_PREFIX.length));
    const [, area = "", name = "", third] = url.pathname.split("/");
    if (area === "sandbox") return this.#control(exchange, name, third);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && third === undefined && area === "files") return this.#options.downloads.hosted(exchange, name);
    if (isRead && third === undefined && area === "outputs") {
      if (request.method === "GET") this.#options.calls.count("download");
      return this.#options.downloads.output(exchange, name);
    }
    throw new Refusal(404, "NOT_FOUND", `There is nothing at ${url.pathname}.`);
  }

  async #control(exchange: Exchange, name: string, third: string | undefined): Promise<void> {
    const { request, response } = exchange;
    const { accounts, books, calls, faults, hosting, origin, time } = this.#options;
    switch (`${request.method} ${name}`) {
      case "PUT files": {
        calls.count("fileUpload");
        accounts.authorise(request.headers.authorization);
        const met = faults.faultsFor({ endpoint: "fileUpload" });
        if (await actOut(response, met, "before", time)) return;
        const file = await hosting.receive(request, third ?? "", Number(request.headers["content-length"] ?? 0));
        if (await actOut(response, met, "after", time)) return;
        sendJson(response, 201, { url: `${origin()}/files/${file.sha256}`, bytes: file.bytes, mime: file.mime });
        return;
      }
      case "POST scenario":
        faults.replace(parseStrictly(scenarioSchema, await readJson(request)));
        sendJson(response, 200, { ok: true });
        return;
      case "GET books":
        parseStrictly(z.strictObject({}), Object.fromEntries(exchange.url.searchParams));
        sendJson(response, 200, books());
        return;
      default:
        throw new Refusal(404, "NOT_FOUND", `There is nothing at ${exchange.url.pathname}.`);
    }
  }
}
