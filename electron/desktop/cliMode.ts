import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the command line needs of Electron's `app`. */
export interface CliApp {
  whenReady(): Promise<void>;
  exit(code: number): void;
  disableHardwareAcceleration(): void;
  setPath(name: "sessionData", path: string): void;
  on(event: "before-quit", listener: (event: { preventDefault(): void }) => void): unknown;
  /** Only on macOS. */
  dock?: { hide(): void } | undefined;
}

export interface CliMode {
  app: CliApp;
  /** Runs one command and returns its exit code: `runCommandLine` of electron/cli, imported when it is needed. */
  runCommandLine: (args: readonly string[]) => Promise<number>;
  /** Where the command writes. What is still under way there is waited for. */
  streams: readonly { write(text: string, done: () => void): unknown }[];
  /** Hands an interruption to the command, as if Ctrl-C had been pressed. */
  interrupt: () => void;
}

const SWITCH = "--cli";

/**
 * The arguments of the command when the app was called as a command line (`Shotgraph --cli -- plan a.shotgraph`), else null. The first `--cli` decides; what stands
 * before it are switches of Chromium, and in a checkout the program that Electron is told to run. The `--` after it keeps Chromium and, on Windows, Electron's guard
 * against foreign links away from the command's own arguments.
 */
export function cliArguments(argv: readonly string[], isPackaged: boolean): string[] | null {
  const at = argv.indexOf(SWITCH, 1);
  if (at === -1) return null;
  // A file or link before it: the system opens something, whatever follows.
  if (isPackaged && argv.slice(1, at).some((argument) => !argument.startsWith("-"))) return null;
  const rest = argv.slice(at + 1);
  return rest[0] === "--" ? rest.slice(1) : rest;
}

/**
 * Runs a command inside the app, without windows, single instance or the editor's settings: the packed binary is no general Node (its `runAsNode` fuse is off), so this
 * is how the command line travels with it. Environment, output and exit codes are those of docs/command-line.md. Ends the process.
 */
export async function runCliMode(args: readonly string[], { app, runCommandLine, streams, interrupt }: CliMode): Promise<void> {
  app.disableHardwareAcceleration();
  app.dock?.hide();
  // Chromium's own files, of which a command has none, apart from those of an editor that may be running.
  const scratch = mkdtempSync(join(tmpdir(), "shotgraph-cli-"));
  app.setPath("sessionData", scratch);
  // Electron answers the signals of a terminal with a wish to quit. What is paid for is followed to its end first, as everywhere.
  app.on("before-quit", (event) => {
    event.preventDefault();
    interrupt();
  });
  await app.whenReady();
  const code = await runCommandLine(args);
  // `app.exit` does not wait for a pipe that is still being written.
  await Promise.all(streams.map(async (stream) => await new Promise<void>((done) => void stream.write("", done))));
  // Windows keeps files that Chromium still has open: a few empty ones stay in the temporary folder then, which is no failure of the command.
  await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  app.exit(code);
}
