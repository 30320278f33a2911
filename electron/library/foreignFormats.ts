interface Foreign {
  name: string;
  advice: string;
}

const TO_IMAGE = "convert it to PNG or JPEG";
const TO_VIDEO = "convert it to MP4";
const TO_AUDIO = "convert it to MP3, WAV or M4A";
const NOTHING_IN_IT = "it holds no picture, video or sound";

const CONTAINED: Foreign = { name: "an archive", advice: "unpack it first" };
const RAW: Foreign = { name: "a TIFF or a camera's raw file", advice: TO_IMAGE };
const ADTS: Foreign = { name: "a bare AAC stream (ADTS)", advice: "put it into an M4A, which changes nothing of the sound" };
const PROGRAM: Foreign = { name: "a program", advice: NOTHING_IN_IT };

/** What people do try: bytes at a place in the file, and what it is. The first that fits counts. */
const SIGNATURES: readonly (readonly [number, string, Foreign])[] = [
  [0, "OggS", { name: "an Ogg file", advice: TO_AUDIO }],
  [0, "fLaC", { name: "a FLAC file", advice: TO_AUDIO }],
  ...["\xff\xf0", "\xff\xf1", "\xff\xf8", "\xff\xf9"].map((sync) => [0, sync, ADTS] as const),
  [8, "AIF", { name: "an AIFF file", advice: TO_AUDIO }],
  [0, "RF64", { name: "a WAV file of more than 4 GB (RF64)", advice: TO_AUDIO }],
  [0, "MThd", { name: "a MIDI file", advice: TO_AUDIO }],
  [8, "AVI ", { name: "an AVI file", advice: TO_VIDEO }],
  [0, "\x1a\x45\xdf\xa3", { name: "a Matroska file (MKV)", advice: TO_VIDEO }],
  [0, "\x30\x26\xb2\x75", { name: "a Windows Media file (WMV, WMA)", advice: TO_VIDEO }],
  [0, "FLV\x01", { name: "a Flash video", advice: TO_VIDEO }],
  [0, "\0\0\x01\xb3", { name: "an MPEG-1 or MPEG-2 file", advice: TO_VIDEO }],
  [0, "\0\0\x01\xba", { name: "an MPEG-1 or MPEG-2 file", advice: TO_VIDEO }],
  ...["II*\0", "MM\0*", "II+\0", "MM\0+"].map((order) => [0, order, RAW] as const),
  [4, "ftypcrx ", { name: "a camera's raw file (CR3)", advice: TO_IMAGE }],
  [4, "ftypjxl ", { name: "a JPEG XL file", advice: TO_IMAGE }],
  [4, "JXL ", { name: "a JPEG XL file", advice: TO_IMAGE }],
  [0, "\xff\x0a", { name: "a JPEG XL file", advice: TO_IMAGE }],
  [4, "ftypjp", { name: "a JPEG 2000 file", advice: TO_IMAGE }],
  [4, "jP  ", { name: "a JPEG 2000 file", advice: TO_IMAGE }],
  [4, "ftypaax", { name: "a protected audio book (AAX)", advice: TO_AUDIO }],
  [0, "8BPS", { name: "a Photoshop file", advice: "export it as PNG" }],
  [0, "%PDF", { name: "a PDF", advice: "export the page as PNG" }],
  [0, "PK\x03\x04", { name: "a ZIP archive or an office document", advice: "unpack it first" }],
  [0, "\x1f\x8b", CONTAINED],
  [0, "Rar!", CONTAINED],
  [0, "7z\xbc\xaf", CONTAINED],
  [0, "\x7fELF", PROGRAM],
  [0, "MZ\x90", PROGRAM],
];

const HTML = /^<(?:!doctype html|html|head|body)/i;
const SVG = /^(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/i;

/** What a file that begins with `head` is, where it is none of ours: `a FLAC file`. Null where that is not known either. */
export function foreignName(head: Uint8Array): Foreign | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  for (const [at, bytes, foreign] of SIGNATURES) if (text.startsWith(bytes, at)) return foreign;
  // MPEG transport streams have packets of 188 bytes that begin with a G.
  if ([0, 188, 376].every((at) => text[at] === "G")) return { name: "an MPEG transport stream (TS, MTS)", advice: TO_VIDEO };
  if (!isText(head)) return null;
  const start = text.replace(/^\xef\xbb\xbf/, "").trimStart();
  if (HTML.test(start)) return { name: "a web page (HTML)", advice: "download the file itself" };
  if (SVG.test(start)) return { name: "an SVG drawing", advice: "export it as PNG" };
  return { name: "text", advice: NOTHING_IN_IT };
}

/** Printable characters of UTF-8 from the first byte on, as no medium is. */
function isText(head: Uint8Array): boolean {
  try {
    // "stream": the last character may be cut by our window.
    const text = new TextDecoder("utf8", { fatal: true }).decode(head, { stream: true });
    return text !== "" && !/[^\P{Cc}\t\r\n\f]/u.test(text);
  } catch {
    // Not UTF-8.
    return false;
  }
}
