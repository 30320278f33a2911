import { ALL_FORMATS, BufferTarget, EncodedPacket, EncodedPacketSink, EncodedVideoPacketSource, FilePathSource, Input, Mp4OutputFormat, Output } from "mediabunny";
import type { Size } from "../jobs.ts";
import { webpOfFrame } from "./vp8.ts";

/** One VP8 key frame and how long it is shown, in seconds. */
export interface TimedFrame {
  readonly data: Uint8Array;
  readonly seconds: number;
}

/** An MP4 of VP8 key frames, its index in front so that it plays while it loads. Chromium and ffmpeg both play it. */
export async function muxMp4(frames: readonly TimedFrame[], size: Size): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new EncodedVideoPacketSource("vp8");
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: "vp8", codedWidth: size.width, codedHeight: size.height };
  let time = 0;
  for (const [index, frame] of frames.entries()) {
    const packet = new EncodedPacket(frame.data, "key", time, frame.seconds);
    await source.add(packet, index === 0 ? { decoderConfig } : undefined);
    time += frame.seconds;
  }
  await output.finalize();
  if (target.buffer === null) throw new Error("The muxer gave no file.");
  return Buffer.from(target.buffer);
}

/** A frame that sharp can decode, with its time. */
export interface Still {
  readonly webp: Buffer;
  readonly timestamp: number;
}

/**
 * The frames of a video that this sandbox made. Returns null for any other video: there is no decoder here for
 * what cameras and encoders write.
 */
export async function ownFrames(path: string, limit: number): Promise<Still[] | null> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null || (await track.getCodec()) !== "vp8") return null;
    const stills: Still[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      // The lowest bit of a VP8 frame says whether it needs the frames before it.
      if (((packet.data[0] ?? 1) & 1) === 1) return null;
      stills.push({ webp: webpOfFrame(packet.data), timestamp: packet.timestamp });
      if (stills.length === limit) break;
    }
    return stills.length === 0 ? null : stills;
  } finally {
    input.dispose();
  }
}
