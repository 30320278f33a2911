import type { InputAudioTrack, InputTrack, InputVideoTrack } from "mediabunny";

const CACHE_BYTES = 4 * 1024 * 1024;

/** A clip to be read packet by packet. */
export interface Clip {
  video: InputVideoTrack | null;
  audio: readonly InputAudioTrack[];
  close(): void;
}

/** Opens a video or a sound. Rejects with an `Error` when there is nothing in it, or nothing is left without its sound. */
export async function openClip(path: string, mute: boolean): Promise<Clip> {
  const input = await openInput(path);
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = mute ? [] : await input.getAudioTracks();
    if (!video && audio.length === 0) throw new Error("nothing is left of it without its sound. Keep the sound");
    return { video, audio, close: () => input.dispose() };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** Seconds from 0 to the end of the last packet, as the library and the service measure it. */
export async function clipEnd(path: string): Promise<number> {
  const input = await openInput(path);
  try {
    const ends = await Promise.all((await input.getTracks()).map((track) => trackEnd(track)));
    return Math.max(0, ...ends);
  } finally {
    input.dispose();
  }
}

async function trackEnd(track: InputTrack): Promise<number> {
  const { EncodedPacketSink } = await import("mediabunny");
  let end = 0;
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) end = Math.max(end, packet.timestamp + packet.duration);
  return end;
}

async function openInput(path: string) {
  // Loaded only when needed: a plan reads no media.
  const { ALL_FORMATS, FilePathSource, Input, Logging, LogLevel } = await import("mediabunny");
  Logging.level = LogLevel.Silent;
  return new Input({ formats: ALL_FORMATS, source: new FilePathSource(path, { maxCacheSize: CACHE_BYTES }) });
}
