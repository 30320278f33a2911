import type { MediaCodec, OutputFormat } from "mediabunny";
import type { Clip } from "./openClip.ts";

/** The container of that name. Rejects with an `Error` when it cannot hold what is in the clip. */
export async function containerFor(format: string, clip: Clip): Promise<OutputFormat> {
  const container = await newContainer(format);
  const { video, audio } = clip;
  const coded = [...(video ? [{ what: "its video", codec: await video.getCodec() }] : []), ...(await Promise.all(audio.map(async (track) => ({ what: "its sound", codec: await track.getCodec() }))))];
  for (const { what, codec } of coded) {
    if (codec === null) throw new Error(`${what} is coded in a way that cannot be copied here. Convert it with another program`);
    if (!container.getSupportedCodecs().includes(codec)) throw new Error(`${what} is coded as ${codec}, which a ${format} file cannot hold. ${adviceFor(what, codec)}`);
  }
  const isTurned = video !== null && (await video.getRotation()) !== 0;
  if (isTurned && !container.supportsVideoTransformationMetadata) throw new Error(`it is shown turned by ${await video.getRotation()}°, which a ${format} file cannot say. Keep its container, or choose mp4`);
  return container;
}

function adviceFor(what: string, codec: MediaCodec): string {
  if (what === "its sound") return "Keep its container, or take the sound away";
  return codec === "vp8" ? "Choose webm" : "Keep its container, or choose mp4";
}

async function newContainer(format: string): Promise<OutputFormat> {
  const { MovOutputFormat, Mp3OutputFormat, Mp4OutputFormat, WavOutputFormat, WebMOutputFormat } = await import("mediabunny");
  switch (format) {
    case "mp4":
    case "m4a":
      return new Mp4OutputFormat({ fastStart: false });
    case "mov":
      return new MovOutputFormat({ fastStart: false });
    case "webm":
      return new WebMOutputFormat();
    case "mp3":
      return new Mp3OutputFormat();
    case "wav":
      return new WavOutputFormat();
    default:
      throw new Error(`files of format ${format} cannot be cut here. Use mp4, mov, webm, mp3, wav or m4a`);
  }
}
