import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Act, Endpoint, Json, When } from "./types.ts";

/** Media that the service hands out: made once for all cells. */
export interface Samples {
  png: Buffer;
  /** Another picture, for the cells whose disk is full: it is known by its beginning. */
  unlucky: Buffer;
  mp4: Buffer;
}

interface Task {
  id: string;
  url: string;
  price: number;
  asked: number;
}

const PRICES: Readonly<Record<string, number>> = { "gpt-image-2": 35, sd2: 200, reference: 270, upscale: 125 };

const ROUTES: ReadonlyMap<string, Endpoint> = new Map([
  ["/api/v1/jobs/createTask", "createTask"],
  ["/api/v1/jobs/queryTask", "queryTask"],
  ["/api/v1/upscale/create", "upscaleCreate"],
  ["/api/v1/upscale/query", "upscaleQuery"],
  ["/api/v1/assets/upload", "assetUpload"],
  ["/api/v1/assets/status", "assetStatus"],
  ["/api/v1/account/credits", "credits"],
]);

/** A service on 127.0.0.1 whose answers are right, but for the calls of one endpoint that go wrong as the cell says. */
export class ScriptedService {
  readonly calls: Record<Endpoint, number> = { createTask: 0, queryTask: 0, upscaleCreate: 0, upscaleQuery: 0, assetUpload: 0, assetStatus: 0, credits: 0, download: 0 };
  readonly tasks = new Map<string, Task>();
  charged = 0;
  /** How often each file was asked for. */
  readonly fetched = new Map<string, number>();
  origin = "";
  /** Called when a call meets the fault, for what the service cannot do itself. */
  onFault: () => void = () => undefined;
  readonly #faults: Map<Endpoint, { act: Act; when: When }>;
  /** A run that has met the fault so many times and still goes on is one that waits: the fault is lifted. However busy the machine is, this is the same. */
  readonly #endurance: number;
  #met = 0;
  /** Answers about the balance in which it is short: after a 402, until the top-up. */
  #short = 0;
  readonly #samples: Samples;
  readonly #server = createServer((request, response) => void this.#listen(request, response));
  #assets = 0;
  #lifted = false;

  private constructor(faults: Map<Endpoint, { act: Act; when: When }>, samples: Samples, endurance: number) {
    this.#endurance = endurance;
    this.#faults = faults;
    this.#samples = samples;
  }

  static async start(faults: Map<Endpoint, { act: Act; when: When }>, samples: Samples, endurance: number): Promise<ScriptedService> {
    const service = new ScriptedService(faults, samples, endurance);
    // A connection that is closed for its age would look like a fault of its own.
    service.#server.keepAliveTimeout = 120_000;
    await new Promise<void>((done) => service.#server.listen(0, "127.0.0.1", done));
    service.origin = `http://127.0.0.1:${(service.#server.address() as AddressInfo).port}`;
    return service;
  }

  /** From now on nothing goes wrong. */
  lift(): void {
    this.#lifted = true;
  }

  get lifted(): boolean {
    return this.#lifted;
  }

  /** The fault that the next call of this endpoint meets. */
  faultOf(endpoint: Endpoint, call: number): Act | null {
    const fault = this.#faults.get(endpoint);
    if (!fault || this.#lifted) return null;
    return fault.when === "always" || call === (fault.when === "once" ? 1 : 2) ? fault.act : null;
  }

  /** A call has met the fault. */
  meet(): void {
    this.#met += 1;
    if (this.#met >= this.#endurance) this.lift();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    const url = new URL(request.url ?? "/", this.origin);
    const endpoint = ROUTES.get(url.pathname) ?? "download";
    if (/^\/(moved|loop|private)\//.test(url.pathname)) return this.#redirect(url.pathname, response);
    this.calls[endpoint] += 1;
    const fault = this.faultOf(endpoint, this.calls[endpoint]);
    if (fault) {
      this.meet();
      if (fault.act === "answer" && fault.status === 402) this.#short = 2;
      this.onFault();
    }
    if (fault?.act === "reset" && fault.when === "before") return void request.socket.resetAndDestroy();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (endpoint === "download") {
      this.fetched.set(url.pathname, (this.fetched.get(url.pathname) ?? 0) + 1);
      return this.#download(url, fault, response);
    }
    const hasEffect = fault?.act !== "answer" || fault.effect;
    const text = hasEffect ? JSON.stringify(this.#answer(endpoint, url, Buffer.concat(parts).toString(), fault)) : "";
    this.#send(response, text, fault);
  }

  #send(response: ServerResponse, text: string, fault: Act | null): void {
    switch (fault?.act) {
      case "reset":
        response.socket?.resetAndDestroy();
        return;
      case "hang":
        return;
      case "stall":
        response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
        response.write(text.slice(0, text.length / 2));
        return;
      case "answer":
        response.writeHead(fault.status, { "content-type": fault.type, ...fault.headers() }).end(fault.body);
        return;
      default:
        response.writeHead(200, { "content-type": "application/json" }).end(fault?.act === "rewrite" ? fault.rewrite(text) : text);
    }
  }

  #answer(endpoint: Endpoint, url: URL, text: string, fault: Act | null): Json {
    const answer = this.#right(endpoint, url, text);
    if (fault?.act !== "alter") return answer;
    const altered = fault.alter(answer, this.origin);
    const task = this.tasks.get(String(answer["taskId"]));
    // What failed is refunded (notes 10).
    if (altered["status"] === "FAILED" && task) this.charged -= task.price;
    return altered;
  }

  #right(endpoint: Endpoint, url: URL, text: string): Json {
    const now = Date.now();
    switch (endpoint) {
      case "createTask": {
        const { model, inputs } = JSON.parse(text) as { model: string; inputs: Json };
        return { taskId: this.#create("videoUrls" in inputs ? "reference" : model).id };
      }
      case "upscaleCreate":
        return { taskId: this.#create("upscale").id, orderId: "order-1", status: "validating" };
      case "queryTask": {
        const { task, ended } = this.#ask(url);
        const { id, price } = task;
        return { taskId: id, model: "x", status: ended ? "COMPLETED" : "PROCESSING", creditsUsed: ended ? price : null, output: ended ? [{ url: task.url, width: 320, height: 200 }] : null, error: null, createTime: now - 40, completeTime: ended ? now : null };
      }
      case "upscaleQuery": {
        const { task, ended } = this.#ask(url);
        const result = ended ? { url: task.url, probedDurationSeconds: 2, probedSourceResolution: "640x360" } : null;
        return { taskId: task.id, status: ended ? "completed" : "processing", targetResolution: "1080p", creditsConsumed: ended ? task.price : null, result, error: null, createdAt: new Date(now - 40).toISOString(), finishedAt: ended ? new Date(now).toISOString() : null };
      }
      case "assetUpload":
        this.#assets += 1;
        return this.#asset(this.#assets, "PROCESSING");
      case "assetStatus":
        return this.#asset(Number(url.searchParams.get("assetId")), "ACTIVE");
      default:
        this.#short -= 1;
        return { credits: 10_000 - this.charged, availableCredits: this.#short >= 0 ? 3 : 10_000 - this.charged };
    }
  }

  #create(model: string): Task {
    const price = PRICES[model] ?? 0;
    const id = `task-${this.tasks.size + 1}`;
    const task = { id, price, asked: 0, url: `${this.origin}/media/${id}.${model === "gpt-image-2" ? "png" : "mp4"}` };
    this.tasks.set(id, task);
    this.charged += price;
    return task;
  }

  /** A task has ended when it is asked after for the second time. */
  #ask(url: URL): { task: Task; ended: boolean } {
    const id = url.searchParams.get("taskId") ?? "";
    const task = this.tasks.get(id) ?? { id, url: "", price: 0, asked: 0 };
    task.asked += 1;
    return { task, ended: task.asked > 1 };
  }

  #asset(id: number, status: string): Json {
    return { assetId: id, volcAssetId: `asset-${id}`, type: "VIDEO", status, failReason: null, url: "https://hosted.example/x", name: "clip", createdAt: Date.now() };
  }

  #redirect(path: string, response: ServerResponse): void {
    const [, sort = ""] = path.split("/");
    const location = { moved: "/media/task-1.png", loop: path, private: "https://10.0.0.7/picture.png" }[sort];
    response.writeHead(302, { location }).end();
  }

  #download(url: URL, fault: Act | null, response: ServerResponse): void {
    const isVideo = url.pathname.endsWith(".mp4");
    const file = isVideo ? this.#samples.mp4 : url.pathname.endsWith("/second.png") ? this.#samples.unlucky : this.#samples.png;
    const head = { "content-type": isVideo ? "video/mp4" : "image/png", "content-length": file.length };
    if (fault?.act === "media") return fault.send(response, file, this.origin);
    if (fault?.act === "reset") return void response.socket?.resetAndDestroy();
    if (fault?.act === "hang") return;
    if (fault?.act === "stall") return void response.writeHead(200, head).write(file.subarray(0, file.length / 2));
    if (fault?.act === "answer") return void response.writeHead(fault.status, { "content-type": fault.type, ...fault.headers() }).end(fault.body);
    response.writeHead(200, head).end(file);
  }
}
