/**
 * A lossy WebP still is one VP8 key frame in a RIFF box. Taking the box off gives video packets without an encoder of our own;
 * putting it back on lets sharp decode the frames of such a video.
 */

/** The VP8 key frame inside a lossy WebP file. Throws when there is none. */
export function frameOfWebp(webp: Buffer): Uint8Array {
  let offset = 12;
  while (offset + 8 <= webp.length) {
    const length = webp.readUInt32LE(offset + 4);
    if (webp.toString("latin1", offset, offset + 4) === "VP8 ") return webp.subarray(offset + 8, offset + 8 + length);
    offset += 8 + length + (length % 2);
  }
  throw new Error("The WebP file has no lossy frame.");
}

/** A lossy WebP file around one VP8 key frame. */
export function webpOfFrame(frame: Uint8Array): Buffer {
  const padding = frame.length % 2;
  const header = Buffer.alloc(20);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(12 + frame.length + padding, 4);
  header.write("WEBPVP8 ", 8, "latin1");
  header.writeUInt32LE(frame.length, 16);
  return Buffer.concat([header, frame, Buffer.alloc(padding)]);
}
