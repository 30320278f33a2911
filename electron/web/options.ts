import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";

export interface WebOptions {
  /** 0 for any free one. */
  port: number;
  /** Whether to open a browser where there is one. */
  open: boolean;
  /** The real service instead of the sandbox. */
  service: boolean;
  /** How many times faster than the real service the sandbox is. */
  speed: number;
  /** The page may show a generated document. */
  bench: boolean;
  /** Absolute; null for the usual data folder. */
  home: string | null;
  /** Absolute path of the graph to open; null for none. */
  file: string | null;
}

/** A clip in seconds instead of minutes. */
const SANDBOX_SPEED = 60;

/** Reads the arguments (without `node` and the script). Throws `CommanderError`; `--help` is one with exit code 0. Paths are relative to `from`. */
export function parseOptions(args: readonly string[], from: string): WebOptions {
  const program = new Command("npm start --")
    .description("Opens the editor: in a window of its own where Electron can be had, else in the default browser, served from this machine to this machine only. The sandbox needs no key and costs nothing.")
    .argument("[file]", "a .shotgraph file to open")
    // Taken by the launcher, which starts this.
    .option("--web", "in a browser, even where Electron can be had (so do --port and --no-open)", false)
    .option("--port <n>", "port on 127.0.0.1; 0 for any free one", port, 0)
    .option("--no-open", "only print the address")
    .option("--service", "the real service, with the key in SEEGEN_API_KEY; runs cost money", false)
    .option("--speed <x>", "how many times faster than the real service the sandbox is", speed, SANDBOX_SPEED)
    .option("--bench", "let the page show generated documents, for measuring", false)
    .option("--home <dir>", "the data folder: journal, media, recovery files")
    .helpOption("-h, --help", "this list")
    .exitOverride()
    .showHelpAfterError("(npm start -- --help lists the options)");
  program.parse(args, { from: "user" });
  const { home, web: _web, ...flags } = program.opts<Omit<WebOptions, "home" | "file"> & { home?: string; web: boolean }>();
  const [file] = program.args;
  return { ...flags, home: home === undefined ? null : resolve(from, home), file: file === undefined ? null : resolve(from, file) };
}

function port(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError("It must be a port number from 0 to 65535.");
  return value;
}

function speed(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value) || value < 0.001) throw new InvalidArgumentError("It must be a number above 0 (Infinity does not wait at all).");
  return value;
}
