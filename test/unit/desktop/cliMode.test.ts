import { existsSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { cliArguments, runCliMode, type CliApp } from "../../../electron/desktop/cliMode.ts";

describe("the app is a command line when it is called with --cli", () => {
  test.each([
    [["/opt/Shotgraph/shotgraph-editor", "--cli", "--", "plan", "a.shotgraph", "--json"], ["plan", "a.shotgraph", "--json"]],
    [["Shotgraph.exe", "--cli", "--", "run", "a.shotgraph", "--set", "photo.source=https://example.com/a.png"], ["run", "a.shotgraph", "--set", "photo.source=https://example.com/a.png"]],
    [["shotgraph-editor", "--ozone-platform=headless", "--no-sandbox", "--cli", "--", "ledger"], ["ledger"]],
    [["Shotgraph", "--cli", "nodes"], ["nodes"]],
    [["Shotgraph", "--cli"], []],
  ])("%j", (argv, args) => expect(cliArguments(argv, true)).toEqual(args));

  test.each([[["electron", ".", "--cli", "nodes"]], [["electron", "--no-sandbox", "/checkout/dist/desktop/main/main.mjs", "--cli", "nodes"]]])("in a checkout: %j", (argv) => expect(cliArguments(argv, false)).toEqual(["nodes"]));

  test("the second -- belongs to the command", () => expect(cliArguments(["x", "--cli", "--", "--", "a"], true)).toEqual(["--", "a"]));
});

describe("it is the editor", () => {
  test.each([[["Shotgraph"]], [["Shotgraph", "a.shotgraph"]], [["Shotgraph", "a.shotgraph", "--cli", "nodes"]], [["Shotgraph", "shotgraph://new?x=--cli", "--cli"]], [["--cli"]]])("%j", (argv) =>
    expect(cliArguments(argv, true)).toBeNull(),
  );
});

function rig(run: (args: readonly string[]) => Promise<number>) {
  const told: string[] = [];
  let quit: ((event: { preventDefault(): void }) => void) | undefined;
  let scratch = "";
  const app: CliApp = {
    whenReady: () => Promise.resolve().then(() => void told.push("ready")),
    exit: (code) => void told.push(`exit ${code}`),
    disableHardwareAcceleration: () => void told.push("no GPU"),
    setPath: (_name, path) => void (scratch = path),
    on: (_event, listener) => (quit = listener),
    dock: { hide: () => void told.push("no dock icon") },
  };
  const interrupt = vi.fn<() => void>(() => void told.push("interrupted"));
  const stream = {
    write: (_text: string, done: () => void) =>
      setTimeout(() => {
        told.push("written");
        done();
      }, 5),
  };
  const done = (args: readonly string[]) =>
    runCliMode(args, {
      app,
      streams: [stream],
      interrupt,
      runCommandLine: async (given) => {
        told.push(`ran ${given.join(" ")}`);
        return await run(given);
      },
    });
  return { told, interrupt, done, quit: () => quit, scratch: () => scratch };
}

describe("a command in the app", () => {
  test("ends with the command's exit code, after all of its output is written", async () => {
    const { told, done } = rig(() => Promise.resolve(3));
    await done(["plan", "a.shotgraph"]);
    expect(told).toEqual(["no GPU", "no dock icon", "ready", "ran plan a.shotgraph", "written", "exit 3"]);
  });

  test("has Chromium's files for itself and leaves none behind", async () => {
    let during = false;
    const { done, scratch } = rig(() => {
      during = existsSync(scratch());
      return Promise.resolve(0);
    });
    await done([]);
    expect(during).toBe(true);
    expect(existsSync(scratch())).toBe(false);
  });

  test("is interrupted, not killed, when Electron is asked to quit", async () => {
    const preventDefault = vi.fn<() => void>();
    const { told, interrupt, done, quit } = rig(() => {
      quit()?.({ preventDefault });
      return Promise.resolve(130);
    });
    await done(["run"]);
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(interrupt).toHaveBeenCalledOnce();
    expect(told.at(-1)).toBe("exit 130");
  });
});
