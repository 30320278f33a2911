import type { Input, InputTrack, InputVideoTrack } from "mediabunny";
import type { MediaDetails } from "../../shared/graph/media.ts";
import { codecName } from "./codecNames.ts";
import type { Format } from "./sniff.ts";
import { UnusableMedia } from "./unusableMedia.ts";

const CACHE_BYTES = 4 * 1024 * 1024;

/** What a video or audio file turned out to be. Sizes as shown, after rotation; seconds to the end of the last packet. */
export interface TimedFacts {
  type: "video" | "audio";
  format: Format;
  width: number | null;
  height: number | null;
  durationSeconds: number;
  details: MediaDetails;
}

/** Where a track begins and ends, in seconds, and how many packets it has. */
interface Extent {
  start: number;
  end: number;
  packets: number;
}

/** Reads the place and time of every packet to the last, by ranges. Throws a plain `Error` that says what is wrong with the file, or `UnusableMedia`. */
export async function probeTimed(path: string, format: Format): Promise<TimedFacts> {
  // Loaded only when needed: a plan reads no media.
  const { FilePathSource, Input, Logging, LogLevel, MATROSKA, MP3, MP4, QTFF, WAVE, WEBM } = await import("mediabunny");
  Logging.level = LogLevel.Silent;
  const formats = { webm: [WEBM, MATROSKA], mp3: [MP3], wav: [WAVE] }[format as string] ?? [MP4, QTFF];
  using input = new Input({ formats, source: new FilePathSource(path, { maxCacheSize: CACHE_BYTES }) });
  if (!(await input.canRead())) {
    if (format === "mp3") throw new UnusableMedia("begins like an MP3 and holds sound of another kind. Convert it to MP3, WAV or M4A.");
    throw new Error("it begins like one, but cannot be read");
  }
  const extents = new Map<InputTrack, Extent>();
  for (const track of await tracksOf(input, format)) extents.set(track, await extentOf(track));
  const filled = [...extents].filter(([, { packets }]) => packets > 0);
  const sounds = filled.filter(([track]) => track.isAudioTrack());
  const pictures = await filmTracks(filled, sounds.length > 0);
  const sound = sounds[0]?.[0];
  if (pictures.length === 0 && !sound) throw new Error(emptiness([...extents.keys()]));
  const durationSeconds = Math.max(...[...pictures, ...sounds].map(([, { end }]) => end));
  const declared = await input.getDurationFromMetadata();
  if (declared !== null && durationSeconds < declared * 0.9 - 0.5) {
    throw new Error(`it should last ${declared.toFixed(2)} s and its packets end at ${durationSeconds.toFixed(2)} s`);
  }
  const audioCodec = sound && (await codecName(sound));
  const audio: MediaDetails = audioCodec === undefined ? {} : { audioCodec };
  const primary = await input.getPrimaryVideoTrack();
  const [video, extent] = pictures.find(([track]) => track === primary) ?? pictures[0] ?? [];
  if (!video || !extent) {
    return { type: "audio", format: format === "mp4" || format === "mov" ? "m4a" : format, width: null, height: null, durationSeconds, details: audio };
  }
  const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
  if (!(width > 0) || !(height > 0)) throw new Error("its header says it has no pixels");
  const videoCodec = await codecName(video);
  const details = { ...(videoCodec === undefined ? {} : { videoCodec }), ...frameRate(extent), sound: sound !== undefined, ...audio };
  return { type: "video", format, width, height, durationSeconds, details };
}

async function tracksOf(input: Input, format: Format): Promise<InputTrack[]> {
  try {
    return await input.getTracks();
  } catch (error) {
    if (format === "wav" && error instanceof Error && error.message.startsWith("Unsupported WAVE codec")) {
      throw new UnusableMedia("is a WAV file whose sound is packed in a way that is not used here. Save it as a WAV that is not packed (PCM), as MP3 or M4A.", { cause: error });
    }
    throw error;
  }
}

/** The video tracks that are films: one picture beside a sound is the cover of an album. */
async function filmTracks(tracks: readonly [InputTrack, Extent][], withSound: boolean): Promise<[InputVideoTrack, Extent][]> {
  const films: [InputVideoTrack, Extent][] = [];
  for (const [track, extent] of tracks) {
    if (!track.isVideoTrack()) continue;
    const isCover = withSound && extent.packets === 1 && (await track.getCodec()) === null;
    if (!isCover) films.push([track, extent]);
  }
  return films;
}

function emptiness(tracks: readonly InputTrack[]): string {
  const [first] = tracks;
  return first ? `its ${first.type} track has no packets` : "it has neither pictures nor sound";
}

/** Pictures per second on average, to a thousandth; nothing where a single picture tells nothing. */
function frameRate({ start, end, packets }: Extent): Pick<MediaDetails, "frameRate"> {
  const rate = Math.round((packets / (end - start)) * 1000) / 1000;
  return packets > 1 && Number.isFinite(rate) && rate > 0 ? { frameRate: rate } : {};
}

/** Reads the place of every packet of a track. Their bytes are there: `brokenBounds` has seen to that. */
async function extentOf(track: InputTrack): Promise<Extent> {
  const { EncodedPacketSink } = await import("mediabunny");
  const sink = new EncodedPacketSink(track);
  let [start, end, packets, last] = [Infinity, 0, 0, 0];
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    start = Math.min(start, packet.timestamp);
    end = Math.max(end, packet.timestamp + packet.duration);
    packets += 1;
    last = packet.timestamp;
  }
  if (packets === 0) return { start: 0, end: 0, packets };
  const withBytes = await sink.getPacket(last);
  if (!withBytes || withBytes.data.byteLength === 0) throw new Error(`the last packet of its ${track.type} track is not in the file`);
  return { start, end, packets };
}
