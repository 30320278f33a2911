import { truncateSync, writeFileSync } from "node:fs";
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, type VideoCodec, WebMOutputFormat } from "mediabunny";
import sharp from "sharp";

/** An image whose bytes do not compress away, so that cutting it cuts pixels. */
export async function imageFile(format: "png" | "jpeg" | "webp" | "gif" = "png", width = 320, height = 200): Promise<Buffer> {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 60 };
  return await sharp({ create: { width, height, channels: 3, background: "#336699", noise } }).toFormat(format).toBuffer();
}

/** A video of `seconds` at 10 frames a second, its packets filled with a pattern: containers do not look into them. */
export async function videoFile(container: "mp4" | "mp4-index-first" | "webm" = "mp4", seconds = 2, codec: VideoCodec = "vp8"): Promise<Buffer> {
  const target = new BufferTarget();
  const format = container === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: container === "mp4" ? false : "in-memory" });
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  for (let frame = 0; frame < seconds * 10; frame += 1) {
    const packet = new EncodedPacket(new Uint8Array(2_000).fill(frame + 1), "key", frame / 10, 0.1);
    await source.add(packet, frame === 0 ? { decoderConfig: { codec, codedWidth: 640, codedHeight: 360 } } : undefined);
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** A whole video of so many bytes on the disk, which holds nothing but holes behind its pictures. */
export async function largeVideo(path: string, bytes: number): Promise<void> {
  const file = await videoFile("mp4-index-first", 2);
  const at = file.indexOf("mdat") - 4;
  file.writeUInt32BE(bytes - at, at);
  writeFileSync(path, file);
  truncateSync(path, bytes);
}

/** 16-bit mono PCM at 8 kHz. */
export function wavFile(seconds = 1): Buffer {
  const bytes = Math.round(seconds * 16_000);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes, 7)]);
}

/** 24-bit BMP. */
export function bmpFile(width = 10, height = 6): Buffer {
  const row = Math.ceil((width * 24) / 32) * 4;
  const file = Buffer.alloc(54 + row * height, 90);
  file.fill(0, 0, 54);
  file.write("BM", 0);
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}
