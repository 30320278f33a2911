import type { FileHandle } from "node:fs/promises";
import { readAt } from "./readAt.ts";

/** Players never mind a last frame that is cut, and many files in the world have one: only what lacks more is damaged. */
const ONE_FRAME = 1_500;

/** An MP3 has no length of its own but the one most encoders leave in a "Xing" or "Info" frame. Returns what is wrong, or null. */
export async function mp3Bounds(file: FileHandle, bytes: number): Promise<string | null> {
  const first = await afterTag(file);
  const frame = await readAt(file, first, 64);
  if (frame.length < 64) return null;
  const isMpeg1 = ((frame.readUInt8(1) >> 3) & 3) === 3;
  const isMono = frame.readUInt8(3) >> 6 === 3;
  const sideInfo = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const at = 4 + sideInfo;
  if (!["Xing", "Info"].includes(frame.toString("latin1", at, at + 4))) return null;
  const flags = frame.readUInt32BE(at + 4);
  if ((flags & 2) === 0) return null;
  const announced = first + frame.readUInt32BE(at + ((flags & 1) === 0 ? 8 : 12));
  return announced > bytes + ONE_FRAME ? `it announces ${announced} bytes and has ${bytes}` : null;
}

/** Where the sound begins: behind the ID3v2 tag, whose length is written in four times seven bits. */
async function afterTag(file: FileHandle): Promise<number> {
  const head = await readAt(file, 0, 10);
  if (head.length < 10 || head.toString("latin1", 0, 3) !== "ID3") return 0;
  const length = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0;
  return 10 + length + (hasFooter ? 10 : 0);
}
