/** What a BMP says of itself. */
export interface BmpHeader {
  /** Bytes that the file says it has. */
  announced: number;
  width: number;
  height: number;
  /** The first row is the upper one; usually it is the lowest. */
  topDown: boolean;
  bits: number;
  /** Run-length encoded: only decoding shows whether it is whole. */
  packed: boolean;
  /** Red, green, blue and alpha within a pixel of 16 or 32 bits; alpha is 0 where there is none. */
  masks: readonly [number, number, number, number];
  palette: { at: number; colours: number; bytesEach: 3 | 4 };
  pixelsAt: number;
  /** Bytes of a row that is not packed. */
  stride: number;
}

/** Bytes of a file that `bmpHeader` wants to see. */
export const BMP_HEAD_BYTES = 14 + 124;

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS: ReadonlySet<number> = new Set([3, 6]);
const DEPTHS: ReadonlySet<number> = new Set([1, 2, 4, 8, 16, 24, 32]);
const PACKED_DEPTH: Readonly<Record<number, number>> = { [RLE8]: 8, [RLE4]: 4 };

/** Reads the header at the beginning of a BMP. Throws an `Error` for one that is none or of a kind that only printers read. */
export function bmpHeader(head: Buffer): BmpHeader {
  const size = head.length < 26 ? 0 : head.readUInt32LE(14);
  if (size < 12 || head.length < 14 + Math.min(size, 40)) throw new Error("its header is cut off");
  const isCore = size === 12;
  const word = (at: number): number => (isCore || head.length < at + 4 ? 0 : head.readUInt32LE(at));
  const compression = word(30);
  const packed = compression === RLE8 || compression === RLE4;
  if (compression !== RGB && !packed && !BIT_FIELDS.has(compression)) throw new Error(`its pixels are packed in a way that only printers read (compression ${compression})`);
  const bits = head.readUInt16LE(isCore ? 24 : 28);
  if (!DEPTHS.has(bits) || (packed && bits !== PACKED_DEPTH[compression])) throw new Error(`its header names ${bits} bits for a pixel`);
  const width = isCore ? head.readUInt16LE(18) : head.readInt32LE(18);
  const rows = isCore ? head.readUInt16LE(20) : head.readInt32LE(22);
  // After a short header the masks stand where a longer one has them.
  const maskBytes = size === 40 && BIT_FIELDS.has(compression) ? (compression === 6 ? 16 : 12) : 0;
  return {
    announced: head.readUInt32LE(2),
    width,
    height: Math.abs(rows),
    topDown: rows < 0,
    bits,
    packed,
    masks: masksOf(bits, BIT_FIELDS.has(compression) ? [word(54), word(58), word(62), size >= 56 || maskBytes === 16 ? word(66) : 0] : null),
    palette: { at: 14 + size + maskBytes, colours: coloursOf(bits, word(46)), bytesEach: isCore ? 3 : 4 },
    pixelsAt: head.readUInt32LE(10),
    stride: Math.ceil((width * bits) / 32) * 4,
  };
}

/** Bytes that a file has at least: where its pixels are not packed they tell it exactly. */
export function bmpBytes({ announced, packed, pixelsAt, stride, height }: BmpHeader): number {
  return packed ? announced : pixelsAt + stride * height;
}

function coloursOf(bits: number, named: number): number {
  if (bits > 8) return 0;
  return named === 0 ? 2 ** bits : Math.min(named, 2 ** bits);
}

function masksOf(bits: number, fields: [number, number, number, number] | null): BmpHeader["masks"] {
  if (fields) return fields;
  return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0x00ff0000, 0x0000ff00, 0x000000ff, 0];
}
