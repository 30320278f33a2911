import { z } from "zod";

export const ENDPOINTS = [
  "createTask", "queryTask", "credits", "upscaleCreate", "upscaleQuery", "assetUpload", "assetStatus", "assetList", "fileUpload", "download",
] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

const positive = z.int().min(1);
const milliseconds = z.number().min(0);

const matchSchema = z.strictObject({
  endpoint: z.union([z.enum(ENDPOINTS), z.array(z.enum(ENDPOINTS)).min(1)]).optional(),
  /** As sent: "sd2", "gpt-image-2", …; "upscale" for the stand-alone upscaler. Queries and downloads match by their task. */
  model: z.string().optional(),
  promptIncludes: z.string().optional(),
  /** Only the n-th of the matching calls, from 1. */
  nth: positive.optional(),
  /** Every n-th of the matching calls. */
  every: positive.optional(),
});

const mediaSchema = z.strictObject({
  kind: z.literal("media"),
  media: z.enum(["truncated", "cutOff", "longer", "expired", "missing", "wrongType", "redirect", "redirectLoop"]),
  /** Only the first n GETs of the file; every one when absent. */
  downloads: positive.optional(),
});

const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    status: z.int().min(300).max(599),
    body: z.enum(["nested", "flat", "errors", "text", "html", "empty", "truncated"]).default("nested"),
    code: z.string().optional(),
    message: z.string().optional(),
    /** Seconds, or an HTTP date. */
    retryAfter: z.union([z.number(), z.string()]).optional(),
    /** More top-level keys: `required` and `available`, `limit` and `current`. */
    extra: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
    /** "after": the call has its effect (a task exists and holds credits), and the answer is this one all the same. */
    when: z.enum(["before", "after"]).default("before"),
  }),
  z.strictObject({ kind: z.literal("drop"), when: z.enum(["before", "after"]) }),
  z.strictObject({ kind: z.literal("hang"), when: z.enum(["before", "after"]).default("before") }),
  z.strictObject({ kind: z.literal("delay"), delayMs: milliseconds }),
  z.strictObject({ kind: z.literal("noId") }),
  z.strictObject({ kind: z.literal("taskFails"), code: z.string().default("UPSTREAM_FAILED"), message: z.string().default("The model could not finish this task.") }),
  z.strictObject({ kind: z.literal("taskTakes"), ms: milliseconds }),
  z.strictObject({ kind: z.literal("reviewFails"), reason: z.string().default("The content did not pass the review.") }),
  mediaSchema,
  z.strictObject({ kind: z.literal("status"), word: z.string().default("RETRYING") }),
  z.strictObject({ kind: z.literal("numbersAsStrings") }),
  z.strictObject({ kind: z.literal("outputs"), count: z.union([z.literal(0), z.literal(2)]) }),
]);

const ruleSchema = z.strictObject({ match: matchSchema.default({}), fault: faultSchema, times: positive.optional() });

/** A scenario: which calls and tasks go wrong, and how. See docs/sandbox.md. */
export const scenarioSchema = z.strictObject({ rules: z.array(ruleSchema).max(1000) });

export type Scenario = z.input<typeof scenarioSchema>;
export type ParsedScenario = z.output<typeof scenarioSchema>;
export type Fault = z.output<typeof faultSchema>;
export type MediaFault = z.output<typeof mediaSchema>;

/** Reads the text of a scenario file. Throws an Error that names every problem and its place. */
export function parseScenario(text: string): ParsedScenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The scenario is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const result = scenarioSchema.safeParse(value);
  if (!result.success) throw new Error(`The scenario is not valid:\n${z.prettifyError(result.error)}`);
  return result.data;
}
