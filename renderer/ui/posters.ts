import type { MediaType } from "../../shared/graph/media.ts";

const LONGEST_SIDE = 640;
const GIVE_UP_MS = 20_000;
/** Of a sound whose wave is worth decoding for a picture. */
const LARGEST_SOUND = 30 * 1024 * 1024;

type Drawn = "drawn" | "none";

const drawn = new Map<string, Promise<Drawn>>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws the picture that stands for a video (its first frame) or a sound (its wave) and gives it to the host, after which thumbnails of it are
 * there. One after another, and each once; `none` when this browser cannot show the file.
 * @param base the media grant's
 */
export function drawPoster(base: string, sha256: string, type: Exclude<MediaType, "image">): Promise<Drawn> {
  const known = drawn.get(sha256);
  if (known) return known;
  const job = last.then(() => draw(`${base}${sha256}`, type)).catch((): Drawn => "none");
  last = job;
  drawn.set(sha256, job);
  return job;
}

async function draw(address: string, type: Exclude<MediaType, "image">): Promise<Drawn> {
  const canvas = await (type === "video" ? firstFrame(address) : wave(address));
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/webp", 0.82);
  });
  if (picture?.type !== "image/webp") return "none";
  const answer = await fetch(`${address}/poster`, { method: "PUT", body: picture, headers: { "content-type": "image/webp" } });
  return answer.ok ? "drawn" : "none";
}

/** Rejects for what cannot be played here, or does not come in time. */
async function firstFrame(address: string): Promise<HTMLCanvasElement> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.playsInline = true;
  // Media may come from an origin of their own: without this nothing could be read from the canvas.
  video.crossOrigin = "anonymous";
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("the first frame does not come")), GIVE_UP_MS);
      video.addEventListener("loadeddata", () => {
        clearTimeout(timer);
        resolve();
      });
      video.addEventListener("error", () => {
        clearTimeout(timer);
        reject(new Error(video.error?.message ?? "the video cannot be played"));
      });
      video.src = address;
    });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const { canvas, context } = sheet(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    // Lets go of the connection and the decoder at once.
    video.removeAttribute("src");
    video.load();
  }
}

async function wave(address: string): Promise<HTMLCanvasElement> {
  const answer = await fetch(address);
  if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > LARGEST_SOUND) throw new Error("the sound is not there, or too long to be drawn");
  const sound = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(await answer.arrayBuffer());
  const samples = sound.getChannelData(0);
  const { canvas, context } = sheet(LONGEST_SIDE, 360);
  const bars = 80;
  const pitch = canvas.width / bars;
  const each = Math.max(1, Math.floor(samples.length / bars));
  const peaks = Array.from({ length: bars }, (_, bar) => peak(samples, bar * each, (bar + 1) * each));
  const loudest = Math.max(0.01, ...peaks);
  // A colour of its own, as the picture is the same in both themes.
  context.fillStyle = "#d9638f";
  for (const [bar, value] of peaks.entries()) {
    const height = Math.max(4, (value / loudest) * canvas.height * 0.72);
    context.beginPath();
    context.roundRect(bar * pitch + pitch * 0.2, (canvas.height - height) / 2, pitch * 0.6, height, 3);
    context.fill();
  }
  return canvas;
}

function peak(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  const step = Math.max(1, Math.floor((to - from) / 500));
  for (let at = from; at < to; at += step) most = Math.max(most, Math.abs(samples[at] ?? 0));
  return most;
}

function sheet(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser cannot draw");
  return { canvas, context };
}
