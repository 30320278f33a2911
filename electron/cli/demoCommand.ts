import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { examplesFolder, openWorkspace } from "../host/index.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { callerFolder, readGraph } from "./graphFile.ts";
import { print, styled } from "./output.ts";
import { runGraph } from "./runCommand.ts";

const EXAMPLE = "keyframe-upscale.shotgraph";

/** `shotgraph demo`: an example graph in the sandbox, in a library of its own: the quote, the run, the same run again for nothing. */
export async function demoCommand({ out, speed }: { out: string; speed: number }): Promise<ExitCode> {
  const graph = await readGraph(join(examplesFolder(), EXAMPLE));
  const home = await mkdtemp(join(tmpdir(), "shotgraph-demo-"));
  const workspace = await openWorkspace({ settings: { apiKey: null, baseUrl: null, home }, executor: { spends: "shotgraph demo" }, sandbox: { start: true, speed } });
  const flags = { set: [], only: [], out: resolve(callerFolder(), out), onUnknown: "fail" as const, sandbox: true, speed, yes: true, askAbove: 0 };
  try {
    print(styled("bold", "What it will cost, and then the run, in the built-in sandbox:\n"));
    const first = await runGraph(graph, workspace, flags);
    print(styled("bold", "\nThe same graph again: everything is cached, so nothing is asked and nothing is paid.\n"));
    const second = await runGraph(graph, workspace, flags);
    print(`\nThe results lie in ${flags.out}, the demo's library in ${home}.`);
    return first.outcome === "done" && second.outcome === "done" ? EXIT.done : EXIT.failed;
  } finally {
    await workspace.close();
  }
}
