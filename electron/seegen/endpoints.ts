/** Milliseconds. `bodyMs` is for the whole body, once the headers are there. */
export interface Timeouts {
  connectMs: number;
  headersMs: number;
  bodyMs: number;
}

export type EndpointName = "createTask" | "queryTask" | "upscaleCreate" | "upscaleQuery" | "assetUpload" | "assetStatus" | "assetList" | "credits";

interface Endpoint {
  method: "GET" | "POST";
  path: string;
  timeouts: Timeouts;
}

/** A lost answer to one of these may be a lost payment: patience costs less than an `unknown`. */
const PAID: Timeouts = { connectMs: 10_000, headersMs: 120_000, bodyMs: 30_000 };
const READ: Timeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 30_000 };

export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
  createTask: { method: "POST", path: "/jobs/createTask", timeouts: PAID },
  queryTask: { method: "GET", path: "/jobs/queryTask", timeouts: READ },
  // It probes the source video before it answers.
  upscaleCreate: { method: "POST", path: "/upscale/create", timeouts: { ...PAID, headersMs: 180_000 } },
  upscaleQuery: { method: "GET", path: "/upscale/query", timeouts: READ },
  // It fetches the file before it answers.
  assetUpload: { method: "POST", path: "/assets/upload", timeouts: PAID },
  // It asks the review system before it answers.
  assetStatus: { method: "GET", path: "/assets/status", timeouts: { ...READ, headersMs: 60_000 } },
  assetList: { method: "GET", path: "/assets/list", timeouts: READ },
  credits: { method: "GET", path: "/account/credits", timeouts: { ...READ, headersMs: 15_000 } },
};

/** HTTP requests that really left, by endpoint; each attempt counts. */
export type CallCounts = Record<EndpointName, number>;

export function noCalls(): CallCounts {
  return { createTask: 0, queryTask: 0, upscaleCreate: 0, upscaleQuery: 0, assetUpload: 0, assetStatus: 0, assetList: 0, credits: 0 };
}
