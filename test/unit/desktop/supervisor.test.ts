import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Supervisor } from "../../../electron/desktop/hostSupervisor.ts";
import type { ToHost } from "../../../electron/desktop/hostProcess/messages.ts";
import { MessageChannelMain } from "../../desktop/standIn/endpoint.ts";

class FakeChild extends EventEmitter {
  readonly pid = 1;
  readonly stdout = null;
  readonly stderr = null;
  readonly heard: ToHost[] = [];
  killed = false;

  postMessage(message: ToHost): void {
    this.heard.push(message);
    if (message.kind === "close") setTimeout(() => this.emit("exit", 0), 10);
  }

  kill(): boolean {
    this.killed = true;
    this.emit("exit", 1);
    return true;
  }
}

const SETTINGS = { apiKey: null, baseUrl: null, home: "/data" };

function supervised() {
  const children: { child: FakeChild; env: NodeJS.ProcessEnv; args: readonly string[] }[] = [];
  const states: string[] = [];
  const supervisor = new Supervisor({
    electron: {
      MessageChannelMain,
      utilityProcess: {
        fork(_program, args = [], options = {}) {
          const child = new FakeChild();
          children.push({ child, env: (options.env ?? {}) as NodeJS.ProcessEnv, args });
          return child;
        },
      },
    },
    program: "/program.mjs",
    first: { settings: SETTINGS, realm: "service", speed: 60, bench: false, version: "1.0.0", opened: "/a.shotgraph" },
    env: { HOME: "/home", SEEGEN_API_KEY: "sk_secret", SHOTGRAPH_S3_SECRET_ACCESS_KEY: "s3_secret", NODE_OPTIONS: "--require evil.js", ELECTRON_RUN_AS_NODE: "1" },
    vault: null,
    log: () => undefined,
  });
  supervisor.onState((state) => states.push(state));
  supervisor.start();
  return { supervisor, children, states };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("the host's process", () => {
  test("gets keys by message, and neither keys nor what changes Node in its environment", () => {
    const { children } = supervised();
    const [first] = children;
    expect(first?.args).toEqual([]);
    expect(first?.env).toEqual({ HOME: "/home" });
    expect(first?.child.heard).toEqual([expect.objectContaining({ kind: "start", start: expect.objectContaining({ secrets: { SEEGEN_API_KEY: "sk_secret", SHOTGRAPH_S3_SECRET_ACCESS_KEY: "s3_secret" }, opened: "/a.shotgraph" }) })]);
  });

  test("is started again when it ends, later each time, and says so", async () => {
    const { children, states } = supervised();
    const waits: number[] = [];
    for (let times = 0; times < 9; times += 1) {
      const began = Date.now();
      children.at(-1)?.child.emit("exit", 1);
      const before = children.length;
      while (children.length === before) await vi.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - began);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(states.slice(0, 2)).toEqual(["stopped", "starting"]);
  });

  test("that ran for a while is started again at once, and opens no file a second time", async () => {
    const { children, supervisor } = supervised();
    for (let times = 0; times < 3; times += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      children.at(-1)?.child.emit("exit", 139);
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(children).toHaveLength(4);
    expect(children[3]?.child.heard[0]).toMatchObject({ kind: "start", start: { opened: null } });
    // What was signed for the one before still holds.
    expect(children.map(({ child: { heard } }) => heard[0]?.kind === "start" && heard[0].start.mediaSecret)).toEqual(children.map(() => supervisor.mediaSecret));
  });

  test("that says nothing sensible changes nothing", () => {
    const { children, supervisor, states } = supervised();
    for (const nonsense of [null, "ready", { kind: "ready", more: 1 }, { kind: "quit" }, { kind: "log", line: 5 }]) children[0]?.child.emit("message", nonsense);
    expect(states).toEqual([]);
    children[0]?.child.emit("message", { kind: "ready" });
    expect(supervisor.state).toBe("running");
  });

  test("is closed in order, is killed when it does not end, and is not started again", async () => {
    const { supervisor, children } = supervised();
    const closing = supervisor.close();
    await vi.advanceTimersByTimeAsync(10);
    await closing;
    expect(children[0]?.child.heard.at(-1)).toEqual({ kind: "close" });
    expect(children[0]?.child.killed).toBe(false);

    const other = supervised();
    const [stuck] = other.children;
    vi.spyOn(stuck!.child, "postMessage").mockImplementation(() => undefined);
    const late = other.supervisor.close();
    await vi.advanceTimersByTimeAsync(15_000);
    await late;
    expect(stuck?.child.killed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([children.length, other.children.length]).toEqual([1, 1]);
  });

  test("has failed to start for a reason that is remembered", async () => {
    const { supervisor, children } = supervised();
    children[0]?.child.emit("message", { kind: "failed", message: "The disk is full." });
    children[0]?.child.emit("exit", 1);
    expect(supervisor.problem).toBe("The disk is full.");
    expect(supervisor.state).toBe("stopped");
    await vi.advanceTimersByTimeAsync(250);
    children[1]?.child.emit("message", { kind: "ready" });
    expect(supervisor.problem).toBeNull();
  });
});
