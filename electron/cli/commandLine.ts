import { CommanderError } from "commander";
import { LibraryError } from "../../shared/contract/libraryErrors.ts";
import { ApiKeyError, BaseUrlError, HeldError } from "../host/index.ts";
import { CliError, EXIT } from "./exitCodes.ts";
import { print, printJson, surviveUnheard, tell } from "./output.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command with its arguments (without `node` and the script) and returns its exit code. Every end of a command leads here: a message for people, with
 * `--json` the one object on stdout (with `--events` the last line). Never throws.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const events = args.includes("--events");
  const refused = (why: Record<string, unknown>): void => {
    if (json) printJson({ ok: false, ...why });
    else if (events) print(JSON.stringify({ type: "result", ok: false, ...why }));
  };
  surviveUnheard();
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      refused({ error: { code: "usage", message: error.message } });
      return EXIT.usage;
    }
    const { exitCode, code, message, details } = explained(error);
    refused({ ...details, error: { code, message } });
    tell(message);
    return exitCode;
  }
}

function explained(error: unknown): Pick<CliError, "exitCode" | "code" | "message" | "details"> {
  if (error instanceof CliError) return error;
  if (error instanceof HeldError) return { exitCode: EXIT.held, code: "held", message: error.message, details: {} };
  if (error instanceof BaseUrlError || error instanceof ApiKeyError) return { exitCode: EXIT.usage, code: error.code, message: error.message, details: {} };
  if (error instanceof LibraryError) return { exitCode: error.code === "held" ? EXIT.held : EXIT.failed, code: error.code, message: error.message, details: {} };
  const message = error instanceof Error ? (process.env["SHOTGRAPH_DEBUG"] ? (error.stack ?? error.message) : error.message) : String(error);
  return { exitCode: EXIT.failed, code: "internal", message, details: {} };
}
