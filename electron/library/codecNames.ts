import type { InputTrack } from "mediabunny";

const NAMES: Readonly<Record<string, string>> = { avc: "h264", hevc: "h265" };

/** What a track is packed with, as everybody calls it: `h264`, `h265`, `vp9`, `av1`, `aac`, `alac`, `pcm`; undefined where the file does not say. */
export async function codecName(track: InputTrack): Promise<string | undefined> {
  const known = await track.getCodec();
  if (known !== null) return known.startsWith("pcm-") ? "pcm" : (NAMES[known] ?? known);
  const inside = await track.getInternalCodecId();
  const text = typeof inside === "string" ? inside.trim().toLowerCase() : "";
  return /^[\w./-]{1,64}$/.test(text) ? text : undefined;
}
