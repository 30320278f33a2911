import { expect, test } from "vitest";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { unmadeOf } from "../../../shared/plan/derivedValues.ts";
import { FakeLibrary, graph, node, nodeOf, planOf, prompt } from "./support.ts";

const SHA = "d".repeat(64);
const CUT = `video{"seconds":3,"start":2}(sha256:${SHA})`;
const FRAME = `frame(last)(sha256:${SHA})`;
const clip = node("c", "videoRef", { source: { type: "file", sha256: SHA, name: "clip.mp4", bytes: 9 } });
const framed = graph([prompt("p"), clip, node("x", "extractFrame"), node("v", "generateSd2"), node("o", "output")], ["p.text>v.prompt", "c.video>x.video", "x.image>v.firstFrame", "x.image>o.in"]);
const trimmed = graph([prompt("p"), clip, node("f", "fitVideo", { start: 2, seconds: 3 }), node("r", "reroute"), node("v", "generateSd2")], ["p.text>v.prompt", "c.video>f.video", "f.video>r.in", "r.out>v.videos"]);

function library(more: object = {}): FakeLibrary {
  const made = new FakeLibrary();
  made.addMedia(SHA, "video", { durationSeconds: 8 });
  return Object.assign(made, more);
}
const facts = (details: MediaFacts["details"]): MediaFacts => ({ sha256: "e".repeat(64), type: "video", format: "mp4", bytes: 5, width: 1280, height: 720, durationSeconds: 3, ...(details ? { details } : {}) });
const messages = (plan: ReturnType<typeof planOf>, id: string) => nodeOf(plan, id).problems.map(({ severity, message }) => `${severity}: ${message}`);

test("what can be made now is listed once, though a step and an output want it", () => {
  expect(unmadeOf(planOf(framed, library())).map(({ identity }) => identity)).toEqual([FRAME]);
});

test("what waits for a take that is not made, and what is made already, is not", () => {
  const waiting = graph([prompt("p"), node("a", "generateSd2"), node("x", "extractFrame"), node("v", "generateSd2")], ["p.text>a.prompt", "p.text>v.prompt", "a.video>x.video", "x.image>v.firstFrame"]);
  expect(unmadeOf(planOf(waiting, library()))).toEqual([]);
  expect(unmadeOf(planOf(trimmed, library({ derived: (identity: string) => (identity === CUT ? facts(undefined) : undefined) })))).toEqual([]);
});

test("what was tried in vain is an error on the node that makes it, and on no other", () => {
  const plan = planOf(trimmed, library({ derivedTrouble: (identity: string) => (identity === CUT ? "The clip cannot be cut." : undefined) }));
  expect(messages(plan, "f")).toEqual(["error: The clip cannot be cut."]);
  expect(messages(plan, "r")).toEqual([]);
});

test("without a window and without ffmpeg a frame is a problem that says so, unless it is made already", () => {
  expect(messages(planOf(framed, library({ noFrames: "ffmpeg is installed." })), "x")).toEqual(["error: A picture can only be taken out of a video where ffmpeg is installed."]);
  const there = library({ noFrames: "ffmpeg is installed.", derived: (identity: string) => (identity === FRAME ? { ...facts(undefined), type: "image" as const, format: "png", durationSeconds: null } : undefined) });
  expect(messages(planOf(framed, there), "x")).toEqual([]);
  expect(messages(planOf(framed, library()), "x")).toEqual([]);
});

test("a cut that had to begin clearly earlier says so; a frame or two is no word worth", () => {
  const begins = (seconds: number | undefined) => messages(planOf(trimmed, library({ derived: () => facts(seconds === undefined ? undefined : { begins: seconds }) })), "f");
  expect(begins(0)).toEqual([expect.stringMatching(/^warning: The cut begins at 0\.00 s instead of 2\.00 s/)]);
  expect([begins(1.95), begins(2), begins(undefined)]).toEqual([[], [], []]);
});
