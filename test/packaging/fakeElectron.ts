import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The mark that Electron's fuses follow in its binary, and the version of their layout. */
const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const VERSION = 1;
/** As Electron comes: `0` off, `1` on, in the order of the fuses. */
const AS_IT_COMES = "101100011";

/**
 * A folder with the shape of an unpacked Electron for Linux, for machines that cannot download one: enough for electron-builder to pack and for the fuses to be set
 * and read back. It cannot start. `fuses` are those that the binary has.
 */
export async function fakeElectron(folder: string, version: string, fuses = AS_IT_COMES): Promise<void> {
  const head = Buffer.concat([Buffer.from([0x7f, ...Buffer.from("ELF"), 2, 1, 1, 0]), Buffer.alloc(4096)]);
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([VERSION, fuses.length]), Buffer.from(fuses)]);
  await mkdir(join(folder, "resources"), { recursive: true });
  await mkdir(join(folder, "locales"), { recursive: true });
  await writeFile(join(folder, "electron"), Buffer.concat([head, wire, Buffer.alloc(4096)]), { mode: 0o755 });
  await writeFile(join(folder, "chrome-sandbox"), head, { mode: 0o755 });
  await writeFile(join(folder, "version"), version);
  await writeFile(join(folder, "LICENSE"), "Electron's licence");
  await writeFile(join(folder, "LICENSES.chromium.html"), "<!doctype html>");
  for (const name of ["icudtl.dat", "resources.pak", "snapshot_blob.bin", "v8_context_snapshot.bin", "libffmpeg.so"]) await writeFile(join(folder, name), "fake");
  for (const locale of ["en-US", "de", "zh-CN"]) await writeFile(join(folder, "locales", `${locale}.pak`), "fake");
}
