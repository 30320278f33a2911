import { open, type FileHandle } from "node:fs/promises";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { readAt } from "../readAt.ts";
import type { ByteRange } from "./byteRange.ts";

const PIECE_BYTES = 256 * 1024;

/**
 * A part of a file as a stream that holds one piece at a time. The file is closed at the end of the part, when the reader cancels and when `signal`
 * aborts. Throws what `open` throws, and `MediaError` `damaged` when the file is not `bytes` long.
 */
export async function fileBody(path: string, bytes: number, { start, end }: ByteRange, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file = await open(path, "r");
  await checkLength(file, path, bytes);
  let position = start;
  let closing: Promise<void> | undefined;
  let onAbort = () => {};
  const close = (): Promise<void> => {
    signal.removeEventListener("abort", onAbort);
    return (closing ??= file.close());
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async start(controller) {
        onAbort = () => {
          controller.error(signal.reason);
          void close();
        };
        if (signal.aborted) await close();
        signal.throwIfAborted();
        signal.addEventListener("abort", onAbort);
      },
      async pull(controller) {
        try {
          const piece = await readAt(file, position, Math.min(PIECE_BYTES, end + 1 - position));
          if (signal.aborted) return;
          if (piece.byteLength === 0) throw new MediaError("damaged", `${path} became shorter while it was read.`);
          position += piece.byteLength;
          controller.enqueue(new Uint8Array(piece.buffer as ArrayBuffer, piece.byteOffset, piece.byteLength));
          if (position <= end) return;
          await close();
          controller.close();
        } catch (error) {
          await close();
          if (!signal.aborted) throw error;
        }
      },
      cancel: close,
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}

async function checkLength(file: FileHandle, path: string, bytes: number): Promise<void> {
  try {
    const { size } = await file.stat();
    if (size !== bytes) throw new MediaError("damaged", `${path} has ${size} bytes instead of ${bytes}.`);
  } catch (error) {
    await file.close();
    throw error;
  }
}
