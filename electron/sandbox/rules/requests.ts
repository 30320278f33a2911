import { z } from "zod";
import type { CreateRequest, GenerationJob, UpscaleRequest } from "../jobs.ts";
import { invalid } from "../refusal.ts";
import { checkCallBackUrl } from "./fields.ts";
import { parseGptImage } from "./gpt-image.ts";
import { parseHappyhorse } from "./happyhorse.ts";
import { parseStrictly } from "./parse.ts";
import { parseSeedance } from "./seedance.ts";

const createSchema = z.strictObject({ model: z.string(), inputs: z.record(z.string(), z.unknown()), callBackUrl: z.string().optional() });

function parseJob(model: string, inputs: unknown): GenerationJob {
  switch (model) {
    case "sd2":
    case "sd2-fast":
      return parseSeedance(model, inputs);
    case "happyhorse":
    case "happyhorse-video-generation":
      return parseHappyhorse(inputs);
    case "gpt-image-2":
      return parseGptImage(inputs);
    default:
      throw invalid("model", `${JSON.stringify(model)} is not one of sd2, sd2-fast, happyhorse, gpt-image-2`);
  }
}

/** Reads the body of jobs/createTask: form, enums and every combination rule. Sources are looked at later. Throws a 400. */
export function parseCreate(body: unknown): CreateRequest {
  const request = parseStrictly(createSchema, body);
  checkCallBackUrl(request.callBackUrl);
  return { job: parseJob(request.model, request.inputs), callBackUrl: request.callBackUrl };
}

const upscaleSchema = z.strictObject({
  source: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("url"), url: z.string() }),
    z.strictObject({ type: z.literal("uploadId"), r2Url: z.string() }),
  ]),
  targetResolution: z.enum(["1080p", "2k", "4k"]),
  callBackUrl: z.string().optional(),
});

/** Reads the body of upscale/create. Throws a 400. */
export function parseUpscale(body: unknown): UpscaleRequest {
  const request = parseStrictly(upscaleSchema, body);
  checkCallBackUrl(request.callBackUrl);
  const url = request.source.type === "url" ? request.source.url : request.source.r2Url;
  return { job: { kind: "upscale", url, target: request.targetResolution }, callBackUrl: request.callBackUrl };
}

const assetSchema = z.strictObject({
  url: z.string().min(1, "must not be empty"),
  type: z.enum(["IMAGE", "AUDIO", "VIDEO"]),
  name: z.string().max(64, "is longer than 64 characters").optional(),
});

export type AssetUpload = z.infer<typeof assetSchema>;

/** Reads the body of assets/upload. Throws a 400. */
export function parseAssetUpload(body: unknown): AssetUpload {
  return parseStrictly(assetSchema, body);
}

const listSchema = z.strictObject({
  type: z.enum(["IMAGE", "AUDIO", "VIDEO"]).optional(),
  status: z.enum(["PROCESSING", "ACTIVE", "FAILED"]).optional(),
  cursor: z.string().regex(/^\d{1,12}$/, "must be a whole number").transform(Number).optional(),
  limit: z.string().regex(/^\d{1,3}$/, "must be a whole number").transform(Number).pipe(z.int().min(1).max(50)).default(20),
});

export type AssetListQuery = z.infer<typeof listSchema>;

/** Reads the query of assets/list. Throws a 400. */
export function parseAssetList(query: Readonly<Record<string, string>>): AssetListQuery {
  return parseStrictly(listSchema, query);
}

/** Reads a query that has exactly one parameter. Throws a 400. */
export function parseOnly(query: Readonly<Record<string, string>>, name: string): string {
  const values = parseStrictly(z.strictObject({ [name]: z.string().min(1, "must not be empty") }), query);
  return String(values[name]);
}
