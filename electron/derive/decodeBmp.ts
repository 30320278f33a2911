import { type BmpHeader, bmpBytes, bmpHeader } from "./bmpHeader.ts";
import type { RawPicture } from "./decodeImage.ts";

type Pixel = readonly [number, number, number, number];
type Put = (column: number, row: number, pixel: Pixel) => void;

/** Decodes a whole BMP. Throws an `Error` that says what is wrong with it. */
export function decodeBmp(file: Buffer): RawPicture {
  const header = bmpHeader(file);
  const { width, height, topDown, masks, bits, packed } = header;
  const alpha = !packed && (bits === 16 || bits === 32) && masks[3] !== 0;
  const channels = alpha ? 4 : 3;
  const data = Buffer.alloc(width * height * channels);
  const put: Put = (column, row, [red, green, blue, opacity]) => {
    const at = ((topDown ? row : height - 1 - row) * width + column) * channels;
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    if (alpha) data[at + 3] = opacity;
  };
  if (packed) unpack(file, header, put);
  else readRows(file, header, put);
  return { data, width, height, channels, alpha, profile: null };
}

function readRows(file: Buffer, header: BmpHeader, put: Put): void {
  if (bmpBytes(header) > file.length) throw new Error(`it needs ${bmpBytes(header)} bytes and the file has ${file.length}`);
  const { width, height, pixelsAt, stride } = header;
  const pixelOf = pixelReader(file, header);
  for (let row = 0; row < height; row += 1) {
    const start = pixelsAt + row * stride;
    for (let column = 0; column < width; column += 1) put(column, row, pixelOf(start, column));
  }
}

/** A pixel by the place of its row and its column. */
function pixelReader(file: Buffer, header: BmpHeader): (start: number, column: number) => Pixel {
  const { bits, masks } = header;
  if (bits === 24) {
    return (start, column) => {
      const at = start + column * 3;
      return [file[at + 2] ?? 0, file[at + 1] ?? 0, file[at] ?? 0, 255];
    };
  }
  if (bits > 8) {
    const [red, green, blue, alpha] = masks.map(channelReader) as [ChannelReader, ChannelReader, ChannelReader, ChannelReader];
    return (start, column) => {
      const value = bits === 16 ? file.readUInt16LE(start + column * 2) : file.readUInt32LE(start + column * 4);
      return [red(value), green(value), blue(value), alpha(value)];
    };
  }
  const colours = paletteOf(file, header);
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (start, column) => {
    const byte = file[start + Math.floor(column / perByte)] ?? 0;
    return colours[(byte >> (8 - bits * ((column % perByte) + 1))) & mask] ?? BLACK;
  };
}

type ChannelReader = (value: number) => number;

/** The bits under a mask, spread to 0 to 255. */
function channelReader(mask: number): ChannelReader {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most);
}

const BLACK: Pixel = [0, 0, 0, 255];

function paletteOf(file: Buffer, { palette: { at, colours, bytesEach } }: BmpHeader): Pixel[] {
  if (at + colours * bytesEach > file.length) throw new Error("its table of colours is cut off");
  return Array.from({ length: colours }, (_, index): Pixel => {
    const from = at + index * bytesEach;
    return [file[from + 2] ?? 0, file[from + 1] ?? 0, file[from] ?? 0, 255];
  });
}

/** Run lengths: a count and a colour, or a 0 with what follows: 0 end of row, 1 end of picture, 2 a jump, else so many colours as they are. */
function unpack(file: Buffer, header: BmpHeader, put: Put): void {
  const { width, height, bits, pixelsAt } = header;
  const colours = paletteOf(file, header);
  let [column, row, at] = [0, 0, pixelsAt];
  const next = (): number => {
    const byte = file[at];
    if (byte === undefined) throw new Error("its packed pixels are cut off");
    at += 1;
    return byte;
  };
  const set = (index: number): void => {
    if (column < width && row < height) put(column, row, colours[index] ?? BLACK);
    column += 1;
  };
  while (row < height) {
    const [count, value] = [next(), next()];
    if (count > 0) for (let done = 0; done < count; done += 1) set(bits === 8 ? value : nibble(value, done));
    else if (value === 0) [column, row] = [0, row + 1];
    else if (value === 1) return;
    else if (value === 2) [column, row] = [column + next(), row + next()];
    else {
      const bytes = bits === 8 ? value : Math.ceil(value / 2);
      for (let done = 0; done < value; done += bits === 8 ? 1 : 2) {
        const byte = next();
        set(bits === 8 ? byte : nibble(byte, 0));
        if (bits === 4 && done + 1 < value) set(nibble(byte, 1));
      }
      // Runs begin at even bytes.
      if (bytes % 2 === 1) next();
    }
  }
}

function nibble(byte: number, place: number): number {
  return place % 2 === 0 ? byte >> 4 : byte & 15;
}
