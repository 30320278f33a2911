import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RunUpdate, RunView } from "../../../shared/contract/api/runs.ts";
import type { StepEvent, StepState } from "../../../shared/contract/runEvents.ts";
import { rig, type FakeWindow } from "./rig.ts";

type Head = Omit<RunView, "steps" | "notices">;

const head = (more: Partial<Head> = {}): Head => ({ runId: "r", session: "s", graphId: "g", graphName: "Beach", state: "running", paused: null, only: null, startedAt: 0, endedAt: null, quoted: { min: 1, max: 1 }, billed: 0, outcome: null, error: null, ...more });
const step = (stepId: string, state: StepState): StepEvent => ({ type: "step", stepId, nodeId: stepId, item: 0, state, since: 0, began: null, expected: null, takes: { stored: 0, wanted: 1 }, attempts: 1, credits: { quoted: { min: 1, max: 1 }, billed: null }, bytes: null, error: null });
const run = (more: Partial<Head> = {}): RunUpdate => ({ type: "run", run: head(more) });
const steps = (...events: StepEvent[]): RunUpdate => ({ type: "events", runId: "r", events });
const leaves = (desk: ReturnType<typeof rig>, window: FakeWindow) => desk.leaving.mayClose(window as never);

describe("before a window closes", () => {
  test("its page is asked, and is waited for while it talks with the user", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    await desk.page(window, ["asking", "stay"]);
    expect(await leaves(desk, window)).toBe(false);
    const other = desk.open();
    await desk.page(other, ["asking", "ready"]);
    expect(await leaves(desk, other)).toBe(true);
  });

  test("a page that is not there yet holds nobody", async () => {
    const desk = rig();
    await desk.start();
    expect(await leaves(desk, desk.open())).toBe(true);
  });

  test("one that does not answer may be closed or waited for", async () => {
    vi.useFakeTimers();
    const desk = rig();
    await desk.start();
    const window = desk.open();
    const hello = desk.page(window, []);
    await vi.advanceTimersByTimeAsync(10);
    await hello;
    for (const [button, may] of [[1, false], [0, true]] as const) {
      desk.answers.push(button);
      const answer = leaves(desk, window);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await answer).toBe(may);
      expect(desk.boxes.at(-1)?.message).toBe("The window does not answer.");
    }
    vi.useRealTimers();
  });

  test.each([[0, "save"], [1, "cancel"], [2, "discard"]] as const)("the system's own box asks: button %i is %s", async (button, choice) => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.answers.push(button);
    expect(await desk.send(window, "confirm", { names: ["Beach"] })).toBe(choice);
    expect(desk.boxes[0]).toMatchObject({ message: expect.stringContaining("“Beach”"), buttons: ["Save", "Cancel", "Don't Save"], cancelId: 1, defaultId: 0 });
  });

  test("of several graphs the box names eight and counts the rest", async () => {
    const desk = rig();
    await desk.start();
    await desk.send(desk.open(), "confirm", { names: Array.from({ length: 10 }, (_, at) => `Graph ${at}`) });
    expect(desk.boxes[0]?.message).toContain("10 graphs");
    expect(desk.boxes[0]?.detail).toContain("Graph 7");
    expect(desk.boxes[0]?.detail).not.toContain("Graph 8");
    expect(desk.boxes[0]?.detail).toContain("and 2 more");
  });
});

describe("quitting while a run goes on", () => {
  async function running(platform: NodeJS.Platform = "linux") {
    const desk = rig({ platform });
    await desk.start();
    const window = desk.open();
    await desk.page(window);
    desk.runs(run());
    desk.runs(steps(step("a", "generating"), step("b", "done"), step("c", "waiting")));
    return { desk, window };
  }

  test("says what is paid for and goes on, and stays when that is wished", async () => {
    const { desk } = await running();
    desk.answers.push(0);
    expect(await desk.leaving.mayQuit()).toBe(false);
    expect(desk.boxes[0]?.detail).toBe("1 task is at the service and paid for.\n1 step has not been sent yet; it is not sent any more.\nThe service goes on with what is paid for. Shotgraph fetches it when you start it next time, and nothing is paid twice.");
    desk.answers.push(1);
    expect(await desk.leaving.mayQuit()).toBe(true);
  });

  test("is asked about once when the last window is closed and the program ends with it", async () => {
    const { desk, window } = await running();
    desk.answers.push(1);
    expect(await leaves(desk, window)).toBe(true);
    desk.windows.splice(0);
    expect(await desk.leaving.mayQuit()).toBe(true);
    expect(desk.boxes).toHaveLength(1);
  });

  test("closing a window on a Mac asks nothing of it: the run goes on", async () => {
    const { desk, window } = await running("darwin");
    expect(await leaves(desk, window)).toBe(true);
    expect(desk.boxes).toHaveLength(0);
  });

  test("asks nothing when it has ended", async () => {
    const { desk } = await running();
    desk.runs(run({ state: "ended", outcome: "done" }));
    expect(await desk.leaving.mayQuit()).toBe(true);
    expect(desk.boxes).toHaveLength(0);
  });
});

describe("while a run goes on", () => {
  test("the machine stays awake, and may sleep when it ends or waits for its user", async () => {
    const desk = rig();
    await desk.start();
    desk.open();
    desk.runs(run());
    expect(desk.last("stayAwake")).toEqual(["prevent-app-suspension"]);
    desk.runs(run({ state: "paused", paused: "80 credits are missing." }));
    expect(desk.did.filter(([name]) => name === "maySleep")).toHaveLength(1);
    desk.runs(run({ state: "running" }));
    desk.runs(run({ state: "ended", outcome: "done" }));
    expect(desk.did.filter(([name]) => name === "stayAwake" || name === "maySleep").map(([name]) => name)).toEqual(["stayAwake", "maySleep", "stayAwake", "maySleep"]);
  });

  test("dock and taskbar show how far it is, that it waits, and that it failed until somebody looks", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.runs(run());
    desk.runs(steps(step("a", "done"), step("b", "waiting")));
    expect(window.last("setProgressBar")).toEqual([0.5, { mode: "normal" }]);
    desk.runs(run({ state: "paused", paused: "x" }));
    expect(window.last("setProgressBar")).toEqual([0.5, { mode: "paused" }]);
    desk.runs(run({ state: "ended", outcome: "failed" }));
    expect(window.last("setProgressBar")).toEqual([1, { mode: "error" }]);
    window.emit("focus");
    expect(window.last("setProgressBar")).toEqual([-1, { mode: "none" }]);
  });

  test("who looks elsewhere is told of its end, and a click shows the run", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    await desk.page(window);
    desk.runs(run());
    desk.runs(run({ state: "ended", outcome: "done", billed: 1200 }));
    expect(desk.notifications[0]?.options).toEqual({ title: "“Beach” is done", body: "Everything was made. It cost 1,200 credits." });
    desk.notifications[0]?.emit("click");
    expect(window.told.at(-1)).toEqual({ type: "showRun", runId: "r" });
  });

  test("nobody is told who looks at it, who cancelled it, or of a run that had ended before the start", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.runs({ type: "snapshot", runs: [{ ...head({ state: "ended", outcome: "done" }), steps: [], notices: [] }] });
    desk.runs(run({ runId: "q" }));
    desk.runs(run({ runId: "q", state: "ended", outcome: "cancelled" }));
    window.focused = true;
    desk.runs(run({ runId: "p" }));
    desk.runs(run({ runId: "p", state: "ended", outcome: "done" }));
    expect(desk.notifications).toHaveLength(0);
  });

  test("missing credits, failures and lost answers are told in their own words", async () => {
    const desk = rig();
    await desk.start();
    desk.open();
    desk.runs(run());
    desk.runs(steps(step("a", "failed"), step("b", "done")));
    desk.runs(run({ state: "paused", paused: "80 credits are missing." }));
    desk.runs(run({ state: "ended", outcome: "failed" }));
    desk.runs(run({ runId: "q" }));
    desk.runs(run({ runId: "q", state: "ended", outcome: "unknown" }));
    expect(desk.notifications.map(({ options }) => [options.title, options.body])).toEqual([
      ["“Beach” waits", "80 credits are missing."],
      ["“Beach” did not finish", "1 step has failed, 1 is done and kept."],
      ["“Beach” needs a decision", "The answer to a request was lost. Look whether it was charged before it is sent again."],
    ]);
  });

  test("a host that stops ends what dock and taskbar show", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.runs(run());
    desk.host("stopped");
    expect(window.last("setProgressBar")).toEqual([-1, { mode: "none" }]);
    expect(desk.last("maySleep")).toEqual([7]);
  });
});

describe("files and links", () => {
  test("go to the page when it is ready, in their order, and a link only fills in", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.ask({ files: ["/g/a.shotgraph"], links: ["shotgraph://new?prompt=A%20cat"] });
    expect(window.told).toEqual([]);
    await desk.page(window);
    expect(window.told).toEqual([
      { type: "open", path: "/g/a.shotgraph" },
      { type: "link", link: { do: "new", template: null, name: null, prompt: "A cat" } },
    ]);
  });

  test("a link that asks for more does nothing but say so", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    await desk.page(window);
    desk.ask({ links: ["shotgraph://run?graph=1"] });
    expect(window.told).toEqual([{ type: "trouble", message: expect.stringContaining("nothing was done") }]);
  });

  test("open a window where there is none", async () => {
    const desk = rig({ platform: "darwin" });
    await desk.start();
    desk.open();
    desk.windows.splice(0);
    desk.ask({ files: ["/g/a.shotgraph"] });
    expect(desk.windows).toHaveLength(1);
  });

  test("are shown in their folder only when the host knows them", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.places[JSON.stringify({ session: "s" })] = { path: "/g/a.shotgraph", message: null };
    expect(await desk.send(window, "reveal", { session: "s" })).toEqual({ ok: true, message: null });
    expect(await desk.send(window, "reveal", { exported: "/etc/passwd" })).toEqual({ ok: false, message: "unknown" });
    await expect(desk.send(window, "reveal", { path: "/etc/passwd" })).rejects.toThrow(/invalid/i);
    expect(desk.did.filter(([name]) => name === "showItemInFolder")).toEqual([["showItemInFolder", "/g/a.shotgraph"]]);
  });

  test("a result is dragged out as a copy with its picture", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    expect(await desk.send(window, "drag", { sha256: "a".repeat(64), name: "Beach" })).toMatchObject({ ok: true });
    expect(window.last("startDrag")).toMatchObject([{ file: "/drag/clip.mp4", icon: { path: "/drag/icon.png" } }]);
  });
});

describe("the window", () => {
  test("has the mark of changes and the file of the graph in front, which is then a recent one", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.places[JSON.stringify({ session: "s" })] = { path: "/g/a.shotgraph", message: null };
    desk.recent("/g/a.shotgraph", "/g/b.shotgraph");
    await desk.send(window, "show", { session: "s", title: "● Beach", edited: true });
    expect([window.last("setDocumentEdited"), window.last("setRepresentedFilename"), window.last("setTitle")]).toEqual([[true], ["/g/a.shotgraph"], ["● Beach"]]);
    expect(desk.did.filter(([name]) => name === "addRecentDocument").map(([, path]) => path)).toEqual(["/g/b.shotgraph", "/g/a.shotgraph"]);
    await desk.send(window, "show", { session: null, title: "Shotgraph", edited: false });
    expect([window.last("setDocumentEdited"), window.last("setRepresentedFilename")]).toEqual([[false], [""]]);
  });

  test("has the page's menu, whose items act in the page", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    await desk.page(window);
    await desk.send(window, "menu", { groups: [{ id: "run", label: "Run", parts: [[{ id: "runAll", label: "Run all", shortcut: "mod+enter", native: false, enabled: true, checked: null }]] }] });
    await expect.poll(() => desk.menu.find(({ id }) => id === "run")).toBeDefined();
    const items = desk.menu.find(({ id }) => id === "run")?.submenu;
    if (!Array.isArray(items)) throw new Error("no submenu");
    items[0]?.click?.({} as never, undefined, { triggeredByAccelerator: true });
    expect(window.told.at(-1)).toEqual({ type: "perform", action: "runAll", byKey: true });
  });

  test("takes the theme that is chosen, and the system's otherwise", async () => {
    const desk = rig();
    await desk.start();
    const window = desk.open();
    desk.settings({ theme: "light" });
    expect(desk.nativeTheme.themeSource).toBe("light");
    desk.nativeTheme.shouldUseDarkColors = false;
    desk.nativeTheme.emit("updated");
    expect(window.last("setBackgroundColor")).toEqual(["#eef0f3"]);
  });

  test("tells its page the languages of the system", async () => {
    const desk = rig({ platform: "win32" });
    await desk.start();
    expect(await desk.send(desk.open(), "hello")).toEqual({ platform: "win32", languages: ["de-AT", "en"] });
  });
});

describe("recent graphs on Windows", () => {
  test("are on the jump list with a task for a new graph, until they are cleared", async () => {
    const desk = rig({ platform: "win32" });
    await desk.start();
    desk.open();
    desk.recent("/g/a.shotgraph");
    desk.host("running");
    await expect.poll(() => desk.last("setJumpList")).toMatchObject([[{ type: "recent" }, { type: "tasks", items: [{ args: "shotgraph://new" }] }]]);
  });
});

describe("faults", () => {
  test("that nobody caught are in the log without secrets, and told once with a way out", async () => {
    const desk = rig();
    desk.redactor.know("sgk0123456789");
    await desk.start();
    desk.answers.push(1);
    desk.faults.emit("uncaughtException", new Error("broke at sgk0123456789"));
    desk.faults.emit("uncaughtException", new Error("broke at sgk0123456789"));
    await expect.poll(() => desk.last("quit")).toEqual([]);
    expect(desk.boxes).toHaveLength(1);
    expect(desk.boxes[0]?.detail).toContain("broke at [key]");
    expect(desk.last("relaunch")).toEqual([]);
  });

  test("diagnostics go into the clipboard although the host does not answer", async () => {
    const desk = rig();
    await desk.start();
    expect(await desk.send(desk.open(), "copyDiagnostics")).toMatchObject({ ok: true });
    expect(String(desk.last("writeText")?.[0])).toContain("Shotgraph 1.2.3");
  });

  test("an end without a word is said at the next start, an orderly one is not", async () => {
    const desk = rig();
    writeFileSync(join(desk.folder, "running"), "1");
    await desk.start();
    const window = desk.open();
    await desk.page(window);
    expect(window.told).toEqual([{ type: "trouble", message: expect.stringContaining("ended unexpectedly") }]);
    await desk.leaving.quit();
    expect(existsSync(join(desk.folder, "running"))).toBe(false);
    const next = rig();
    await next.start();
    const its = next.open();
    await next.page(its);
    expect(its.told).toEqual([]);
  });
});
