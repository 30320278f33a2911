import type { EncodedPacket, EncodedPacketSink, InputAudioTrack, InputTrack, Output, OutputFormat } from "mediabunny";
import type { Clip } from "./openClip.ts";

/** What is kept: from the key frame at or before `start`, at most so many seconds from there, and packets of at most so many bytes. */
export interface Window {
  start: number;
  seconds: number;
  maxBytes: number;
}

/** What a container needs beside the packets, and for each of them. */
const CONTAINER_BYTES = 16_384;
const BYTES_PER_PACKET = 24;
/** What the arithmetic of times leaves. */
const TINY_SECONDS = 1e-6;
/** Packets between two looks at whether it is still wanted. */
const AT_ONCE = 64;

/**
 * Copies the packets of a window into a new file at `target`.
 * @returns seconds of the original at which the copy begins. Rejects with an `Error` when nothing lies in the window.
 */
export async function copyPackets(clip: Clip, container: OutputFormat, window: Window, target: string, signal: AbortSignal | undefined): Promise<number> {
  const { FilePathTarget, Output } = await import("mediabunny");
  const output = new Output({ format: container, target: new FilePathTarget(target, { chunked: true }) });
  try {
    const origin = await beginningOf(clip, window.start);
    const lanes = [...(clip.video ? [await videoLane(output, clip.video, origin, window)] : []), ...(await Promise.all(clip.audio.map((track) => audioLane(output, track, origin, window))))];
    await output.start();
    await copyInTime(lanes, window, signal);
    if (lanes.some(({ isVideo, count }) => isVideo && count === 0) || lanes.every(({ count }) => count === 0)) throw new Error(`nothing of it lies within ${window.seconds.toFixed(2)} s of ${window.start} s. Ask for a longer part`);
    await output.finalize();
    return Math.max(0, origin);
  } catch (error) {
    if (output.state !== "finalized" && output.state !== "canceled") await output.cancel();
    throw error;
  }
}

/** One track on its way. */
interface Lane {
  isVideo: boolean;
  count: number;
  next: EncodedPacket | null;
  /** Puts `next` into the file and reads the one after it that lies in the window. */
  pass(): Promise<void>;
}

/** All tracks side by side, so that none has to be held in memory until another one has caught up. */
async function copyInTime(lanes: readonly Lane[], { maxBytes }: Window, signal: AbortSignal | undefined): Promise<void> {
  let left = maxBytes - CONTAINER_BYTES;
  for (let copied = 1; ; copied++) {
    if (copied % AT_ONCE === 0) signal?.throwIfAborted();
    const lane = lanes.reduce<Lane | null>((first, one) => (one.next && (!first?.next || one.next.timestamp < first.next.timestamp) ? one : first), null);
    if (!lane?.next) return;
    left -= lane.next.byteLength + BYTES_PER_PACKET;
    if (left < 0) return;
    await lane.pass();
  }
}

/** Seconds at which the copy begins: that of a key frame, in a sound that of a packet. */
async function beginningOf({ video, audio }: Clip, start: number): Promise<number> {
  const track = video ?? audio[0];
  if (!track) throw new Error("it has neither pictures nor sound");
  const sink = await sinkOf(track);
  const first = await sink.getFirstPacket();
  if (!first) throw new Error("it has no packets");
  const from = Math.max(0, first.timestamp);
  const key = start > 0 ? await sink.getKeyPacket(start + TINY_SECONDS, { verifyKeyPackets: true }) : await sink.getFirstKeyPacket({ verifyKeyPackets: true });
  return Math.max(from, key?.timestamp ?? from);
}

async function videoLane(output: Output, track: NonNullable<Clip["video"]>, origin: number, window: Window): Promise<Lane> {
  const { EncodedVideoPacketSource } = await import("mediabunny");
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw new Error("its video is coded in a way that cannot be copied here. Convert it with another program");
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, output.format.supportsVideoTransformationMetadata ? { transformationMatrix: await track.getTransformationMatrix() } : {});
  const sink = await sinkOf(track);
  const start = await sink.getKeyPacket(origin + TINY_SECONDS, { verifyKeyPackets: true });
  return await laneOf(sink, start, origin, window, true, (packet, isFirst) => source.add(packet, isFirst ? { decoderConfig } : undefined));
}

async function audioLane(output: Output, track: InputAudioTrack, origin: number, window: Window): Promise<Lane> {
  const { EncodedAudioPacketSource } = await import("mediabunny");
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw new Error("its sound is coded in a way that cannot be copied here. Convert it with another program");
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  const sink = await sinkOf(track);
  const start = (await sink.getPacket(origin + TINY_SECONDS)) ?? (await sink.getFirstPacket());
  return await laneOf(sink, start, origin, window, false, (packet, isFirst) => source.add(packet, isFirst ? { decoderConfig } : undefined));
}

async function laneOf(sink: EncodedPacketSink, start: EncodedPacket | null, origin: number, { seconds }: Window, isVideo: boolean, add: (packet: EncodedPacket, isFirst: boolean) => Promise<void>): Promise<Lane> {
  const packets = start ? sink.packets(start) : null;
  let duration = 0;
  /**
   * The next one of the window. Pictures before the first key frame's time cannot be decoded without what was cut off. The first packet that would be
   * shown past the end is the end: what follows it in the order of decoding may need it.
   */
  const read = async (): Promise<EncodedPacket | null> => {
    for (;;) {
      const found = await packets?.next();
      if (!found || found.done === true) return null;
      const { value } = found;
      const timestamp = value.timestamp - origin;
      // Some files do not say how long their last packet lasts.
      duration = value.duration || duration;
      if (timestamp + duration > seconds + TINY_SECONDS) return null;
      if (timestamp >= -TINY_SECONDS) return value.clone({ timestamp: Math.max(0, timestamp), duration });
    }
  };
  const lane: Lane = {
    isVideo,
    count: 0,
    next: await read(),
    async pass() {
      if (!lane.next) return;
      await add(lane.next, lane.count === 0);
      lane.count += 1;
      lane.next = await read();
    },
  };
  return lane;
}

async function sinkOf(track: InputTrack): Promise<EncodedPacketSink> {
  const { EncodedPacketSink } = await import("mediabunny");
  return new EncodedPacketSink(track);
}
