import type { FrameTimes } from "./frames.ts";

/** Longer films are stepped through by time. */
const MOST_FRAMES = 40_000;
const known = new Map<string, Promise<FrameTimes | null>>();

/** When each frame of a video is shown, in seconds, read from the file's index; null where that cannot be known. */
export function framesOf(sha256: string, url: string): Promise<FrameTimes | null> {
  const found = known.get(sha256);
  if (found) return found;
  // Without it frames are not counted, and nothing else is missing: the video plays all the same, or says itself why not.
  const reading = read(new URL(url, location.href).href).catch(() => null);
  known.set(sha256, reading);
  return reading;
}

async function read(url: string): Promise<FrameTimes | null> {
  const { EncodedPacketSink, Input, MATROSKA, MP4, QTFF, UrlSource, WEBM } = await import("mediabunny");
  const input = new Input({ source: new UrlSource(url), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return null;
    const times: number[] = [];
    for await (const { timestamp } of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
      if (timestamp >= 0) times.push(timestamp);
      if (times.length > MOST_FRAMES) return null;
    }
    return times.sort((a, b) => a - b);
  } finally {
    input.dispose();
  }
}
