import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { profileOf } from "./colourProfile.ts";
import type { CheckSize, RawPicture } from "./decodeImage.ts";
import { heicWork } from "./heicWork.ts";

const require = createRequire(import.meta.url);

/** Longer than any photograph takes; a file that was made to never end is given up. */
const PATIENCE_MS = 60_000;

export type HeicAnswer =
  | { kind: "size"; width: number; height: number }
  | { kind: "picture"; data: Uint8Array<ArrayBuffer>; width: number; height: number; alpha: boolean }
  | { kind: "failed"; why: string };

/** Decodes the primary picture of a HEIC, turned and cropped as the file says. Rejects with an `Error` that says what is wrong with it. */
export async function decodeHeic(file: Buffer, check: CheckSize): Promise<RawPicture> {
  const { data, width, height, alpha } = await inWorker(file, check);
  const picture = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { data: picture, width, height, channels: 4, alpha, profile: profileOf(file) };
}

/** In a thread of its own: a second of decoding would stop everything else here, and a hostile file must not take the host with it. */
function inWorker(file: Buffer, check: CheckSize): Promise<Extract<HeicAnswer, { kind: "picture" }>> {
  const library = require.resolve("libheif-js/libheif-wasm/libheif.js");
  // The function's own text: bundled into one file, there is no other file to start a thread from.
  const worker = new Worker(`(${heicWork.toString()})()`, { eval: true, workerData: { library, file: new Uint8Array(file) }, stdout: true, stderr: true, env: {} });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error("decoding it takes too long"))), PATIENCE_MS);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    worker.on("message", (answer: HeicAnswer) => {
      if (answer.kind === "picture") end(() => resolve(answer));
      else if (answer.kind === "failed") end(() => reject(new Error(answer.why)));
      else {
        try {
          check(answer.width, answer.height);
          worker.postMessage("go on", []);
        } catch (error) {
          end(() => reject(error));
        }
      }
    });
    worker.on("error", (error) => end(() => reject(new Error(`it cannot be decoded (${error instanceof Error ? error.message : String(error)})`))));
    worker.on("exit", () => end(() => reject(new Error("its decoder has stopped"))));
  });
}
