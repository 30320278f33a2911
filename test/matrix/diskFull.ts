import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A disk that is full for the files that begin like `head`, and for no others: other cells write at the same time. */
export async function diskFullFor(head: Uint8Array): Promise<{ empty(): void }> {
  const file = await open(fileURLToPath(import.meta.url));
  await file.close();
  const prototype = Object.getPrototypeOf(file) as { write: (...args: unknown[]) => Promise<unknown> };
  const { write } = prototype;
  const beginning = Buffer.from(head);
  prototype.write = function (this: unknown, ...args: unknown[]) {
    const [bytes] = args;
    const isMeant = bytes instanceof Uint8Array && Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, beginning.length)).equals(beginning);
    return isMeant ? Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })) : write.apply(this, args);
  };
  return { empty: () => void (prototype.write = write) };
}
