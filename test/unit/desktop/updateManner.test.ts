import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageBoxOptions } from "electron";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RunView } from "../../../shared/contract/api/runs.ts";
import { choicesIn } from "../../../electron/desktop/updates/choices.ts";
import { ActiveRuns, createUpdateManner, whyNoUpdates } from "../../../electron/desktop/updates/index.ts";
import { updateDialogs } from "../../../electron/desktop/updates/questions.ts";
import { updateWords } from "../../../electron/desktop/updates/words.ts";

const words = updateWords(["en"]);
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotgraph-updates-"));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

describe("a program updates itself only where it knows how", () => {
  const packed = { isPackaged: true, platform: "linux" as const, env: { APPIMAGE: "/home/you/Shotgraph.AppImage" } };

  test("sources do not", () => expect(whyNoUpdates({ ...packed, isPackaged: false, resources: folder }, words.off)).toBe(words.off.sources));
  test("a build that names no place does not", () => expect(whyNoUpdates({ ...packed, resources: folder }, words.off)).toBe(words.off.noSource));

  test("an AppImage and a package do, an unpacked folder does not; macOS and Windows do", async () => {
    await writeFile(join(folder, "app-update.yml"), "provider: github");
    expect(whyNoUpdates({ ...packed, resources: folder }, words.off)).toBeNull();
    expect(whyNoUpdates({ ...packed, env: {}, resources: folder }, words.off)).toBe(words.off.byHand);
    expect(whyNoUpdates({ ...packed, env: {}, platform: "win32", resources: folder }, words.off)).toBeNull();
    await writeFile(join(folder, "package-type"), "deb");
    expect(whyNoUpdates({ ...packed, env: {}, resources: folder }, words.off)).toBeNull();
  });

  test("before it is hooked in, it neither checks nor installs", () => {
    const load = vi.fn<() => Promise<never>>();
    const manner = createUpdateManner(load, { env: {}, resources: folder });
    manner.check();
    expect(manner.leave()).toBe(false);
    expect(load).not.toHaveBeenCalled();
  });
});

describe("runs", () => {
  const run = (runId: string, state: RunView["state"]) => ({ type: "run" as const, run: { runId, state } as RunView });

  test("are active from their queue to their end, pauses included", () => {
    const runs = new ActiveRuns();
    const seen: boolean[] = [];
    runs.onChange(() => seen.push(runs.active));
    for (const state of ["queued", "running", "paused", "cancelling", "ended"] as const) runs.take(run("a", state));
    expect(seen).toEqual([true, true, true, true, false]);
  });

  test("one of two that ends leaves the other active, and a snapshot replaces what was known", () => {
    const runs = new ActiveRuns();
    runs.take(run("a", "running"));
    runs.take(run("b", "queued"));
    runs.take(run("a", "ended"));
    expect(runs.active).toBe(true);
    runs.take({ type: "snapshot", runs: [{ ...run("b", "ended").run }] });
    expect(runs.active).toBe(false);
  });
});

describe("dialogs", () => {
  const shown: MessageBoxOptions[] = [];
  const dialogs = (response: number) =>
    updateDialogs(
      (box) => {
        shown.push(box);
        return Promise.resolve({ response });
      },
      words,
      "1.0.0",
    );

  test.each([
    [0, "download"],
    [1, "later"],
    [2, "skip"],
  ])("button %i of the offer means %s", async (button, answer) => expect(await dialogs(button).download("2.0.0", "News")).toBe(answer));

  test("Escape never downloads, installs at once or agrees", async () => {
    shown.length = 0;
    await dialogs(0).download("2.0.0", "");
    await dialogs(0).install("2.0.0");
    await dialogs(0).lookByItself();
    expect(shown.map(({ cancelId }) => cancelId)).toEqual([1, 1, 1]);
  });

  test("the offer names both versions and what is new", async () => {
    shown.length = 0;
    await dialogs(1).download("2.0.0", "• Faster");
    expect(`${shown[0]?.message} ${shown[0]?.detail}`).toMatch(/2\.0\.0.*1\.0\.0.*• Faster/s);
  });
});

describe("choices", () => {
  test("survive a restart", async () => {
    const file = join(folder, "updates.json");
    await choicesIn(file, () => undefined).write({ automatic: "no", skipped: "2.0.0" });
    expect(await choicesIn(file, () => undefined).read()).toEqual({ automatic: "no", skipped: "2.0.0" });
  });

  test.each(["{", '{"automatic":"always"}'])("a damaged file (%s) decides nothing and is told to the log", async (text) => {
    const file = join(folder, "updates.json");
    await writeFile(file, text);
    const log = vi.fn<(line: string) => void>();
    expect(await choicesIn(file, log).read()).toEqual({ automatic: "unasked", skipped: null });
    expect(log).toHaveBeenCalledOnce();
  });
});
