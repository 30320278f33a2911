import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { once } from "node:events";
import { parseScenario, startSandbox } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { callerFolder } from "./graphFile.ts";
import { print, tell } from "./output.ts";

export interface SandboxFlags {
  port: number;
  speed: number;
  credits: number;
  concurrency?: number;
  scenario?: string;
}

/** `shotgraph sandbox`: the service on this machine until Ctrl-C. */
export async function sandboxCommand({ port, speed, credits, concurrency, scenario }: SandboxFlags): Promise<ExitCode> {
  const parsed = scenario === undefined ? null : await readScenario(resolve(callerFolder(), scenario));
  const sandbox = await startSandbox({ port, speed, credits, ...(concurrency ? { concurrency } : {}), ...(parsed ? { scenario: parsed } : {}) });
  print(sandbox.url);
  tell(`The sandbox listens. Any API key is accepted. In another terminal:\n  SEEGEN_BASE_URL=${sandbox.url} SEEGEN_API_KEY=sandbox shotgraph run FILE\nCtrl-C ends it.`);
  const ended = new AbortController();
  await Promise.race([once(process, "SIGINT", { signal: ended.signal }), once(process, "SIGTERM", { signal: ended.signal })]);
  ended.abort();
  await sandbox.close();
  return EXIT.done;
}

async function readScenario(path: string) {
  try {
    return parseScenario(await readFile(path, "utf8"));
  } catch (error) {
    throw new CliError(EXIT.usage, "scenario", `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
