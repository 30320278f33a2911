import { z } from "zod";

// The request bodies as documented and as seegen-api-notes reads them, strict: the service ignores unknown keys silently, so a stray
// one is our bug (note 13).

/** https, or http on this machine, where the sandbox and test servers live. */
const fetchable = z.string().regex(/^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])[:/])/, "must be an https URL");
const asset = z.string().regex(/^asset:\/\/[\w.-]+$/, "must be an asset:// URI");
const fetchableOrAsset = z.union([fetchable, asset], { error: "must be an https URL or an asset:// URI" });

/** "4s" to "15s" (note 12). */
function seconds(from: number, to: number) {
  const allowed = new Set(Array.from({ length: to - from + 1 }, (_, index) => `${from + index}s`));
  return z.string().refine((text) => allowed.has(text), `must be "${from}s" to "${to}s"`);
}

const prompt = z.string().min(1);
const callBackUrl = fetchable.optional();
const upscaleResolution = z.enum(["1080p", "2k", "4k"]).optional();
const ratio = z.enum(["16:9", "9:16", "1:1", "4:3", "3:4"]);

const sd2Inputs = z
  .strictObject({
    prompt: prompt.optional(),
    urls: z.array(fetchableOrAsset).min(1).max(9).optional(),
    videoUrls: z.array(asset).min(1).max(3).optional(),
    audioUrls: z.array(fetchableOrAsset).min(1).max(3).optional(),
    duration: seconds(4, 15).optional(),
    resolution: z.enum(["720x720", "720x960", "960x720", "1280x720", "720x1280", "1280x540"]).optional(),
    outputResolution: z.enum(["720p", "1080p"]).optional(),
    videoInputMode: z.enum(["keyframe", "reference"]).optional(),
    upscaleResolution,
  })
  .superRefine((inputs, context) => {
    const refuse = (field: string, message: string): void => context.addIssue({ code: "custom", path: [field], message });
    const { urls = [], videoUrls = [], audioUrls = [], videoInputMode: mode } = inputs;
    const isReference = mode === "reference";
    if (urls.length + videoUrls.length + audioUrls.length > 12) refuse("urls", "must be at most 12 together with videoUrls and audioUrls");
    if (urls.length + videoUrls.length === 0 && audioUrls.length > 0) refuse("audioUrls", "cannot be the only reference");
    if (urls.length + videoUrls.length + audioUrls.length === 0 && inputs.prompt === undefined) refuse("prompt", "is needed for text to video");
    if (!isReference && videoUrls.length > 0) refuse("videoUrls", "need videoInputMode reference");
    if (!isReference && audioUrls.length > 0) refuse("audioUrls", "need videoInputMode reference");
    if (mode === "keyframe" && urls.length !== 2) refuse("urls", "must be exactly two in keyframe mode (note 16)");
    if (mode === undefined && urls.length > 1) refuse("videoInputMode", "is needed with several urls (note 16)");
    if (inputs.outputResolution === "1080p" && inputs.upscaleResolution !== undefined) refuse("upscaleResolution", "is undefined on native 1080p (note 7)");
  });

const sd2FastInputs = sd2Inputs.refine(({ outputResolution }) => outputResolution !== "1080p", {
  path: ["outputResolution"],
  message: "1080p is for sd2 only; sd2-fast has upscaleResolution",
});

const happyhorseInputs = z
  .strictObject({
    prompt: prompt.max(5000).optional(),
    urls: z.array(fetchableOrAsset).min(1).max(9).optional(),
    videoWorkflowTab: z.literal("multi-reference").optional(),
    duration: seconds(3, 15).optional(),
    outputResolution: z.enum(["720p", "1080p"]).optional(),
    ratio: ratio.optional(),
    seed: z.int().min(0).max(2_147_483_647).optional(),
  })
  .superRefine((inputs, context) => {
    const refuse = (field: string, message: string): void => context.addIssue({ code: "custom", path: [field], message });
    const { urls = [], videoWorkflowTab } = inputs;
    const isFirstFrame = urls.length > 0 && videoWorkflowTab === undefined;
    if (isFirstFrame && urls.length > 1) refuse("videoWorkflowTab", "is needed with several urls (note 14)");
    if (isFirstFrame && inputs.ratio !== undefined) refuse("ratio", "comes from the first frame (note 15)");
    if (videoWorkflowTab !== undefined && urls.length === 0) refuse("urls", "are needed with videoWorkflowTab");
    if (!isFirstFrame && inputs.prompt === undefined) refuse("prompt", "is needed without a first frame");
  });

const gptImageInputs = z.strictObject({
  prompt,
  // Assets are not documented for this model (note 22).
  urls: z.array(fetchable).min(1).max(10).optional(),
  quality: z.enum(["medium", "high"]).optional(),
  resolution: z.enum(["1k", "2k", "4k"]).optional(),
  aspectRatio: ratio.optional(),
  outputFormat: z.enum(["png", "jpeg", "webp"]).optional(),
});

/** Body of jobs/createTask. */
export const createTaskBodySchema = z.discriminatedUnion("model", [
  z.strictObject({ model: z.literal("sd2"), inputs: sd2Inputs, callBackUrl }),
  z.strictObject({ model: z.literal("sd2-fast"), inputs: sd2FastInputs, callBackUrl }),
  z.strictObject({ model: z.literal("happyhorse"), inputs: happyhorseInputs, callBackUrl }),
  z.strictObject({ model: z.literal("gpt-image-2"), inputs: gptImageInputs, callBackUrl }),
]);

/** Body of upscale/create. */
export const upscaleBodySchema = z.strictObject({
  source: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("url"), url: fetchable }),
    z.strictObject({ type: z.literal("uploadId"), r2Url: fetchable }),
  ]),
  targetResolution: z.enum(["1080p", "2k", "4k"]),
  callBackUrl,
});

/** Body of assets/upload. */
export const assetUploadBodySchema = z.strictObject({
  url: fetchable,
  type: z.enum(["IMAGE", "AUDIO", "VIDEO"]),
  name: z.string().min(1).max(64).optional(),
});
export type AssetUploadBody = z.infer<typeof assetUploadBodySchema>;
