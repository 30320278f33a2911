import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canConnect } from "../../../shared/edit/canConnect.ts";
import { connect, disconnect, moveEdge, reorderEdges } from "../../../shared/edit/connect.ts";
import { edgesAt } from "../../../shared/edit/edgesAt.ts";
import { addConnected, bestPort, compatiblePorts, kindsFitting } from "../../../shared/edit/fitting.ts";
import { addOnEdge, insertOnEdge } from "../../../shared/edit/insert.ts";
import { portsOf, portTypes, type PortEnd } from "../../../shared/edit/ports.ts";
import { isRefusal } from "../../../shared/edit/draft.ts";
import { apply, fromGraph, isEmpty, toGraph, type Change, type DocState } from "../../../shared/edit/records.ts";
import { topologyOf } from "../../../shared/graph/topology.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { diceOf, docOf, done, edgeAt, large, nodeAt, refusalOf, throws, wires } from "./support.ts";

const end = (text: string): PortEnd => {
  const [node = "", port = ""] = text.split(".");
  return { node, port };
};
const verdict = (doc: DocState, wire: string, moving?: string) => {
  const [from = "", to = ""] = wire.split(" > ");
  return canConnect(doc, catalogue, end(from), end(to), moving);
};
const reason = (doc: DocState, wire: string, moving?: string): string => {
  const judged = verdict(doc, wire, moving);
  return judged.ok ? "ok" : judged.reason;
};
const wired = (doc: DocState, wire: string): DocState => {
  const [from = "", to = ""] = wire.split(" > ");
  return done(doc, connect(doc, catalogue, end(from), end(to)));
};

const NODES: Parameters<typeof docOf>[0] = [
  ["p", "prompt"],
  ["q", "prompt", { text: "a {{name}}" }],
  ["i", "imageAsset", {}, { title: "Hero" }],
  ["j", "imageAsset"],
  ["e", "gptImage2"],
  ["v", "generateSd2", {}, { title: "Clip" }],
  ["u", "upscaleVideo"],
  ["r", "reroute"],
  ["s", "reroute"],
  ["o", "output"],
  ["n", "note"],
  ["x", "fromTheFuture"],
];
const doc = docOf(NODES, ["p.text > v.prompt", "i.image > e.images", "e.image > v.firstFrame"]);

describe("a wire", () => {
  test("fits where types are the same, and an output takes anything", () => {
    for (const wire of ["i.image > v.lastFrame", "q.text > e.prompt", "p.text > q.name", "v.video > u.video", "v.video > o.in", "p.text > o.in", "i.image > r.in", "r.out > u.video"]) expect([wire, reason(doc, wire)]).toEqual([wire, "ok"]);
  });

  test("is refused with the reason", () => {
    expect(reason(doc, "gone.text > v.prompt")).toBe(`The node "gone" is not in this graph any more.`);
    expect(reason(doc, "v.video > v.videos")).toBe("A node cannot feed itself.");
    expect(reason(doc, "n.text > v.prompt")).toBe("A note is only on the canvas: no wire leads to it or from it.");
    expect(reason(doc, "x.image > e.images")).toBe(`This version of Shotgraph does not know what "fromTheFuture" is: its wires are kept, but it takes no new ones.`);
    expect(reason(doc, "v.firstFrame > i.image")).toBe(`This wire is the wrong way round: it leads from "Hero" to "Clip".`);
    expect(reason(doc, "v.firstFrame > e.images")).toContain(`"First frame" of "Clip" is an input, and so is the other end`);
    expect(reason(doc, "i.image > j.image")).toContain("Both ends are outputs");
    expect(reason(doc, "i.video > v.videos")).toBe(`"Hero" has no output "video"; its output is "image".`);
    expect(reason(doc, "i.image > v.poster")).toContain(`"Clip" has no input "poster"; it has Prompt, First frame`);
    expect(reason(doc, "p.text > i.in")).toContain(`"Hero" has no input "in" and takes none.`);
    expect(reason(doc, "i.image > u.video")).toBe(`"Video" takes a video, but "Hero" gives an image.`);
    expect(reason(doc, "i.image > q.name")).toBe(`"name" takes text, but "Hero" gives an image.`);
    expect(reason(doc, "i.image > e.images")).toBe("They are connected already.");
    expect(reason(wired(wired(doc, "v.video > r.in"), "r.out > s.in"), "s.out > v.videos")).toContain("That would make a circle");
  });

  test("does not fit where a multi port is full, and replaces the one of a single port", () => {
    const videos = [0, 1, 2, 3].map((at): [string, string] => [`w${at}`, "videoRef"]);
    const full = docOf([...NODES, ...videos], ["w0.video > v.videos", "w1.video > v.videos", "w2.video > v.videos", "p.text > v.prompt"]);
    expect(reason(full, "w3.video > v.videos")).toBe(`"Videos" is full (3/3). Disconnect one first.`);
    expect(verdict(full, "w3.video > v.videos", "e1")).toEqual({ ok: true });
    expect(verdict(full, "q.text > v.prompt")).toEqual({ ok: true, replaces: "e4" });
    const next = wired(full, "q.text > v.prompt");
    expect(wires(next).slice(3)).toEqual(["q.text > v.prompt"]);
    expect(next.edges.has("e4")).toBe(false);
    // In its place, so that the file differs in one line.
    expect(wires(wired(docOf(NODES, ["p.text > v.prompt", "i.image > e.images"]), "q.text > v.prompt"))).toEqual(["q.text > v.prompt", "i.image > e.images"]);
  });

  test("through reroutes keeps its type, forwards and backwards", () => {
    const carried = docOf(NODES, ["i.image > r.in", "r.out > s.in"]);
    expect(reason(carried, "s.out > u.video")).toBe(`"Video" takes a video, but "Reroute" gives an image.`);
    expect(reason(carried, "s.out > e.images")).toBe("ok");
    const wanted = docOf(NODES, ["r.out > s.in", "s.out > u.video"]);
    expect(reason(wanted, "i.image > r.in")).toBe(`What is behind this reroute takes a video, but "Hero" gives an image.`);
    expect(reason(wanted, "v.video > r.in")).toBe("ok");
    // Nothing leads to it yet, but it has promised a video.
    expect(reason(wanted, "r.out > e.images")).toBe(`"Images" takes an image, but "Reroute" gives a video.`);
    const behindUnknown = docOf(NODES, ["x.image > r.in"]);
    expect(reason(behindUnknown, "r.out > e.images")).toBe("ok");
  });

  test("led elsewhere does not stand in its own way, and stays what it was", () => {
    const start = docOf(NODES, ["r.out > e.images", "i.image > v.images", "j.image > v.images"]);
    const kept = fromGraph({ ...toGraph(start), edges: toGraph(start).edges.map((edge) => ({ ...edge, note: "kept" })) });
    // Without this edge the reroute is for nothing, so that it may become one for videos.
    expect(wires(done(kept, moveEdge(kept, catalogue, "e1", "to", end("u.video"))))).toEqual(["i.image > v.images", "j.image > v.images", "r.out > u.video"]);
    const moved = done(kept, moveEdge(kept, catalogue, "e2", "from", end("e.image")));
    expect(wires(moved)).toEqual(["r.out > e.images", "e.image > v.images", "j.image > v.images"]);
    expect(edgeAt(moved, "e2")["note"]).toBe("kept");
    expect(isEmpty(moveEdge(kept, catalogue, "e2", "from", end("i.image")) as Change)).toBe(true);
    expect(refusalOf(moveEdge(kept, catalogue, "e2", "to", end("u.video")))).toContain("takes a video");
    expect(refusalOf(moveEdge(kept, catalogue, "gone", "to", end("u.video")))).toContain("not in the graph");
  });

  test("led to a single port takes the place of the one there", () => {
    const start = docOf(NODES, ["i.image > v.firstFrame", "j.image > e.images"]);
    expect(wires(done(start, moveEdge(start, catalogue, "e2", "to", end("v.firstFrame"))))).toEqual(["j.image > v.firstFrame"]);
  });

  test("that comes from nowhere is kept, and takes no room", () => {
    const torn = docOf(NODES, ["gone.image > v.firstFrame", "gone.video > v.videos"]);
    expect(verdict(torn, "i.image > v.firstFrame")).toEqual({ ok: true });
    expect(wires(wired(torn, "i.image > v.firstFrame"))).toEqual(["gone.image > v.firstFrame", "gone.video > v.videos", "i.image > v.firstFrame"]);
  });

  test("takes the place of all where a file brought too many", () => {
    const many = docOf(NODES, ["p.text > v.prompt", "p.text > e.prompt", "q.text > v.prompt"]);
    expect(wires(wired(docOf([...NODES, ["l", "promptList"]], wires(many)), "l.text > v.prompt"))).toEqual(["l.text > v.prompt", "p.text > e.prompt"]);
  });

  test("is taken away alone", () => {
    expect(wires(done(doc, disconnect(doc, ["e2", "gone"])))).toEqual(["p.text > v.prompt", "e.image > v.firstFrame"]);
  });

  test("of a multi port changes its place among the others only", () => {
    const start = docOf(NODES, ["i.image > v.images", "p.text > v.prompt", "j.image > v.images", "e.image > v.images"]);
    const next = done(start, reorderEdges(start, end("v.images"), ["e4", "e1", "e3"]));
    expect(wires(next)).toEqual(["e.image > v.images", "p.text > v.prompt", "i.image > v.images", "j.image > v.images"]);
    expect(edgesAt(next, "v").incoming.map(({ id }) => id)).toEqual(["e4", "e2", "e1", "e3"]);
    for (const order of [["e4", "e1"], ["e4", "e4", "e1"], ["e4", "e1", "e2"]]) expect(refusalOf(reorderEdges(start, end("v.images"), order))).toContain("changed meanwhile");
  });
});

describe("ports", () => {
  test("of a prompt follow its text, and wrong params do not take them away", () => {
    const strange = docOf([["q", "prompt", { text: "{{a}} {{b}}" }], ["w", "prompt", { text: 5 }], ["x", "fromTheFuture"]]);
    expect(portsOf(nodeAt(strange, "q"), catalogue).inputs.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(portsOf(nodeAt(strange, "q"), catalogue)).toBe(portsOf(nodeAt(strange, "q"), catalogue));
    expect(portsOf(nodeAt(strange, "w"), catalogue)).toMatchObject({ inputs: [], output: { name: "text" } });
    expect(portsOf(nodeAt(strange, "x"), catalogue)).toEqual({ inputs: [], output: null });
  });

  test("of every kind are the same whether or not its params are looked at", () => {
    for (const kind of catalogue.values()) {
      const [node] = toGraph(docOf([["a", kind.kind]])).nodes;
      expect(portsOf(node!, catalogue)).toEqual({ inputs: kind.inputs(kind.params.parse({})), output: kind.output });
    }
  });

  test("of reroutes show the type of what comes or of what is wanted", () => {
    const types = portTypes(docOf(NODES, ["r.out > s.in", "s.out > u.video"]), catalogue);
    expect([types.shown("r"), types.shown("s"), types.taken(end("r.in")), types.taken(end("s.in"))]).toEqual(["video", "video", "video", "video"]);
    const carried = portTypes(docOf(NODES, ["i.image > r.in", "r.out > s.in"]), catalogue);
    expect([carried.shown("s"), carried.taken(end("r.in")), carried.taken(end("s.in"))]).toEqual(["image", "image", "image"]);
    const open = portTypes(docOf(NODES), catalogue);
    expect([open.shown("r"), open.taken(end("r.in")), open.taken(end("o.in")), open.taken(end("o.gone")), open.given("o")]).toEqual(["any", "any", "any", null, null]);
  });

  test("reroutes in a circle, which only a file can bring, do not hang", () => {
    const round = docOf([["r", "reroute"], ["s", "reroute"], ["o", "output"]], ["r.out > s.in", "s.out > r.in"]);
    expect(portTypes(round, catalogue).shown("r")).toBe("any");
    expect(reason(round, "r.out > o.in")).toBe("ok");
  });
});

/** Any wires between nodes of every kind, right and wrong ones. */
const anyDoc = fc.array(fc.tuple(fc.nat(NODES.length), fc.nat(NODES.length - 1), fc.nat(9)), { maxLength: 14 }).map((picks) => {
  const list = picks.map(([from, to, port]) => {
    const source = toGraph(doc).nodes[from];
    const target = toGraph(doc).nodes[to]!;
    const inputs = portsOf(target, catalogue).inputs;
    return `${source?.id ?? "gone"}.${(source && portsOf(source, catalogue).output?.name) ?? "text"} > ${target.id}.${inputs[port % Math.max(1, inputs.length)]?.name ?? "none"}`;
  });
  return docOf(NODES, list);
});

const ends = toGraph(doc).nodes.flatMap((node) => {
  const { inputs, output } = portsOf(node, catalogue);
  return [...inputs.map(({ name }) => ({ side: "to" as const, end: { node: node.id, port: name } })), ...(output ? [{ side: "from" as const, end: { node: node.id, port: output.name } }] : [])];
});

describe("what lights up while a wire is dragged", () => {
  test("is exactly what it can be connected to, for new wires and for those led elsewhere", () => {
    fc.assert(
      fc.property(anyDoc, fc.constantFrom(...ends), fc.boolean(), (before, { side, end: fixed }, leads) => {
        const moving = leads ? [...before.edges.keys()][0] : undefined;
        const found = compatiblePorts(before, catalogue, fixed, side, moving);
        const expected = ends
          .filter((other) => other.side !== side)
          .filter((other) => (side === "from" ? canConnect(before, catalogue, fixed, other.end, moving) : canConnect(before, catalogue, other.end, fixed, moving)).ok)
          .map((other) => `${other.end.node}.${other.end.port}`);
        expect([...found].flatMap(([node, ports]) => ports.map((port) => `${node}.${port}`)).sort((a, b) => (a < b ? -1 : 1))).toEqual(expected.sort((a, b) => (a < b ? -1 : 1)));
      }),
      { numRuns: 300 },
    );
  });

  test("is not a multi port that is full, and an input that is full lights up nothing", () => {
    const videos = [0, 1, 2, 3].map((at): [string, string] => [`w${at}`, "videoRef"]);
    const full = docOf([...NODES, ...videos], ["w0.video > v.videos", "w1.video > v.videos", "w2.video > v.videos"]);
    expect(compatiblePorts(full, catalogue, end("w3.video"), "from").get("v")).toBeUndefined();
    expect(compatiblePorts(full, catalogue, end("w3.video"), "from", "e1").get("v")).toEqual(["videos"]);
    expect(compatiblePorts(full, catalogue, end("v.videos"), "to").size).toBe(0);
  });

  test("is nothing for an end that is not there", () => {
    expect(compatiblePorts(doc, catalogue, end("gone.text"), "from").size).toBe(0);
    expect(compatiblePorts(doc, catalogue, end("v.poster"), "to").size).toBe(0);
    expect(compatiblePorts(fromGraph(large(50)), catalogue, end("n20.text"), "from").size).toBe(28);
  });
});

describe("a wire dropped on the empty canvas", () => {
  test("offers kinds with a port of its type first", () => {
    expect(kindsFitting(doc, catalogue, end("v.video"), "from").map(({ kind, port, exact }) => `${kind}.${port}${exact ? "" : " any"}`)).toEqual(["generateSd2.videos", "upscaleVideo.video", "extractFrame.video", "fitVideo.video", "output.in any", "reroute.in any"]);
    expect(kindsFitting(doc, catalogue, end("e.prompt"), "to").map(({ kind }) => kind)).toEqual(["prompt", "promptList", "reroute"]);
    expect(kindsFitting(doc, catalogue, end("r.out"), "from").length).toBeGreaterThan(4);
    expect(kindsFitting(doc, catalogue, end("x.image"), "from")).toEqual([]);
  });

  test("connects every kind that it offers, at the port that it names", () => {
    for (const { side, end: fixed } of ends) {
      for (const { kind, port } of kindsFitting(doc, catalogue, fixed, side)) {
        const next = done(doc, addConnected(doc, catalogue, { kind, position: { x: 0, y: 0 } }, fixed, side));
        const made = toGraph(next).nodes.at(-1)!;
        const edge = toGraph(next).edges.find(({ from, to }) => from.node === made.id || to.node === made.id)!;
        expect(side === "from" ? edge.to : edge.from).toEqual({ node: made.id, port });
      }
    }
  });

  test("makes nothing where nothing fits", () => {
    expect(refusalOf(addConnected(doc, catalogue, { kind: "videoRef", position: { x: 0, y: 0 } }, end("p.text"), "from"))).toContain("has no input");
    expect(refusalOf(addConnected(doc, catalogue, { kind: "upscaleVideo", position: { x: 0, y: 0 } }, end("i.image"), "from"))).toContain("takes a video");
  });

  test("on a node goes to the free port of its type before one that is taken", () => {
    expect(bestPort(doc, catalogue, "v", end("j.image"), "from")).toEqual({ port: "lastFrame", replaces: false });
    expect(bestPort(doc, catalogue, "o", end("v.video"), "from")).toEqual({ port: "in", replaces: false });
    const single = docOf(NODES, ["p.text > v.prompt"]);
    expect(bestPort(single, catalogue, "v", end("q.text"), "from")).toEqual({ port: "prompt", replaces: true });
    expect(bestPort(single, catalogue, "q", end("v.prompt"), "to")).toEqual({ port: "text", replaces: true });
  });
});

describe("a node dropped on a wire", () => {
  const start = docOf(NODES, ["i.image > v.images", "j.image > v.images", "v.video > o.in"]);

  test("is led through, and the wire keeps its place", () => {
    const next = done(start, insertOnEdge(start, catalogue, "e1", "e"));
    expect(wires(next)).toEqual(["e.image > v.images", "j.image > v.images", "v.video > o.in", "i.image > e.images"]);
    expect(edgeAt(next, "e1").to).toEqual({ node: "v", port: "images" });
  });

  test("may be made there", () => {
    const next = done(start, addOnEdge(start, catalogue, "e3", { kind: "upscaleVideo", position: { x: 5, y: 5 } }));
    const { id } = toGraph(next).nodes.at(-1)!;
    expect(wires(next).slice(2)).toEqual([`${id}.video > o.in`, `v.video > ${id}.video`]);
    expect(wires(done(start, addOnEdge(start, catalogue, "e3", { kind: "reroute", position: { x: 5, y: 5 } })))).toHaveLength(4);
  });

  test("is refused where it does not fit, is taken, or would make a circle", () => {
    expect(refusalOf(insertOnEdge(start, catalogue, "e1", "u"))).toContain("takes a video");
    expect(refusalOf(insertOnEdge(start, catalogue, "e1", "o"))).toContain("Nothing comes out");
    expect(refusalOf(insertOnEdge(start, catalogue, "e1", "v"))).toContain("cannot feed itself");
    expect(refusalOf(insertOnEdge(start, catalogue, "gone", "v"))).toContain("not in the graph");
    const taken = docOf([...NODES, ["w", "videoRef"]], ["v.video > o.in", "w.video > u.video"]);
    expect(refusalOf(insertOnEdge(taken, catalogue, "e1", "u"))).toContain("taken already");
    const round = docOf([...NODES, ["w", "generateSd2"]], ["v.video > u.video", "u.video > w.videos"]);
    expect(refusalOf(insertOnEdge(round, catalogue, "e1", "w"))).toContain("circle");
    expect(refusalOf(addOnEdge(start, catalogue, "e3", { kind: "gptImage2", position: { x: 0, y: 0 } }))).toContain("takes");
  });
});

test("whatever is wired, no circle comes about", () => {
  fc.assert(
    fc.property(fc.array(throws, { maxLength: 40 }), (rounds) => {
      let current = docOf(NODES);
      const outputs = ends.filter(({ side }) => side === "from");
      const inputs = ends.filter(({ side }) => side === "to");
      for (const numbers of rounds) {
        const dice = diceOf(numbers);
        const edges = [...current.edges.keys()];
        const from = outputs[dice(outputs.length)]!.end;
        const to = inputs[dice(inputs.length)]!.end;
        const result = edges.length > 0 && dice(3) === 0 ? moveEdge(current, catalogue, edges[dice(edges.length)]!, "to", to) : connect(current, catalogue, from, to);
        if (!isRefusal(result)) current = apply(current, result);
        expect(topologyOf(toGraph(current)).problems).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
