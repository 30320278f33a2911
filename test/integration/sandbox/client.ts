import { createHash } from "node:crypto";
import { onTestFinished } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../electron/sandbox/index.ts";

export type Json = Record<string, unknown>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A sandbox for one test, which does not wait unless it is told to, and a plain client for it. */
export interface Client {
  readonly sandbox: Sandbox;
  readonly call: (method: "GET" | "POST", path: string, body?: unknown, key?: string) => Promise<Answer>;
  /** Creates a task; throws unless it is let in. */
  readonly create: (model: string, inputs: Json, more?: Json) => Promise<string>;
  readonly query: (taskId: string) => Promise<Json>;
  /** Hosts bytes and answers their URL. */
  readonly host: (bytes: Uint8Array) => Promise<string>;
  /** Registers an asset; answers its asset:// URI. */
  readonly asset: (url: string, type: string) => Promise<string>;
  readonly credits: () => Promise<Json>;
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

export function clientOf(sandbox: Sandbox): Client {
  const call: Client["call"] = async (method, path, body, key = "key") =>
    answerOf(await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }));
  const must = (answer: Answer): Json => {
    if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    sandbox,
    call,
    async create(model, inputs, more = {}) {
      return String(must(await call("POST", "/jobs/createTask", { model, inputs, ...more }))["taskId"]);
    },
    async query(taskId) {
      return must(await call("GET", `/jobs/queryTask?taskId=${taskId}`));
    },
    async host(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const response = await fetch(`${sandbox.origin}/sandbox/files/${sha256}`, { method: "PUT", headers: { authorization: "Bearer key" }, body: Buffer.from(bytes) });
      return String(must(await answerOf(response))["url"]);
    },
    async asset(url, type) {
      return `asset://${String(must(await call("POST", "/assets/upload", { url, type }))["volcAssetId"])}`;
    },
    async credits() {
      return must(await call("GET", "/account/credits"));
    },
  };
}

/** Starts a sandbox that closes with the test. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ speed: Infinity, media: "quick", ...options });
  onTestFinished(() => sandbox.close());
  return clientOf(sandbox);
}

/** The URL of a completed task's n-th output. */
export function outputUrl(task: Json, index = 0): string {
  const output = task["output"];
  const entry: unknown = Array.isArray(output) ? output[index] : undefined;
  if (typeof entry !== "object" || entry === null || !("url" in entry)) throw new Error(`no output: ${JSON.stringify(task)}`);
  return String(entry.url);
}
