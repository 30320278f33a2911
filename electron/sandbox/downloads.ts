import { stat } from "node:fs/promises";
import { promptOf } from "./calls.ts";
import { actOut, type FaultTime } from "./fault-answers.ts";
import { faultOf, type FaultPlan } from "./faults.ts";
import { type Exchange, sendJson } from "./http.ts";
import type { Outputs } from "./outputs.ts";
import type { Fault, MediaFault } from "./scenario.ts";
import { serveFile } from "./serve.ts";
import type { Task } from "./state.ts";
import type { Store } from "./store.ts";
import type { Sources } from "./sources.ts";

interface DownloadsOptions {
  readonly store: Store;
  readonly sources: Sources;
  readonly outputs: Outputs;
  readonly faults: FaultPlan;
  readonly time: FaultTime;
}

/** Serves hosted files and the outputs of tasks, with the media faults of the scenario. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #gets = new Map<string, number>();

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /** GET and HEAD of /files/<sha256>. */
  async hosted(exchange: Exchange, sha256: string): Promise<void> {
    const file = this.#options.store.files.get(sha256);
    const path = file === undefined ? null : await this.#options.sources.fileOf({ type: "hosted", sha256 });
    if (file === undefined || path === null) return notFound(exchange);
    return serveFile(exchange, { path, mime: file.mime, tag: sha256 });
  }

  /** GET and HEAD of /outputs/<name>. `direct` is what a redirect fault leads to. */
  async output(exchange: Exchange, name: string): Promise<void> {
    const task = this.#options.outputs.taskOf(name);
    if (task === null) return notFound(exchange);
    const faults = this.#options.faults.faultsFor({ endpoint: "download", ...promptOf(task.job) });
    if (await actOut(exchange.response, faults, "before", this.#options.time)) return undefined;
    const path = await this.#options.outputs.fileOf(name);
    if (path === null) return notFound(exchange);
    const file = { path, mime: task.output.mime, tag: name };
    const fault = this.#faultOf(exchange, name, task, faults);
    if (fault === undefined) return serveFile(exchange, file);
    return this.#serveWithFault(exchange, file, fault);
  }

  #faultOf(exchange: Exchange, name: string, task: Task, faults: readonly Fault[]): MediaFault | undefined {
    if (exchange.url.searchParams.has("direct")) return undefined;
    const fault = faultOf(faults, "media") ?? task.faults.media;
    if (fault === undefined || exchange.request.method === "HEAD") return fault;
    const count = (this.#gets.get(name) ?? 0) + 1;
    this.#gets.set(name, count);
    return fault.downloads !== undefined && count > fault.downloads ? undefined : fault;
  }

  async #serveWithFault(exchange: Exchange, file: { path: string; mime: string; tag: string }, fault: MediaFault): Promise<void> {
    const { response, url } = exchange;
    const half = Math.floor((await stat(file.path)).size / 2);
    switch (fault.media) {
      case "truncated":
        return serveFile(exchange, { ...file, only: half });
      case "cutOff":
        return serveFile(exchange, { ...file, cutAfter: half });
      case "longer":
        return serveFile(exchange, file);
      case "wrongType":
        return serveFile(exchange, { ...file, mime: "text/html" });
      case "expired":
        response.writeHead(403, { "content-type": "application/xml" }).end("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
        return;
      case "missing":
        return notFound(exchange);
      case "redirect":
        response.writeHead(302, { location: `${url.pathname}?direct=1`, "content-length": 0 }).end();
        return;
      case "redirectLoop":
        response.writeHead(302, { location: url.pathname, "content-length": 0 }).end();
        return;
    }
  }
}

function notFound({ response }: Exchange): void {
  sendJson(response, 404, { error: { code: "NOT_FOUND", message: "There is no such file." } });
}
