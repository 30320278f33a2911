import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Arch, build, Platform, type Configuration } from "electron-builder";
import electron from "electron/package.json" with { type: "json" };
import { fakeElectron } from "./fakeElectron.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface Packed {
  /** The app's folder, as it would lie in /opt. */
  app: string;
  archive: string;
  /** Everything that was made. */
  folder: string;
}

/** Packs the built app for Linux, with electron-builder.yml and what `config` changes of it, onto a made-up Electron. */
export async function packForLinux(config: Configuration = {}, arch = Arch.x64): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "shotgraph-packaging-"));
  const electronDist = join(folder, "electron");
  await fakeElectron(electronDist, electron.version);
  const output = join(folder, "out");
  await build({ projectDir: ROOT, targets: Platform.LINUX.createTarget("dir", arch), publish: "never", config: { ...config, electronDist, directories: { output } } });
  const app = join(output, arch === Arch.x64 ? "linux-unpacked" : `linux-${Arch[arch]}-unpacked`);
  return { app, archive: join(app, "resources", "app.asar"), folder };
}
