import { readFile } from "node:fs/promises";
import type { GenerationJob, Size } from "./jobs.ts";
import { drawOver, encodeImage, fieldsOf, scaleToWebp, toCanvas, toThumbnail, toWebp, type Canvas } from "./media/canvas.ts";
import { caption, scenery, svg, type CardText, type Thumbnail } from "./media/card.ts";
import { affordableFps, renderFilm } from "./media/film.ts";
import { muxMp4, ownFrames, type TimedFrame } from "./media/mux.ts";
import { paletteOf, type Palette } from "./media/palette.ts";
import { frameOfWebp } from "./media/vp8.ts";
import { digest } from "./random.ts";
import type { Place, Task, TaskInput } from "./state.ts";

export interface RenderOptions {
  readonly seed: number;
  /** "quick": coloured fields and stills, for load tests that look at bytes and not at pictures. */
  readonly detail: "full" | "quick";
  readonly fileOf: (place: Place) => Promise<string | null>;
  /** Which of a task's outputs, from 0: they differ. */
  readonly index: number;
  /** Seconds added to a film by a fault. */
  readonly extraSeconds: number;
}

const THUMBNAIL_SIDE = 240;
const MOST_SOURCE_FRAMES = 6000;

/** The picture of a source: its image, its first frame, or a card with its name where the bytes cannot be shown. */
async function pictureOf(input: TaskInput, options: RenderOptions): Promise<Buffer | null> {
  if (input.role === "audio") return null;
  if (input.place.type === "standin") return standinPicture(input, new URL(input.place.url));
  // sharp cannot decode BMP, which the service takes.
  if (input.probe?.format === "bmp") return null;
  const path = await options.fileOf(input.place);
  if (path === null) return null;
  if (input.role === "image") return readFile(path);
  return (await ownFrames(path, 1))?.[0]?.webp ?? null;
}

function standinPicture(input: TaskInput, url: URL): Buffer {
  const size = { width: input.probe?.width ?? 1024, height: input.probe?.height ?? 768 };
  const name = url.pathname.slice(1);
  const palette = paletteOf(name, name);
  return svg(size, scenery(size, palette) + caption(size, { headline: "stand-in", prompt: name, footer: `${size.width}x${size.height}`, thumbnails: [] }));
}

async function thumbnailsOf(task: Task, options: RenderOptions): Promise<Thumbnail[]> {
  return Promise.all(task.inputs.map(async (input) => {
    const picture = await pictureOf(input, options);
    return { label: `${input.role} ${input.index + 1}`, jpeg: picture === null ? null : await toThumbnail(picture, THUMBNAIL_SIDE) };
  }));
}

function headlineOf(job: GenerationJob): string {
  if (job.kind === "image") return `${job.model} · ${job.images.length === 0 ? "text" : "edit"} · ${job.quality} · ${job.resolution} · ${job.aspectRatio}`;
  return `${job.model} · ${job.mode} · ${job.seconds} s · ${job.tier}${job.addon === undefined ? "" : ` + ${job.addon}`}`;
}

async function cardOf(task: Task, job: GenerationJob, options: RenderOptions): Promise<CardText> {
  const { width, height } = task.output;
  const take = options.index === 0 ? "" : ` · output ${options.index + 1}`;
  return { headline: headlineOf(job), prompt: job.prompt, footer: `${width}x${height} · ${task.id}${take} · sandbox`, thumbnails: await thumbnailsOf(task, options) };
}

function paletteOfTask(task: Task, prompt: string, options: RenderOptions): Palette {
  return paletteOf(prompt, `${options.seed} ${task.id} ${options.index}`);
}

function usesFrames(job: GenerationJob): boolean {
  return job.kind === "video" && (job.mode === "firstFrame" || job.mode === "keyframe");
}

/** The first and last picture of a film before its text: the frames it was given, or the prompt's scenery. */
async function scenes(task: Task, job: GenerationJob, palette: Palette, options: RenderOptions): Promise<[Canvas, Canvas]> {
  const size: Size = task.output;
  const drawn = svg(size, scenery(size, palette));
  const frames = usesFrames(job) ? await Promise.all(task.inputs.filter((input) => input.role === "image").map((input) => pictureOf(input, options))) : [];
  const first = await toCanvas(frames[0] ?? drawn, size);
  const last = frames[1] === undefined || frames[1] === null ? first : await toCanvas(frames[1], size);
  return [first, last];
}

function film(task: Task, first: Canvas, last: Canvas, palette: Palette, seconds: number): Promise<Buffer> {
  return renderFilm({ ...task.output, seconds, first, last, accent: palette.accent, fps: affordableFps(task.output, seconds) });
}

async function renderQuickly(task: Task, seconds: number, options: RenderOptions): Promise<Buffer> {
  const { width, height, ending } = task.output;
  const canvas = await fieldsOf(digest("quick", options.seed, task.id, options.index), { width, height });
  if (ending !== "mp4") return encodeImage(canvas, ending);
  return muxMp4([{ data: frameOfWebp(await toWebp(canvas)), seconds }], canvas);
}

async function renderGeneration(task: Task, job: GenerationJob, seconds: number, options: RenderOptions): Promise<Buffer> {
  const size: Size = task.output;
  const palette = paletteOfTask(task, job.prompt, options);
  // The frames may be the sandbox's own pictures, and two texts over each other cannot be read.
  const text = caption(size, await cardOf(task, job, options), usesFrames(job) ? 0.85 : 0.45);
  if (job.kind === "image") return encodeImage(svg(size, scenery(size, palette) + text), job.format);
  const [first, last] = await scenes(task, job, palette, options);
  const overlay = svg(size, text);
  const finished = await drawOver(first, overlay);
  return film(task, finished, last === first ? finished : await drawOver(last, overlay), palette, seconds);
}

/** The source's own frames at the new size; a card where they cannot be decoded. */
async function renderUpscale(task: Task, target: string, seconds: number, options: RenderOptions): Promise<Buffer> {
  const size: Size = task.output;
  const [input] = task.inputs;
  const path = input === undefined ? null : await options.fileOf(input.place);
  const frames = path === null ? null : await ownFrames(path, MOST_SOURCE_FRAMES);
  if (frames === null) {
    const palette = paletteOfTask(task, input?.url ?? "", options);
    const text = { headline: `upscale · ${target}`, prompt: input?.url ?? "", footer: `${size.width}x${size.height} · ${task.id} · sandbox`, thumbnails: [] };
    const canvas = await toCanvas(svg(size, scenery(size, palette) + caption(size, text)), size);
    return film(task, canvas, canvas, palette, seconds);
  }
  const count = Math.min(frames.length, Math.max(1, Math.round(seconds * affordableFps(size, seconds))));
  const scaled: TimedFrame[] = [];
  for (let index = 0; index < count; index += 1) {
    const frame = frames[Math.floor((index * frames.length) / count)];
    if (frame !== undefined) scaled.push({ data: frameOfWebp(await scaleToWebp(frame.webp, size)), seconds: seconds / count });
  }
  return muxMp4(scaled, size);
}

/** Makes one output file of a finished task. The same task, seed and index give the same pixels. */
export function renderOutput(task: Task, options: RenderOptions): Promise<Buffer> {
  const seconds = (task.output.seconds ?? 0) + options.extraSeconds;
  if (options.detail === "quick") return renderQuickly(task, seconds, options);
  return task.job.kind === "upscale" ? renderUpscale(task, task.job.target, seconds, options) : renderGeneration(task, task.job, seconds, options);
}
