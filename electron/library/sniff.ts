import { foreignName } from "./foreignFormats.ts";

/** Formats the library knows, told by a file's first bytes. `mp4` may turn out to be `m4a` once its tracks are known. */
export type Format = "png" | "jpeg" | "webp" | "bmp" | "gif" | "avif" | "heic" | "mp4" | "mov" | "webm" | "mp3" | "wav" | "m4a";

/** How many bytes `sniff` wants to see. */
export const SNIFF_BYTES = 4096;

export const IMAGE_FORMATS: ReadonlySet<Format> = new Set(["png", "jpeg", "webp", "bmp", "gif", "avif", "heic"]);

const HEIC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
const AVIF_BRANDS = new Set(["avif", "avis"]);
/** Say that it is an image or a sequence of them, and not how it is packed: the other brands tell. */
const ANY_IMAGE_BRANDS = new Set(["mif1", "mif2", "msf1", "miaf"]);
/** Built like an MP4 and none: Canon's raw pictures, JPEG 2000 and JPEG XL, 3D scenes, bought audio books. */
const OTHER_BRANDS = new Set(["crx ", "jp2 ", "jpx ", "jxl ", "jxs ", "aax ", "aaxc"]);
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
  if (text(4, 8) === "ftyp") return isoFormat(bytes);
  if (QUICKTIME_BOXES.has(text(4, 8)) && foreignName(bytes) === null) return "mov";
  if (text(0, 2) === "BM" && bytes.length >= 18 && BMP_HEADER_SIZES.has(bytes.readUInt32LE(14))) return "bmp";
  if (text(0, 3) === "ID3" || isMp3Frame(bytes)) return "mp3";
  return null;
}

/** Whether a file that is an AVIF or HEIC by its beginning holds a sequence of pictures. */
export function isImageSequence(head: Uint8Array): boolean {
  return brandsOf(Buffer.from(head.buffer, head.byteOffset, head.byteLength)).some((brand) => ["avis", "hevc", "hevx", "msf1"].includes(brand));
}

function riff(kind: string): Format | null {
  if (kind === "WEBP") return "webp";
  return kind === "WAVE" ? "wav" : null;
}

function isoFormat(bytes: Buffer): Format | null {
  const brands = brandsOf(bytes);
  const [major = ""] = brands;
  if (HEIC_BRANDS.has(major)) return "heic";
  if (AVIF_BRANDS.has(major)) return "avif";
  if (ANY_IMAGE_BRANDS.has(major)) {
    if (brands.some((brand) => AVIF_BRANDS.has(brand))) return "avif";
    return brands.some((brand) => HEIC_BRANDS.has(brand)) ? "heic" : null;
  }
  if (OTHER_BRANDS.has(major)) return null;
  if (major === "qt  ") return "mov";
  return major === "M4A " || major === "M4B " ? "m4a" : "mp4";
}

/** The brands of an `ftyp` box: the major one, then those it is compatible with. */
function brandsOf(bytes: Buffer): string[] {
  const end = Math.min(bytes.length, bytes.readUInt32BE(0));
  const brands = [bytes.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString("latin1", at, at + 4));
  return brands;
}

/** MPEG audio layer III: sync word, a version, a bitrate and a sample rate that exist. */
function isMp3Frame(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  const [sync, second, third] = [bytes.readUInt8(0), bytes.readUInt8(1), bytes.readUInt8(2)];
  const version = (second >> 3) & 3;
  return sync === 0xff && (second & 0xe0) === 0xe0 && version !== 1 && ((second >> 1) & 3) === 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
}
