import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { fitChange, fitOf, mendChange } from "../../../shared/edit/mends.ts";
import { apply, fromGraph, invert, toGraph } from "../../../shared/edit/records.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import type { Mend, Problem } from "../../../shared/graph/problem.ts";
import { FakeLibrary, graph, keyOf, node, nodeOf, planOf, prompt } from "../plan/support.ts";

const SHA = "b".repeat(64);
const OTHER = "c".repeat(64);
const source = (id: string, sha256: string, kind = "imageAsset", params: Record<string, unknown> = {}) => node(id, kind, { source: { type: "file", sha256, name: `${id}.bin`, bytes: 9 }, ...params });

/** Each port of a model that takes images. */
const PORTS = [
  ["gptImage2", "images"],
  ["generateHappyhorse", "firstFrame"],
  ["generateHappyhorse", "references"],
  ["generateSd2", "firstFrame"],
  ["generateSd2", "images"],
] as const;

function libraryWith(facts: Partial<MediaFacts>, type: "image" | "video" | "audio" = "image"): FakeLibrary {
  const library = new FakeLibrary();
  library.addMedia(SHA, type, facts);
  library.addMedia(OTHER, "image", {});
  return library;
}

/** The picture goes to the model under test alone; another one goes to a model beside it. */
const alone = (kind: string, port: string) => graph([prompt("p"), source("s", SHA), node("m", kind), source("t", OTHER), node("b", "gptImage2")], ["p.text>m.prompt", `s.image>m.${port}`, "p.text>b.prompt", "t.image>b.images"]);
/** It goes to both, between others of the model's multi port. */
const shared = () => graph([prompt("p"), source("t", OTHER), source("s", SHA), source("u", OTHER), node("m", "generateHappyhorse"), node("b", "gptImage2")], ["p.text>m.prompt", "t.image>m.references", "s.image>m.references", "u.image>m.references", "p.text>b.prompt", "s.image>b.images"]);

const faultsAt = (document: Graph, library: FakeLibrary, id = "m") => nodeOf(planOf(document, library), id).problems.filter(({ mends }) => mends !== undefined);
const mendsOf = (problems: readonly Problem[]) => problems.flatMap(({ mends = [] }) => mends);

function mended(document: Graph, consumer: string, port: string, mend: Mend) {
  const doc = fromGraph(document);
  const change = mendChange(doc, consumer, port, mend);
  if (isRefusal(change)) throw new Error(change.refused);
  return { doc, change, after: toGraph(apply(doc, change)) };
}

describe.each(PORTS)("an image at %s %s", (kind, port) => {
  test("is cured of all its faults by any mend that is offered, at the same price, and no other request becomes another one", () => {
    const facts = fc.record({
      width: fc.integer({ min: 20, max: 6000 }),
      height: fc.integer({ min: 20, max: 6000 }),
      format: fc.constantFrom("png", "jpeg", "webp", "bmp", "gif", "avif", "heic"),
      bytes: fc.constantFrom(1000, 9_000_000, 30_000_000, 80_000_000),
    });
    fc.assert(
      fc.property(facts, (found) => {
        const library = libraryWith(found);
        const document = alone(kind, port);
        const faults = faultsAt(document, library);
        const [first] = faults;
        if (!first) return;
        for (const mend of first.mends ?? []) {
          const { doc, change, after } = mended(document, "m", port, mend);
          expect(faultsAt(after, library)).toEqual([]);
          expect(nodeOf(planOf(after, library), "m").problems.filter(({ severity }) => severity === "error")).toEqual([]);
          expect(keyOf(planOf(after, library), "b")).toBe(keyOf(planOf(document, library), "b"));
          expect(toGraph(apply(apply(doc, change), invert(change)))).toEqual(document);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("that the model takes as it is is offered nothing", () => {
    expect(faultsAt(alone(kind, port), libraryWith({ width: 1024, height: 1024, format: "png", bytes: 1000 }))).toEqual([]);
  });
});

test("a source that feeds nothing else is changed itself, and keeps what was set before", () => {
  const library = libraryWith({ width: 100, height: 100, format: "gif" });
  const document = alone("generateHappyhorse", "references");
  const [mend] = mendsOf(faultsAt(document, library));
  const { after } = mended(document, "m", "references", mend!);
  expect(after.nodes).toHaveLength(document.nodes.length);
  expect(after.nodes.find(({ id }) => id === "s")?.params["fit"]).toEqual({ minShortestSide: 300, format: "png" });
  const again = mended(after, "m", "references", { label: "x", from: "s", operation: { type: "image", fit: { maxBytes: 50_000 } } }).after;
  expect(again.nodes.find(({ id }) => id === "s")?.params["fit"]).toEqual({ minShortestSide: 300, format: "png", maxBytes: 50_000 });
});

test("a source that feeds others gets a node into that very wire, and the order of the pictures stays", () => {
  const library = libraryWith({ width: 100, height: 300, format: "png" });
  const document = shared();
  const [mend] = mendsOf(faultsAt(document, library));
  const before = planOf(document, library);
  const { after } = mended(document, "m", "references", mend!);
  const added = after.nodes.find(({ kind }) => kind === "fitImage");
  expect(after.nodes.find(({ id }) => id === "s")?.params).not.toHaveProperty("fit");
  const into = after.edges.filter(({ to }) => to.node === "m" && to.port === "references").map(({ from }) => from.node);
  expect(into).toEqual(["t", added?.id, "u"]);
  expect(nodeOf(before, "b").problems.map(({ message }) => message)).toEqual(nodeOf(planOf(after, library), "b").problems.map(({ message }) => message));
});

test("a fit node that feeds nothing else takes the next mend on itself", () => {
  const library = libraryWith({ width: 100, height: 100, format: "png" });
  const document = graph([prompt("p"), source("s", SHA), node("f", "fitImage", { format: "webp" }), node("m", "generateHappyhorse")], ["p.text>m.prompt", "s.image>f.image", "f.image>m.references"]);
  const [mend] = mendsOf(faultsAt(document, library));
  const { after } = mended(document, "m", "references", mend!);
  expect(after.nodes.find(({ id }) => id === "f")?.params).toMatchObject({ format: "webp", minShortestSide: 300 });
});

test("a node that is bypassed, or a fit that one operation cannot add to, leaves it to a new node", () => {
  const sleeping = { ...alone("gptImage2", "images") };
  const bypassed = { ...sleeping, nodes: sleeping.nodes.map((one) => (one.id === "s" ? { ...one, state: "bypassed" as const } : one)) };
  const mend: Mend = { label: "x", from: "s", operation: { type: "image", fit: { crop: { x: 0, y: 0, width: 0.5, height: 1 } } } };
  expect(mended(bypassed, "m", "images", mend).after.nodes.some(({ kind }) => kind === "fitImage")).toBe(true);
  const padded = { ...sleeping, nodes: sleeping.nodes.map((one) => (one.id === "s" ? { ...one, params: { ...one.params, fit: { pad: { aspect: 1, colour: "#000000" } } } } : one)) };
  expect(mended(padded, "m", "images", mend).after.nodes.some(({ kind }) => kind === "fitImage")).toBe(true);
});

test("a clip that is too long is trimmed, a sound as well, and the price is what is left", () => {
  const library = libraryWith({ durationSeconds: 20 }, "video");
  const document = graph([prompt("p"), source("s", SHA, "videoRef"), node("m", "generateSd2", { duration: 5 })], ["p.text>m.prompt", "s.video>m.videos"]);
  const [mend] = mendsOf(faultsAt(document, library));
  expect(mend).toMatchObject({ from: "s", operation: { type: "video", fit: { seconds: 15 } } });
  const plan = planOf(mended(document, "m", "videos", mend!).after, library);
  expect([plan.ok, plan.quote.max]).toEqual([true, (5 + 15) * 30]);
  const sounds = libraryWith({ durationSeconds: 20 }, "audio");
  const heard = graph([prompt("p"), source("t", OTHER), source("s", SHA, "audioRef"), node("m", "generateSd2")], ["p.text>m.prompt", "t.image>m.images", "s.audio>m.audios"]);
  const cut = mended(heard, "m", "audios", mendsOf(faultsAt(heard, sounds))[0]!).after;
  expect(planOf(cut, sounds).ok).toBe(true);
});

test("a mend whose wire is gone, or that is a frame, is refused with a reason", () => {
  const doc = fromGraph(alone("gptImage2", "images"));
  const operation = { type: "image" as const, fit: { format: "png" as const } };
  expect(mendChange(doc, "m", "images", { label: "x", from: "nobody", operation })).toMatchObject({ refused: expect.stringContaining("not connected") });
  expect(mendChange(doc, "m", "images", { label: "x", from: "s", operation: { type: "frame", at: "last" } })).toMatchObject({ refused: expect.stringContaining("node of its own") });
});

test("setting a fit replaces what was there, on sources and fit nodes, and is refused elsewhere", () => {
  const document = graph([source("s", SHA, "imageAsset", { fit: { format: "png" } }), node("f", "fitImage", { format: "png", maxMegabytes: 3 }), prompt("p")], []);
  const doc = fromGraph(document);
  const paramsAfter = (id: string, fit: object) => {
    const change = fitChange(doc, id, { type: "image", fit });
    if (isRefusal(change)) return change;
    return apply(doc, change).nodes.get(id)?.value.params;
  };
  expect(paramsAfter("s", { minShortestSide: 400 })).toMatchObject({ fit: { minShortestSide: 400 } });
  expect(paramsAfter("s", {})).not.toHaveProperty("fit");
  expect(paramsAfter("f", { minShortestSide: 400 })).toEqual({ minShortestSide: 400 });
  expect(paramsAfter("p", { minShortestSide: 400 })).toMatchObject({ refused: expect.any(String) });
  expect(fitChange(doc, "s", { type: "video", fit: {} })).toMatchObject({ refused: expect.any(String) });
  expect([fitOf(document.nodes[0]!)?.isNode, fitOf(document.nodes[1]!)?.isNode, fitOf(document.nodes[2]!), fitOf(source("x", SHA, "imageAsset", { fit: "nonsense" }))]).toEqual([false, true, null, null]);
});
