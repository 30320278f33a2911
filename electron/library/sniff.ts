/** Formats the library knows, told by a file's first bytes. `mp4` may turn out to be `m4a` once its tracks are known. */
export type Format = "png" | "jpeg" | "webp" | "bmp" | "gif" | "mp4" | "mov" | "webm" | "mp3" | "wav" | "m4a";

/** How many bytes `sniff` wants to see. */
export const SNIFF_BYTES = 4096;

const IMAGE_BRANDS = new Set(["avif", "avis", "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"]);
const QUICKTIME_BOXES = new Set(["moov", "mdat", "wide", "free", "skip", "pnot"]);
const BMP_HEADER_SIZES = new Set([12, 40, 52, 56, 64, 108, 124]);

/** The format of a file that begins with `head`, or null. Names and content types are not asked: they lie. */
export function sniff(head: Uint8Array): Format | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const text = (from: number, to: number): string => bytes.toString("latin1", from, to);
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, 6) === "GIF87a" || text(0, 6) === "GIF89a") return "gif";
  if (text(0, 4) === "RIFF") return riff(text(8, 12));
  if (text(0, 4) === "\x1a\x45\xdf\xa3") return text(4, 64).includes("webm") ? "webm" : null;
  if (text(4, 8) === "ftyp") return isoBrand(text(8, 12));
  if (QUICKTIME_BOXES.has(text(4, 8))) return "mov";
  if (text(0, 2) === "BM" && bytes.length >= 18 && BMP_HEADER_SIZES.has(bytes.readUInt32LE(14))) return "bmp";
  if (text(0, 3) === "ID3" || isMp3Frame(bytes)) return "mp3";
  return null;
}

function riff(kind: string): Format | null {
  if (kind === "WEBP") return "webp";
  return kind === "WAVE" ? "wav" : null;
}

function isoBrand(brand: string): Format | null {
  if (IMAGE_BRANDS.has(brand)) return null;
  if (brand === "qt  ") return "mov";
  return brand === "M4A " || brand === "M4B " ? "m4a" : "mp4";
}

/** MPEG audio layer III: sync word, a version, a bitrate and a sample rate that exist. */
function isMp3Frame(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  const [sync, second, third] = [bytes.readUInt8(0), bytes.readUInt8(1), bytes.readUInt8(2)];
  const version = (second >> 3) & 3;
  return sync === 0xff && (second & 0xe0) === 0xe0 && version !== 1 && ((second >> 1) & 3) === 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
}
