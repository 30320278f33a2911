import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as electron from "electron";
import { settingsFromEnvironment } from "../settings/environment.ts";
import { SECRET_VARIABLES } from "../settings/secrets.ts";
import { type CliMode, cliArguments, runCliMode } from "./cliMode.ts";
import type { ElectronApi } from "./electronApi.ts";
import { createManners } from "./manners/index.ts";
import { openLog } from "./manners/log.ts";
import { createRedactor } from "./manners/redact.ts";
import { type DesktopOptions, readCall } from "./options.ts";
import { startDesktop } from "./program.ts";
import { remembering } from "./secrets/remembering.ts";
import { openVault } from "./secrets/vault.ts";
import { updates } from "./updates/index.ts";

/** Of the program as it is packed, and of the checkout: this file lies two folders deep in both (`electron/desktop`, `dist/desktop`) but for the folder of the bundle. */
const ROOT = rootOf(import.meta.dirname);

function rootOf(folder: string): string {
  return /[\\/]dist[\\/]desktop[\\/]main$/.test(folder) ? join(folder, "../../..") : join(folder, "../..");
}

const { app } = electron;
const isBuilt = ROOT === join(import.meta.dirname, "../../..");
const command = cliArguments(process.argv, app.isPackaged);

// Neither is awaited: Electron becomes ready only after this module has run.
if (command === null) beEditor();
else beCommandLine(command);

/** `Shotgraph --cli -- plan …`: no window, no lock, no log; see docs/command-line.md. */
function beCommandLine(args: readonly string[]): void {
  const program = isBuilt ? join(ROOT, "dist/desktop/commandLine/commandLine.mjs") : join(import.meta.dirname, "../cli/commandLine.ts");
  const runCommandLine = async (given: readonly string[]): Promise<number> => await ((await import(pathToFileURL(program).href)) as Pick<CliMode, "runCommandLine">).runCommandLine(given);
  runCliMode(args, { app, runCommandLine, streams: [process.stdout, process.stderr], interrupt: () => void process.emit("SIGINT") }).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    app.exit(1);
  });
}

function beEditor(): void {
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

  // Before the first line is written: what is secret in the environment is known.
  const redactor = createRedactor();
  for (const name of Object.values(SECRET_VARIABLES)) redactor.know(process.env[name] ?? "");
  const file = openLog(call.home === null ? app.getPath("logs") : join(options.settings.home, "desktop", "logs"), redactor);
  const log = (line: string): void => {
    file.write(line);
    if (!app.isPackaged) process.stderr.write(`shotgraph: ${redactor.redact(line)}\n`);
  };
  log(`Shotgraph ${options.version} begins, process ${process.pid}`);

  startDesktop(electron as unknown as ElectronApi, options, {
    manners: [...createManners({ log: file, redactor, faults: process, checkForUpdates: () => updates.check() }), updates.hook],
    openVault: async ({ safeStorage }, { platform, settings: { home } }) => remembering(await openVault({ safeStorage, platform, home, log }), (secret) => redactor.know(secret)),
    installAtTheEnd: () => updates.leave(),
    log,
  }).catch((error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    electron.dialog.showErrorBox("Shotgraph cannot start", error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
}
