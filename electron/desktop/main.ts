import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as electron from "electron";
import { settingsFromEnvironment } from "../settings/environment.ts";
import type { ElectronApi } from "./electronApi.ts";
import { manners } from "./manners/index.ts";
import { type DesktopOptions, readCall } from "./options.ts";
import { startDesktop } from "./program.ts";

/** Of the program as it is packed, and of the checkout: this file lies two folders deep in both (`electron/desktop`, `dist/desktop`) but for the folder of the bundle. */
const ROOT = rootOf(import.meta.dirname);

function rootOf(folder: string): string {
  return /[\\/]dist[\\/]desktop[\\/]main$/.test(folder) ? join(folder, "../../..") : join(folder, "../..");
}

const { app } = electron;
const isBuilt = ROOT === join(import.meta.dirname, "../../..");
// A packed program is called with its name alone, a checkout's with its folder after it.
const call = readCall(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
const settings = settingsFromEnvironment(process.env, process.cwd());
const options: DesktopOptions = {
  page: join(ROOT, "dist/renderer"),
  preload: join(ROOT, "dist/desktop/preload/preload.cjs"),
  hostProgram: isBuilt ? join(ROOT, "dist/desktop/hostProcess/main.mjs") : join(import.meta.dirname, "hostProcess/main.ts"),
  version: (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version,
  call,
  settings: { ...settings, home: call.home ?? settings.home },
  platform: process.platform,
};

const log = (line: string): void => void process.stderr.write(`shotgraph: ${line}\n`);

// Not awaited: Electron becomes ready only after this module has run.
startDesktop(electron as unknown as ElectronApi, options, { manners, openVault: () => Promise.resolve(null), log }).catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  electron.dialog.showErrorBox("Shotgraph cannot start", error instanceof Error ? error.message : String(error));
  app.exit(1);
});
