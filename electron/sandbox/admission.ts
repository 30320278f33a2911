import type { Accounts } from "./accounts.ts";
import type { Assets } from "./assets.ts";
import type { Clock } from "./clock.ts";
import { faultOf } from "./faults.ts";
import type { GenerationJob, Job, Size, UpscaleJob } from "./jobs.ts";
import { reviewLatency, taskLatency } from "./latency.ts";
import { imageSizeOf, isBelowTarget, upscaledSize, videoSize } from "./media/sizes.ts";
import { imageCredits, upscaleCredits, videoCredits } from "./pricing.ts";
import { digest } from "./random.ts";
import { invalid } from "./refusal.ts";
import { checkMedia } from "./rules/media.ts";
import { parseCreate, parseUpscale } from "./rules/requests.ts";
import type { Fault } from "./scenario.ts";
import type { Source, Sources } from "./sources.ts";
import type { Failure, OutputPlan, Role, Task, TaskFaults, TaskInput } from "./state.ts";
import type { Store } from "./store.ts";
import type { Tasks } from "./tasks.ts";

interface AdmissionOptions {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly assets: Assets;
  readonly sources: Sources;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly speed: number;
  readonly seed: number;
}

/** What is known of a task before it gets its id and its times. */
interface Draft {
  readonly job: Job;
  readonly inputs: readonly TaskInput[];
  readonly output: OutputPlan;
  readonly credits: number;
  readonly failure: Failure | null;
  readonly callBackUrl: string | undefined;
}

const UPSCALE_FORMATS = new Set(["mp4", "mov", "webm"]);
const UPSCALE_SECONDS = 600;
const UPSCALE_BYTES = 200 * 1024 * 1024;
const IMAGE_MIME = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp" } as const;

/** Lets requests in, or refuses them: form, sources, price, credits, concurrency, in this order. */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** jobs/createTask. Throws a Refusal; then no task exists. */
  async createTask(account: string, body: unknown, faults: readonly Fault[]): Promise<Task> {
    const { job, callBackUrl } = parseCreate(body);
    const { inputs, failure } = await this.#inputsOf(account, job);
    const first = inputs.find((input) => input.role === "image")?.probe;
    const frame = first?.width === undefined || first.height === undefined ? null : { width: first.width, height: first.height };
    const credits = job.kind === "image"
      ? imageCredits(job.resolution, job.quality)
      : videoCredits({ ...job, videoSeconds: inputs.filter((input) => input.role === "video").map((input) => input.probe?.seconds ?? 0) });
    return this.#admit(account, body, { job, inputs, output: generatedOutput(job, frame), credits, failure, callBackUrl }, faults);
  }

  /** upscale/create. Throws a Refusal; what only probing finds makes the task fail instead, as the document says. */
  async createUpscale(account: string, body: unknown, faults: readonly Fault[]): Promise<Task> {
    const { job, callBackUrl } = parseUpscale(body);
    const source = await this.#options.sources.inspect(job.url);
    if (source.state === "refused" && source.reason !== "private") throw invalid("source.url", source.why);
    this.#options.accounts.requireCredits(account, upscaleCredits(job.target, 0));
    const { failure, size, seconds } = judgeUpscale(job, source);
    const probe = source.state === "found" ? source.probe : null;
    const place = source.state === "refused" ? { type: "outside", url: job.url } as const : source.place;
    const credits = failure === null ? upscaleCredits(job.target, seconds) : 0;
    const unaffordable = failure === null && credits > this.#options.accounts.available(account);
    const draft: Draft = {
      job,
      inputs: [{ role: "video", index: 0, url: job.url, place, probe }],
      output: { ...size, ending: "mp4", mime: "video/mp4", seconds },
      credits: unaffordable ? 0 : credits,
      failure: unaffordable ? { code: "INSUFFICIENT_CREDITS", message: `This video needs ${credits} credits.` } : failure,
      callBackUrl,
    };
    return this.#admit(account, body, draft, faults);
  }

  async #inputsOf(account: string, job: GenerationJob): Promise<{ inputs: TaskInput[]; failure: Failure | null }> {
    const lists: [Role, string, readonly string[]][] = [["image", "urls", job.images]];
    if (job.kind === "video") lists.push(["video", "videoUrls", job.videos], ["audio", "audioUrls", job.audios]);
    const inputs: TaskInput[] = [];
    let failure: Failure | null = null;
    for (const [role, key, urls] of lists) {
      for (const [index, url] of urls.entries()) {
        const field = `inputs.${key}[${index}]`;
        const source = await this.#sourceOf(field, account, role, url);
        if (source.state === "found") checkMedia(field, source.probe, role, job.model);
        else failure ??= { code: source.state === "unreachable" ? "SOURCE_NOT_REACHABLE" : "SOURCE_NOT_READABLE", message: `${field} ${source.why}` };
        inputs.push({ role, index, url, place: source.place, probe: source.state === "found" ? source.probe : null });
      }
    }
    return { inputs, failure };
  }

  async #sourceOf(field: string, account: string, role: Role, url: string): Promise<Exclude<Source, { state: "refused" }>> {
    if (url.startsWith("asset://")) {
      const asset = this.#options.assets.requireActive(field, account, role, url);
      return asset.probe === null
        ? { state: "unreadable", place: asset.place, why: "is an asset that was never measured" }
        : { state: "found", place: asset.place, probe: asset.probe };
    }
    const source = await this.#options.sources.inspect(url);
    if (source.state === "refused") throw invalid(field, source.why);
    return source;
  }

  #admit(account: string, body: unknown, draft: Draft, faults: readonly Fault[]): Task {
    const { accounts, tasks, store, clock, speed, seed } = this.#options;
    accounts.requireCredits(account, draft.credits);
    tasks.requireSlot(account);
    // The request is part of the id: another sandbox with the same seed never gives the same id to another request.
    const id = digest("task", seed, store.tasks.size, account, JSON.stringify(body));
    const now = clock.now();
    const key = `${seed} ${id}`;
    const usual = taskLatency(draft.job, draft.inputs.find((input) => input.role === "video")?.probe?.seconds ?? 0, key);
    const takes = faultOf(faults, "taskTakes")?.ms;
    // What cannot be read is noticed soon: such a task never gets as far as the model.
    const early = draft.failure === null ? usual : { queued: 0, total: reviewLatency(key) };
    const latency = takes === undefined ? early : { queued: takes * 0.05, total: takes };
    const fails = faultOf(faults, "taskFails");
    const { callBackUrl, ...kept } = draft;
    const task: Task = {
      ...kept,
      id: `task_${id.slice(0, 20)}`,
      orderId: `order_${id.slice(20, 36)}`,
      account,
      createdAt: now,
      startsAt: now + latency.queued / speed,
      endsAt: now + Math.round(latency.total / speed),
      failure: fails === undefined ? draft.failure : { code: fails.code, message: fails.message },
      faults: taskFaults(faults),
      callBackUrl: callBackUrl ?? null,
      settled: false,
    };
    tasks.add(task);
    return task;
  }
}

function taskFaults(faults: readonly Fault[]): TaskFaults {
  const media = faultOf(faults, "media");
  const word = faultOf(faults, "status")?.word;
  const outputs = faultOf(faults, "outputs")?.count;
  return {
    ...(media === undefined ? {} : { media }),
    ...(word === undefined ? {} : { status: word }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(faultOf(faults, "numbersAsStrings") === undefined ? {} : { numbersAsStrings: true }),
  };
}

function generatedOutput(job: GenerationJob, frame: Size | null): OutputPlan {
  if (job.kind === "image") return { ...imageSizeOf(job), ending: job.format, mime: IMAGE_MIME[job.format], seconds: null };
  return { ...videoSize(job, frame), ending: "mp4", mime: "video/mp4", seconds: job.seconds };
}

interface UpscaleJudgement {
  readonly failure: Failure | null;
  readonly size: Size;
  readonly seconds: number;
}

function judgeUpscale(job: UpscaleJob, source: Source): UpscaleJudgement {
  const fail = (code: string, message: string): UpscaleJudgement => ({ failure: { code, message }, size: { width: 0, height: 0 }, seconds: 0 });
  if (source.state === "refused") return fail("URL_RESOLVES_TO_PRIVATE_IP", `The source ${source.why}.`);
  if (source.state === "unreachable") return fail("URL_NOT_REACHABLE", `The source ${source.why}.`);
  if (source.state === "unreadable") return fail("PROBE_FAILED", `The source ${source.why}.`);
  const { format, kind, bytes, seconds = 0, width = 0, height = 0 } = source.probe;
  if (kind !== "video" || !UPSCALE_FORMATS.has(format)) return fail("UNSUPPORTED_MEDIA_TYPE", `The source is ${format}; MP4, MOV and WebM are taken.`);
  if (bytes > UPSCALE_BYTES) return fail("FILE_TOO_LARGE", "The source is larger than 200 MB.");
  if (seconds > UPSCALE_SECONDS) return fail("DURATION_EXCEEDS_LIMIT", `The source lasts ${seconds.toFixed(1)} s; at most ${UPSCALE_SECONDS} s.`);
  const dimensions = { width, height };
  if (!isBelowTarget(dimensions, job.target)) return fail("SOURCE_RESOLUTION_TOO_HIGH", `The source is ${width}x${height}, not below ${job.target}.`);
  return { failure: null, size: upscaledSize(dimensions, job.target), seconds };
}
