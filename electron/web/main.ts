import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommanderError } from "commander";
import { createEditorHost, type EditorHost } from "../host/editor/index.ts";
import { settingsFromEnvironment } from "../host/index.ts";
import { parseOptions, type WebOptions } from "./options.ts";
import { runWebHost } from "./program.ts";

const ROOT = join(import.meta.dirname, "..", "..");

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const fromEnvironment = settingsFromEnvironment(process.env, callerFolder());

/** What can be said at once, before anything is built or opened. */
function checked(options: WebOptions): WebOptions {
  if (options.service && fromEnvironment.apiKey === null) throw new Error("The real service needs a key: set SEEGEN_API_KEY, or leave --service out to use the sandbox.");
  if (options.file !== null && !existsSync(options.file)) throw new Error(`There is no file ${options.file}.`);
  return options;
}

async function openHost({ home, service, speed, bench, file }: WebOptions): Promise<EditorHost> {
  const settings = { ...fromEnvironment, home: home ?? fromEnvironment.home };
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { version: string };
  return await createEditorHost({ settings, realm: service ? "service" : "sandbox", sandboxSpeed: speed, version, bench, opened: file });
}

/** npm runs scripts in the project's folder; paths are meant from where it was called. */
function callerFolder(): string {
  return (process.env["npm_lifecycle_event"] && process.env["INIT_CWD"]) || process.cwd();
}

/** The first signal ends in order; a second one at once. */
function endOnSignal(end: () => Promise<void>): void {
  let ending = false;
  const onSignal = (): void => {
    if (ending) process.exit(130);
    ending = true;
    tell("Ending… (once more: at once; what is paid for is safe either way)");
    end().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}

function fail(error: unknown): never {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  process.stderr.write(`${process.env["SHOTGRAPH_DEBUG"] ? (stack ?? message) : message}\n`);
  process.exit(1);
}

try {
  endOnSignal(await runWebHost({ root: ROOT, options: checked(parseOptions(process.argv.slice(2), callerFolder())), openHost, tell }));
} catch (error) {
  // It has said what is wrong with the arguments, or listed them, by itself.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  fail(error);
}
