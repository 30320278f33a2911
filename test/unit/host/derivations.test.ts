import { afterEach, expect, test, vi } from "vitest";
import { createDerivations, type Derivations } from "../../../electron/host/editor/derivations.ts";
import type { Making } from "../../../electron/host/making.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { MediaValue } from "../../../shared/nodes/values.ts";
import { FakeLibrary, graph, node, planOf } from "../plan/support.ts";

const SHA = "a".repeat(64);
const closing: Derivations[] = [];
afterEach(() => {
  for (const one of closing.splice(0)) one.close();
});

/** A graph that takes these frames of a clip. */
function framesAt(...seconds: number[]) {
  const library = new FakeLibrary();
  library.addMedia(SHA, "video", { durationSeconds: 60 });
  const frames = seconds.map((at) => node(`x${at}`, "extractFrame", { at: "time", seconds: at }));
  return planOf(graph([node("c", "videoRef", { source: { type: "file", sha256: SHA, name: "c.mp4", bytes: 9 } }), ...frames], frames.map(({ id }) => `c.video>${id}.video`)), library);
}

const nameOf = ({ identity }: MediaValue) => identity.slice(0, identity.indexOf(")") + 1);

/** A maker that ends each thing when the test says so. */
function desk() {
  const begun: { name: string; signal: AbortSignal | undefined; end: (error?: Error) => void }[] = [];
  const troubles = new Map<string, string>();
  const making: Making = {
    revision: 0,
    trouble: (identity) => troubles.get(identity),
    make: (value, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("stopped")));
        begun.push({ name: nameOf(value), signal, end: (error) => (error ? (troubles.set(value.identity, error.message), reject(error)) : resolve({} as MediaFacts)) });
      }),
    ahead: async () => false,
  };
  const onMade = vi.fn<() => void>();
  const derivations = createDerivations({ making: () => making, onMade, afterMs: 1 });
  closing.push(derivations);
  return { derivations, begun, onMade, names: () => begun.map(({ name }) => name) };
}

test("what open graphs want is made ahead, two at a time, and plans are told of each", async () => {
  const { derivations, begun, names, onMade } = desk();
  derivations.planned("s", framesAt(1, 2, 3));
  await vi.waitFor(() => expect(names()).toEqual(["frame(1)", "frame(2)"]));
  begun[0]!.end();
  await vi.waitFor(() => expect(names()).toEqual(["frame(1)", "frame(2)", "frame(3)"]));
  expect(onMade).toHaveBeenCalledTimes(1);
});

test("a slider that is dragged is not followed: only what is wanted in the end is begun", async () => {
  const { derivations, names } = desk();
  for (const seconds of [1, 2, 3, 4]) derivations.planned("s", framesAt(seconds));
  await vi.waitFor(() => expect(names()).toEqual(["frame(4)"]));
});

test("what nobody wants any more is stopped, and what another graph still wants is not", async () => {
  const { derivations, begun, names, onMade } = desk();
  derivations.planned("s", framesAt(1, 2));
  derivations.planned("t", framesAt(2));
  await vi.waitFor(() => expect(names()).toEqual(["frame(1)", "frame(2)"]));
  derivations.planned("s", framesAt(9));
  expect(begun.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  await vi.waitFor(() => expect(names()).toContain("frame(9)"));
  derivations.closed("t");
  expect(begun[1]!.signal?.aborted).toBe(true);
  expect(onMade).not.toHaveBeenCalled();
});

test("what cannot be made is told once and not tried again and again", async () => {
  const { derivations, begun, names, onMade } = desk();
  derivations.planned("s", framesAt(1));
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  begun[0]!.end(new Error("it is no video"));
  await vi.waitFor(() => expect(onMade).toHaveBeenCalledTimes(1));
  derivations.planned("s", framesAt(1));
  derivations.planned("s", framesAt(1, 5));
  await vi.waitFor(() => expect(names()).toEqual(["frame(1)", "frame(5)"]));
});
