import { ENDPOINTS, type Endpoint } from "./scenario.ts";
import type { Job } from "./jobs.ts";

/** The service's endpoints by method and path below /api/v1. */
export const ROUTES: Readonly<Record<string, { readonly method: "GET" | "POST"; readonly endpoint: Exclude<Endpoint, "fileUpload" | "download"> }>> = {
  "/jobs/createTask": { method: "POST", endpoint: "createTask" },
  "/jobs/queryTask": { method: "GET", endpoint: "queryTask" },
  "/account/credits": { method: "GET", endpoint: "credits" },
  "/upscale/create": { method: "POST", endpoint: "upscaleCreate" },
  "/upscale/query": { method: "GET", endpoint: "upscaleQuery" },
  "/assets/upload": { method: "POST", endpoint: "assetUpload" },
  "/assets/status": { method: "GET", endpoint: "assetStatus" },
  "/assets/list": { method: "GET", endpoint: "assetList" },
};

/** What a scenario's rule can match of a task. */
export function promptOf(job: Job): { model: string; prompt: string } {
  return job.kind === "upscale" ? { model: "upscale", prompt: "" } : { model: job.model, prompt: job.prompt };
}

/** What a scenario's rule can match of a body that nobody has checked yet. */
export function promptOfBody(endpoint: Endpoint, body: unknown): { model?: string | undefined; prompt?: string | undefined } {
  if (endpoint === "upscaleCreate") return { model: "upscale" };
  if (typeof body !== "object" || body === null) return {};
  const { model, inputs } = body as { model?: unknown; inputs?: unknown };
  const prompt = typeof inputs === "object" && inputs !== null ? (inputs as { prompt?: unknown }).prompt : undefined;
  return { model: typeof model === "string" ? model : undefined, prompt: typeof prompt === "string" ? prompt : undefined };
}

/** Counts the calls that arrive, refused ones too. */
export class CallCounter {
  readonly #counts = new Map<Endpoint, number>(ENDPOINTS.map((endpoint) => [endpoint, 0]));

  count(endpoint: Endpoint): void {
    this.#counts.set(endpoint, (this.#counts.get(endpoint) ?? 0) + 1);
  }

  all(): Record<Endpoint, number> {
    return Object.fromEntries(this.#counts) as Record<Endpoint, number>;
  }
}
