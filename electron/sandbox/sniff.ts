export type MediaKind = "image" | "video" | "audio";

/** What a file is, told from its first bytes; never from its name, which the sender chooses. */
export interface Sniffed {
  readonly kind: MediaKind;
  /** "jpeg", "png", "mp4", …: the words the constraints use. */
  readonly format: string;
  readonly mime: string;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function sniffImage(bytes: Uint8Array): Sniffed | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { kind: "image", format: "jpeg", mime: "image/jpeg" };
  if (ascii(bytes, 0, 8) === "\u0089PNG\r\n\u001a\n") return { kind: "image", format: "png", mime: "image/png" };
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return { kind: "image", format: "webp", mime: "image/webp" };
  if (ascii(bytes, 0, 4) === "GIF8") return { kind: "image", format: "gif", mime: "image/gif" };
  if (ascii(bytes, 0, 2) === "BM") return { kind: "image", format: "bmp", mime: "image/bmp" };
  return null;
}

const ISO_BRANDS: Readonly<Record<string, Sniffed>> = {
  avif: { kind: "image", format: "avif", mime: "image/avif" },
  heic: { kind: "image", format: "heic", mime: "image/heic" },
  "qt  ": { kind: "video", format: "mov", mime: "video/quicktime" },
  "M4A ": { kind: "audio", format: "m4a", mime: "audio/mp4" },
};

function sniffContainer(bytes: Uint8Array): Sniffed | null {
  if (ascii(bytes, 4, 8) === "ftyp") return ISO_BRANDS[ascii(bytes, 8, 12)] ?? { kind: "video", format: "mp4", mime: "video/mp4" };
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return { kind: "video", format: "webm", mime: "video/webm" };
  return null;
}

function sniffAudio(bytes: Uint8Array): Sniffed | null {
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WAVE") return { kind: "audio", format: "wav", mime: "audio/wav" };
  if (ascii(bytes, 0, 4) === "OggS") return { kind: "audio", format: "ogg", mime: "audio/ogg" };
  if (ascii(bytes, 0, 4) === "fLaC") return { kind: "audio", format: "flac", mime: "audio/flac" };
  if (ascii(bytes, 0, 3) === "ID3" || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return { kind: "audio", format: "mp3", mime: "audio/mpeg" };
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return { kind: "audio", format: "aac", mime: "audio/aac" };
  return null;
}

/** Tells the kind of a file from its first 16 bytes or more; null when it is no media the service knows. */
export function sniff(bytes: Uint8Array): Sniffed | null {
  return sniffImage(bytes) ?? sniffContainer(bytes) ?? sniffAudio(bytes);
}
