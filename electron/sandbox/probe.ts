import { open, stat } from "node:fs/promises";
import { imageSize } from "image-size";
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type InputTrack } from "mediabunny";
import sharp from "sharp";
import { sniff, type MediaKind, type Sniffed } from "./sniff.ts";

/** What the service measures of a source. `width` and `height` in pixels, `seconds` exact, `bytes` of the file. */
export interface Probe {
  readonly kind: MediaKind;
  readonly format: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly seconds?: number | undefined;
}

/** A JPEG may carry a large EXIF block before its size. */
const IMAGE_HEAD_BYTES = 1024 * 1024;

async function readHead(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Above these values of EXIF's orientation a picture lies on its side. */
const LAST_UPRIGHT_ORIENTATION = 4;

async function probeImage(sniffed: Sniffed, head: Uint8Array, path: string, bytes: number): Promise<Probe> {
  const { width, height, orientation = 1 } = imageSize(head);
  // Decoding it, small, finds what was cut or damaged behind a whole head. sharp has no decoder for BMP.
  if (sniffed.format !== "bmp") await sharp(path, { failOn: "truncated" }).resize(16, 16).toBuffer();
  const turned = orientation > LAST_UPRIGHT_ORIENTATION;
  return { ...sniffed, bytes, width: turned ? height : width, height: turned ? width : height };
}

/** Whether the last packet is all there: an index alone says nothing about a file that was cut. */
async function hasItsEnd(track: InputTrack): Promise<boolean> {
  const last = await new EncodedPacketSink(track).getPacket(Infinity);
  return last !== null && last.data.length === last.byteLength;
}

async function probeTimed(sniffed: Sniffed, path: string, bytes: number): Promise<Probe | null> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    const timed = track ?? (await input.getPrimaryAudioTrack());
    if (timed === null || !(await hasItsEnd(timed))) return null;
    const seconds = await input.computeDuration();
    if (track === null) return { ...sniffed, kind: "audio", mime: sniffed.mime.replace("video/", "audio/"), bytes, seconds };
    return { ...sniffed, bytes, seconds, width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
  } finally {
    input.dispose();
  }
}

/** Measures a file from its real bytes. Returns null when it is not media, or so damaged that it cannot be read. */
export async function probeFile(path: string): Promise<Probe | null> {
  const { size } = await stat(path);
  const head = await readHead(path, Math.min(size, IMAGE_HEAD_BYTES));
  const sniffed = sniff(head);
  if (sniffed === null) return null;
  try {
    return sniffed.kind === "image" ? await probeImage(sniffed, head, path, size) : await probeTimed(sniffed, path, size);
  } catch (error) {
    // Both readers throw plain errors on damaged bytes; that is an answer here, not a failure of the sandbox.
    if (error instanceof Error) return null;
    throw error;
  }
}
