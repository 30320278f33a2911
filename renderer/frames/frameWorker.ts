import { Input, MATROSKA, MP4, QTFF, UrlSource, VideoSampleSink, WEBM } from "mediabunny";
import { FRAME_ROUNDING_SECONDS } from "../../shared/fit/frameTime.ts";
import type { FrameAt } from "../../shared/fit/operation.ts";
import type { Answer, Wanted } from "./decodeInWorker.ts";

/** A host on this machine that has gone away does not come back with the same address. */
const RETRIES = 3;
const RETRY_SECONDS = 0.3;

addEventListener("message", ({ data }: MessageEvent<Wanted>) => {
  const tell = (answer: Answer): void => postMessage(answer, { transfer: [] });
  decode(data).then(
    (png) => tell({ png }),
    (error: unknown) => tell({ trouble: error instanceof Error ? error.message : String(error) }),
  );
});

async function decode({ address, at }: Wanted): Promise<Blob> {
  const source = new UrlSource(address, { getRetryDelay: (before) => (before < RETRIES ? RETRY_SECONDS : null) });
  using input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("it has no pictures");
  if (!(await track.canDecode())) throw new Error(`this browser has no decoder for ${(await track.getCodec()) ?? "its codec"}`);
  const sink = new VideoSampleSink(track);
  const begins = await track.getFirstTimestamp();
  using sample = await sink.getSample(timeOf(at, begins));
  if (!sample) throw new Error("there is no picture at that time");
  const canvas = new OffscreenCanvas(sample.displayWidth, sample.displayHeight);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser cannot draw");
  // Upright: a phone's rotation is applied.
  sample.draw(context, 0, 0, canvas.width, canvas.height);
  return await canvas.convertToBlob({ type: "image/png" });
}

/** In the video's own time. Before its first picture a player shows that one. */
function timeOf(at: FrameAt, begins: number): number {
  if (at === "first") return Math.max(0, begins);
  return at === "last" ? Infinity : Math.max(begins, at + FRAME_ROUNDING_SECONDS);
}
