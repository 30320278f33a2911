/** A square picture in PNG. */
export interface Picture {
  /** Pixels on each side. */
  size: number;
  png: Uint8Array;
}

/** Which pixel sizes an `.icns` has, by the type that names each: since OS X 10.7 each entry is a PNG. `@2x` entries are the same picture under another name. */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
  ["icp4", 16],
  ["icp5", 32],
  ["ic11", 32],
  ["ic12", 64],
  ["ic07", 128],
  ["ic13", 256],
  ["ic08", 256],
  ["ic14", 512],
  ["ic09", 512],
  ["ic10", 1024],
];

/** The sizes that an `.icns` is made of. */
export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_TYPES.map(([, size]) => size))];
/** The sizes that Windows asks for: title bar, taskbar and Explorer at 100 to 250 %. */
export const ICO_SIZES: readonly number[] = [16, 20, 24, 32, 40, 48, 64, 96, 128, 256];

/** An `.icns` of pictures in the sizes of `ICNS_SIZES`. Throws when one is missing. */
export function icns(pictures: readonly Picture[]): Uint8Array {
  const entries = ICNS_TYPES.map(([type, size]) => {
    const { png } = pictureOf(pictures, size);
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(png.byteLength + head.length, 4);
    return Buffer.concat([head, png]);
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write("icns", 0, "latin1");
  head.writeUInt32BE(body.length + head.length, 4);
  return Buffer.concat([head, body]);
}

/** An `.ico` of pictures in the sizes of `ICO_SIZES`, each stored as PNG (Windows Vista and later). Throws when one is missing. */
export function ico(pictures: readonly Picture[]): Uint8Array {
  const chosen = ICO_SIZES.map((size) => pictureOf(pictures, size));
  const head = Buffer.alloc(6 + 16 * chosen.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(chosen.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of chosen.entries()) {
    const at = 6 + 16 * index;
    // A byte for each side; 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.byteLength, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.byteLength;
  }
  return Buffer.concat([head, ...chosen.map(({ png }) => png)]);
}

function pictureOf(pictures: readonly Picture[], size: number): Picture {
  const picture = pictures.find((one) => one.size === size);
  if (picture === undefined) throw new Error(`There is no picture of ${size} pixels.`);
  return picture;
}
