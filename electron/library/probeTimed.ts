import type { EncodedPacket, InputTrack } from "mediabunny";
import type { Format } from "./sniff.ts";

const CACHE_BYTES = 4 * 1024 * 1024;

/** What a video or audio file turned out to be. Sizes as shown, after rotation; seconds to the end of the last packet. */
export interface TimedFacts {
  type: "video" | "audio";
  format: Format;
  width: number | null;
  height: number | null;
  durationSeconds: number;
}

/** Reads the place and time of every packet to the last, by ranges. Throws a plain `Error` that says what is wrong with the file. */
export async function probeTimed(path: string, format: Format): Promise<TimedFacts> {
  // Loaded only when needed: a plan reads no media.
  const { ALL_FORMATS, FilePathSource, Input, Logging, LogLevel } = await import("mediabunny");
  Logging.level = LogLevel.Silent;
  using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path, { maxCacheSize: CACHE_BYTES }) });
  if (!(await input.canRead())) throw new Error("it begins like one, but cannot be read");
  const tracks = await input.getTracks();
  let end = 0;
  for (const track of tracks) end = Math.max(end, await readToLastPacket(track));
  const declared = await input.getDurationFromMetadata();
  if (declared !== null && end < declared * 0.9 - 0.5) {
    throw new Error(`it should last ${declared.toFixed(2)} s and its packets end at ${end.toFixed(2)} s`);
  }
  const video = await input.getPrimaryVideoTrack();
  if (video) {
    return { type: "video", format, width: await video.getDisplayWidth(), height: await video.getDisplayHeight(), durationSeconds: end };
  }
  if (!(await input.getPrimaryAudioTrack())) throw new Error("it has neither pictures nor sound");
  return { type: "audio", format: format === "mp4" ? "m4a" : format, width: null, height: null, durationSeconds: end };
}

/** The track's end in seconds, after the place of every packet was read. Their bytes are there: `brokenBounds` has seen to that. */
async function readToLastPacket(track: InputTrack): Promise<number> {
  const { EncodedPacketSink } = await import("mediabunny");
  const sink = new EncodedPacketSink(track);
  let end = 0;
  let last: EncodedPacket | null = null;
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    last = packet;
    end = Math.max(end, packet.timestamp + packet.duration);
  }
  if (!last) throw new Error(`its ${track.type} track has no packets`);
  const withBytes = await sink.getPacket(last.timestamp);
  if (!withBytes || withBytes.data.byteLength === 0) throw new Error(`the last packet of its ${track.type} track is not in the file`);
  return end;
}
