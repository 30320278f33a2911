import { afterEach, describe, expect, test, vi } from "vitest";
import { RunDesk } from "../../../electron/host/editor/runDesk.ts";
import type { Session } from "../../../electron/host/editor/session.ts";
import type { Station } from "../../../electron/host/editor/station.ts";
import type { RunOptions } from "../../../electron/engine/executor.ts";
import type { Realm } from "../../../shared/contract/api/host.ts";
import type { RunUpdate } from "../../../shared/contract/api/runs.ts";
import type { RunResult } from "../../../shared/contract/runEvents.ts";
import type { Graph } from "../../../shared/graph/document.ts";

const PRICE = 100;
const EARLIER = "earlier-runs";

afterEach(() => {
  vi.useRealTimers();
});

/** A station whose service answers, and whose runs end, when the test says so. */
function deskOf() {
  const begun: { graph: string; realm: Realm; options: RunOptions; end: () => void }[] = [];
  const state = { realm: "sandbox" as Realm, waiting: 0, answersWait: false };
  const answers: (() => void)[] = [];
  const workspaceOf = (realm: Realm) => ({
    client: {},
    library: { takesIn: () => Array.from({ length: state.waiting }) },
    hosting: { to: null },
    service: "seegen.ai",
    local: false,
    plan: ({ id }: Graph) => ({ graphId: id, problems: [], quote: { min: PRICE, max: PRICE }, nodes: [{ id: "a", problems: [], steps: [{ needed: 1, missing: 0, inFlight: [], stored: [] }] }] }),
    run: ({ graphId }: { graphId: string }, options: RunOptions) => {
      if (begun.some(({ end }) => going.has(end))) throw new Error("a run is going on already");
      let end = () => {};
      const result = new Promise<RunResult>((done) => {
        end = () => {
          going.delete(end);
          done({ runId: "r", outcome: "done", quoted: { min: 0, max: 0 }, billed: 0, steps: [] });
        };
      });
      going.add(end);
      begun.push({ graph: graphId, realm, options, end });
      return { result, cancel: vi.fn<() => void>(), resume: vi.fn<() => void>() };
    },
  });
  const going = new Set<() => void>();
  let workspace = workspaceOf("sandbox");
  const account = {
    latest: { available: 1_000 },
    refresh: async () => {
      if (state.answersWait) await new Promise<void>((answer) => answers.push(answer));
      return account.latest;
    },
  };
  const station = {
    account,
    heldBy: null,
    consents: { has: () => false, add: async () => {} },
    info: { realm: "sandbox", sandboxSpeed: 1 },
    get realm() {
      return state.realm;
    },
    get workspace() {
      return workspace;
    },
  };
  const desk = new RunDesk(station as unknown as Station, () => {});
  const ask = (id: string, extra: { realm?: Realm } = {}) => {
    const graph: Graph = { format: "shotgraph", version: 1, id, name: id, nodes: [], edges: [] };
    return desk.start({ id, graph } as Session, { session: id, accepted: PRICE, agreed: [], onUnknown: "fail", ...extra });
  };
  return {
    desk,
    begun,
    state,
    ask,
    answer: () => {
      state.answersWait = false;
      for (const answer of answers.splice(0)) answer();
    },
    asked: () => answers.length,
    switchTo: (realm: Realm) =>
      desk.whileIdle(async () => {
        state.realm = realm;
        workspace = workspaceOf(realm);
      }),
  };
}

async function runsOf(desk: RunDesk) {
  const stop = new AbortController();
  const { value } = await desk.watch(stop.signal).next();
  stop.abort();
  return (value as Extract<RunUpdate, { type: "snapshot" }>).runs;
}

const turns = () => new Promise((done) => setTimeout(done, 5));

describe("one run at a time", () => {
  test("one that waits and is cancelled while the service is asked about it never begins", async () => {
    const { desk, begun, state, ask, answer, asked } = deskOf();
    await ask("first");
    const second = await ask("second");
    state.answersWait = true;
    begun[0]?.end();
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(0));
    expect(desk.cancel("runId" in second ? second.runId : "")).toBe(true);
    answer();
    await turns();
    expect(begun.map(({ graph }) => graph)).toEqual(["first"]);
    expect((await runsOf(desk)).map(({ outcome }) => outcome)).toEqual(["cancelled", "done"]);
  });

  test("asked for while the next one is being planned, a run waits; none is lost", async () => {
    const { desk, begun, state, ask, answer, asked } = deskOf();
    await ask("first");
    await ask("second");
    state.answersWait = true;
    begun[0]?.end();
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(0));
    const third = ask("third");
    answer();
    await third;
    for (const at of [1, 2]) {
      await vi.waitFor(() => expect(begun).toHaveLength(at + 1));
      begun[at]?.end();
    }
    await vi.waitFor(() => expect(desk.underWay).toBe(false));
    expect(begun.map(({ graph }) => graph)).toEqual(["first", "second", "third"]);
  });

  test("what earlier processes paid for is fetched before or after a run is begun, never in between", async () => {
    vi.useFakeTimers();
    const { desk, begun, state, ask, answer } = deskOf();
    state.waiting = 1;
    state.answersWait = true;
    desk.collectEarlier();
    const starting = ask("first");
    await vi.advanceTimersByTimeAsync(1_000);
    answer();
    expect(await starting).toMatchObject({ status: "started" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun.map(({ graph }) => graph)).toEqual(["first"]);
    state.waiting = 1;
    begun[0]?.end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun.map(({ graph }) => graph)).toEqual(["first", EARLIER]);
  });
});

describe("money", () => {
  test("the realm is not switched while a run waits or is being started, and a switch in between is asked about", async () => {
    const { begun, state, ask, answer, asked, switchTo } = deskOf();
    state.answersWait = true;
    const starting = ask("first");
    await vi.waitFor(() => expect(asked()).toBe(1));
    expect(await switchTo("service")).toBe(false);
    answer();
    await starting;
    await ask("second");
    begun[0]?.end();
    expect(await switchTo("service")).toBe(false);
    await vi.waitFor(() => expect(begun).toHaveLength(2));
    begun[1]?.end();
    await vi.waitFor(async () => expect(await switchTo("service")).toBe(true));
    expect(await ask("third", { realm: "sandbox" })).toMatchObject({ status: "refused", code: "price", quote: { max: PRICE } });
    expect(begun.map(({ realm }) => realm)).toEqual(["sandbox", "sandbox"]);
    expect(await ask("third", { realm: "service" })).toMatchObject({ status: "started" });
    expect(begun[2]?.realm).toBe("service");
  });

  test("what was accepted is the most that a run may spend while it goes on", async () => {
    const { begun, ask } = deskOf();
    await ask("first");
    expect(begun[0]?.options.budget).toBe(PRICE);
  });
});
