import { describe, expect, test } from "vitest";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { FakeLibrary, graph, image, keyOf, list, messagesOf, node, nodeOf, planOf, prompt, promptsOf, reasonOf, stepOf, urlsOf, video } from "./support.ts";

const bypassed = { state: "bypassed" } as const;
const disabled = { state: "disabled" } as const;

/** prompt and image → edit → video → upscale → output. */
function line(states: Record<string, Partial<GraphNode>> = {}) {
  return graph(
    [
      prompt("p"),
      image("i"),
      node("g", "gptImage2", {}, states["g"]),
      node("v", "generateSd2", {}, states["v"]),
      node("u", "upscaleVideo", {}, states["u"]),
      node("o", "output", {}, states["o"]),
    ],
    ["p.text>g.prompt", "i.image>g.images", "p.text>v.prompt", "g.image>v.firstFrame", "v.video>u.video", "u.video>o.in"],
  );
}

describe("a bypassed node", () => {
  test("hands on its input of the same type and costs nothing", () => {
    const plan = planOf(line({ g: bypassed }));
    expect(nodeOf(plan, "g")).toMatchObject({ reason: "bypassed", steps: [], credits: { min: 0, max: 0 }, problems: [] });
    expect(urlsOf(plan, "v")).toEqual(["url:https://example.com/i.png"]);
    expect(plan.quote.min).toBe(200 + 5 * 25);
    expect(stepOf(plan, "v").step.inputs["firstFrame"]).toMatchObject([{ origins: ["i", "g"] }]);
  });

  test("makes the same requests as if it were not there", () => {
    const direct = graph([prompt("p"), image("i"), node("v", "generateSd2")], ["p.text>v.prompt", "i.image>v.firstFrame"]);
    expect(keyOf(planOf(line({ g: bypassed })), "v")).toBe(keyOf(planOf(direct), "v"));
  });

  test("passes through chains of bypassed nodes", () => {
    const plan = planOf(
      graph([video("r"), node("a", "upscaleVideo", {}, bypassed), node("b", "upscaleVideo", {}, bypassed), node("c", "upscaleVideo", { targetResolution: "4k" })], ["r.video>a.video", "a.video>b.video", "b.video>c.video"]),
    );
    expect(nodeOf(plan, "c").problems).toEqual([]);
    expect(stepOf(plan, "c").step.inputs["video"]).toMatchObject([{ identity: "url:https://example.com/r.mp4", origins: ["r", "a", "b"] }]);
  });

  test("hands on lists as lists, and of a multi port what its first edge brings", () => {
    const nodes = [list("l", "x", "y"), node("m", "gptImage2"), image("i"), prompt("p"), node("g", "gptImage2", {}, bypassed), node("v", "generateSd2")];
    const wires = ["l.text>m.prompt", "p.text>g.prompt", "p.text>v.prompt", "g.image>v.firstFrame"];
    const fromList = planOf(graph(nodes, [...wires, "m.image>g.images", "i.image>g.images"]));
    expect(nodeOf(fromList, "v").steps.map((_step, item) => urlsOf(fromList, "v", item)[0])).toEqual([0, 1].map((item) => `step:${keyOf(fromList, "m", item)}#0`));
    const fromOne = planOf(graph(nodes, [...wires, "i.image>g.images", "m.image>g.images"]));
    expect(urlsOf(fromOne, "v")).toEqual(["url:https://example.com/i.png"]);
  });

  test("takes its ports in their order, and skips what is of another type", () => {
    const nodes = [prompt("p"), image("a"), image("b"), video("r"), node("v", "generateSd2", {}, bypassed), node("u", "upscaleVideo")];
    const plan = planOf(graph(nodes, ["p.text>v.prompt", "a.image>v.firstFrame", "a.image>v.videos", "r.video>v.videos", "v.video>u.video"]));
    expect(stepOf(plan, "u").step.inputs["video"]).toMatchObject([{ identity: "url:https://example.com/r.mp4" }]);
    expect(plan.ok).toBe(true);
  });

  test("is not looked at: its own params and rules do not matter", () => {
    const plan = planOf(graph([video("r"), node("u", "upscaleVideo", { targetResolution: "9k" }, bypassed), node("o", "output")], ["r.video>u.video", "u.video>o.in"]));
    expect(plan.ok).toBe(true);
    expect(nodeOf(plan, "o").received).toMatchObject([{ identity: "url:https://example.com/r.mp4" }]);
  });

  test.each([
    ["a video maker without a video", graph([prompt("x"), node("n", "generateSd2", {}, bypassed)], ["x.text>n.prompt"]), "video", "Connect a video, or make the node active or disabled."],
    ["an image maker without an image", graph([prompt("x"), node("n", "gptImage2", {}, bypassed)], ["x.text>n.prompt"]), "image", "Connect an image, or make the node active or disabled."],
    ["a source", graph([node("n", "audioRef", {}, bypassed)]), "audio", "Connect an audio, or make the node active or disabled."],
  ])("with nothing to pass is an error: %s", (_name, document, type, fix) => {
    const plan = planOf(document);
    expect(nodeOf(plan, "n")).toMatchObject({ reason: "bypassed", problems: [{ severity: "error", message: `The node is bypassed, but no ${type} comes in that could pass through.`, fix }] });
    expect(plan.ok).toBe(false);
  });

  test("with nothing to pass blocks what depends on it, without blaming that", () => {
    const plan = planOf(graph([prompt("x"), node("n", "generateSd2", {}, bypassed), node("u", "upscaleVideo"), node("o", "output")], ["x.text>n.prompt", "n.video>u.video", "u.video>o.in"]));
    expect([reasonOf(plan, "u"), reasonOf(plan, "o")]).toEqual(["blocked", "blocked"]);
    expect([...nodeOf(plan, "u").problems, ...nodeOf(plan, "o").problems]).toEqual([]);
  });

  test("a bypassed prompt hands on a text, a bypassed output names nothing", () => {
    const plan = planOf(graph([prompt("a", "kept"), node("p", "prompt", { text: "not {{used}}" }, bypassed), node("v", "generateSd2"), node("o", "output", {}, bypassed)], ["a.text>p.used", "p.text>v.prompt", "v.video>o.in"]));
    expect(promptsOf(plan, "v")).toEqual(["kept"]);
    expect(nodeOf(plan, "o")).toMatchObject({ reason: "bypassed", received: [], problems: [] });
  });

  test("passes on that something is wrong or switched off before it", () => {
    const wrong = planOf(graph([node("v", "generateSd2"), node("u", "upscaleVideo", {}, bypassed), node("o", "output")], ["v.video>u.video", "u.video>o.in"]));
    expect(["u", "o"].map((id) => reasonOf(wrong, id))).toEqual(["bypassed", "blocked"]);
    const off = planOf(graph([prompt("p"), node("v", "generateSd2", {}, disabled), node("u", "upscaleVideo", {}, bypassed), node("o", "output")], ["p.text>v.prompt", "v.video>u.video", "u.video>o.in"]));
    expect(["u", "o"].map((id) => reasonOf(off, id))).toEqual(["disabled", "disabled"]);
    expect(off.ok).toBe(true);
  });

  test("does not care for a disabled input that it does not hand on", () => {
    const document = line({ g: bypassed });
    const plan = planOf({ ...document, nodes: document.nodes.map((one) => (one.id === "p" ? { ...one, ...disabled } : one)) });
    expect(reasonOf(plan, "g")).toBe("bypassed");
  });
});

describe("a disabled node", () => {
  test("and all that depends on it do not run, and that is no error", () => {
    const plan = planOf(line({ g: disabled }));
    expect(["p", "i", "g", "v", "u", "o"].map((id) => reasonOf(plan, id))).toEqual(["free", "free", "disabled", "disabled", "disabled", "disabled"]);
    expect(plan).toMatchObject({ ok: true, quote: { min: 0, max: 0 } });
    expect(nodeOf(plan, "o").received).toEqual([]);
  });

  test("leaves its siblings alone", () => {
    const plan = planOf(graph([prompt("p"), node("a", "generateSd2", {}, disabled), node("b", "generateSd2")], ["p.text>a.prompt", "p.text>b.prompt"]));
    expect(plan.quote.min).toBe(200);
  });

  test("may be wrong in any way", () => {
    const plan = planOf(graph([node("v", "generateSd2", { duration: 99 }, disabled), node("u", "upscaleVideo")], ["v.video>u.video"]));
    expect(plan.ok).toBe(true);
    expect(plan.nodes.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test("wins over what is wrong beside it", () => {
    const plan = planOf(graph([prompt("p"), image("i", "ftp://x"), node("j", "gptImage2", {}, disabled), node("v", "generateSd2")], ["p.text>v.prompt", "p.text>j.prompt", "i.image>v.images", "j.image>v.images"]));
    expect(reasonOf(plan, "v")).toBe("disabled");
    const reversed = planOf(graph([prompt("p"), image("i", "ftp://x"), node("j", "gptImage2", {}, disabled), node("v", "generateSd2")], ["p.text>v.prompt", "p.text>j.prompt", "j.image>v.images", "i.image>v.images"]));
    expect(reasonOf(reversed, "v")).toBe("disabled");
  });

  test("of an unknown kind disables what depends on it", () => {
    const plan = planOf(graph([node("x", "fromTheFuture", {}, disabled), node("u", "upscaleVideo")], ["x.video>u.video"]));
    expect([reasonOf(plan, "x"), reasonOf(plan, "u"), plan.ok]).toEqual(["disabled", "disabled", true]);
  });
});

describe("a reroute", () => {
  const reroute = (id: string, rest = {}) => node(id, "reroute", {}, rest);

  test("hands on what it is given, through any number of them, for any type", () => {
    const plan = planOf(
      graph([prompt("p"), image("i"), reroute("r"), reroute("s"), reroute("t"), node("v", "generateSd2")], ["p.text>r.in", "r.out>s.in", "s.out>v.prompt", "i.image>t.in", "t.out>v.firstFrame"]),
    );
    expect(plan.ok).toBe(true);
    expect(promptsOf(plan, "v")).toEqual(["words of p"]);
    expect(stepOf(plan, "v").step.inputs["prompt"]).toMatchObject([{ origins: ["p", "r", "s"] }]);
    expect([reasonOf(plan, "r"), nodeOf(plan, "r").steps]).toEqual(["free", []]);
    const direct = graph([prompt("p"), image("i"), node("v", "generateSd2")], ["p.text>v.prompt", "i.image>v.firstFrame"]);
    expect(keyOf(plan, "v")).toBe(keyOf(planOf(direct), "v"));
  });

  test("hands on lists, and takes that are not made yet", () => {
    const plan = planOf(graph([list("l", "a", "b"), node("v", "generateSd2"), reroute("r"), node("u", "upscaleVideo")], ["l.text>v.prompt", "v.video>r.in", "r.out>u.video"]));
    expect(nodeOf(plan, "u").steps.map(({ step }) => step.needs)).toEqual([["v#0"], ["v#1"]]);
  });

  test("keeps the type: what does not fit behind it is told there", () => {
    const plan = planOf(graph([prompt("p"), reroute("r"), node("u", "upscaleVideo")], ["p.text>r.in", "r.out>u.video"]));
    expect(messagesOf(plan, "u")).toContain('error video: "Video" takes video, but the node "r" gives text.');
  });

  test("with nothing connected is fine by itself, and an error on who depends on it", () => {
    expect(planOf(graph([reroute("r")]))).toMatchObject({ ok: true, nodes: [{ reason: "free", problems: [] }] });
    const plan = planOf(graph([reroute("r"), node("u", "upscaleVideo")], ["r.out>u.video"]));
    expect(messagesOf(plan, "u")).toEqual(['error video: The node "r" has nothing connected to it, so nothing can come from it.']);
    expect(nodeOf(plan, "r").problems).toEqual([]);
    const chained = planOf(graph([reroute("r"), reroute("s"), node("u", "upscaleVideo")], ["r.out>s.in", "s.out>u.video"]));
    expect([messagesOf(chained, "s"), messagesOf(chained, "u"), reasonOf(chained, "u")]).toEqual([['error in: The node "r" has nothing connected to it, so nothing can come from it.'], [], "blocked"]);
  });

  test("behind something wrong blocks what follows, and blames nobody else", () => {
    const plan = planOf(graph([node("v", "generateSd2"), reroute("r"), reroute("s"), node("u", "upscaleVideo")], ["v.video>r.in", "r.out>s.in", "s.out>u.video"]));
    expect(["v", "r", "s", "u"].map((id) => reasonOf(plan, id))).toEqual(["invalid", "blocked", "blocked", "blocked"]);
    expect(["r", "s", "u"].flatMap((id) => nodeOf(plan, id).problems)).toEqual([]);
  });

  test("with two edges into it is wrong itself, and blocks what follows", () => {
    const plan = planOf(graph([prompt("p"), prompt("q"), reroute("r"), node("v", "generateSd2")], ["p.text>r.in", "q.text>r.in", "r.out>v.prompt"]));
    expect(messagesOf(plan, "r")).toEqual(['error in: "In" takes at most 1 edge; 2 are connected.']);
    expect([reasonOf(plan, "v"), nodeOf(plan, "v").problems]).toEqual(["blocked", []]);
  });

  test("bypassed does what it always does", () => {
    const plan = planOf(graph([prompt("p"), reroute("r", bypassed), node("v", "generateSd2")], ["p.text>r.in", "r.out>v.prompt"]));
    expect([reasonOf(plan, "r"), promptsOf(plan, "v")]).toEqual(["bypassed", ["words of p"]]);
    const alone = planOf(graph([reroute("r", bypassed), node("u", "upscaleVideo")], ["r.out>u.video"]));
    expect([nodeOf(alone, "r").problems, messagesOf(alone, "u")]).toEqual([[], ['error video: The node "r" has nothing connected to it, so nothing can come from it.']]);
    const off = planOf(graph([node("v", "generateSd2", {}, disabled), reroute("r", bypassed), node("u", "upscaleVideo")], ["v.video>r.in", "r.out>u.video"]));
    expect([reasonOf(off, "r"), reasonOf(off, "u"), off.ok]).toEqual(["disabled", "disabled", true]);
  });

  test("disabled switches off what follows, also unconnected", () => {
    const plan = planOf(graph([prompt("p"), reroute("r", disabled), node("v", "generateSd2"), reroute("s", disabled), node("u", "upscaleVideo")], ["p.text>r.in", "r.out>v.prompt", "s.out>u.video"]));
    expect([reasonOf(plan, "v"), reasonOf(plan, "u"), plan.ok]).toEqual(["disabled", "disabled", true]);
  });
});

describe("a node of an unknown kind", () => {
  const unknown = node("x", "fromTheFuture", { any: "thing" });

  test("alone is a warning", () => {
    const plan = planOf(graph([prompt("p"), unknown, node("v", "generateSd2")], ["p.text>x.what", "p.text>v.prompt"]));
    expect(plan).toMatchObject({ ok: true, quote: { min: 200 } });
    expect(nodeOf(plan, "x")).toMatchObject({ kind: "fromTheFuture", reason: "invalid", steps: [], problems: [{ severity: "warning" }] });
    expect(messagesOf(plan, "x")).toEqual(['warning -: This version of Shotgraph does not know the node kind "fromTheFuture"; it is kept as it is and does not run.']);
  });

  test("is an error on who depends on it, and only there", () => {
    const plan = planOf(graph([unknown, node("u", "upscaleVideo"), node("o", "output")], ["x.video>u.video", "u.video>o.in"]));
    expect(plan.ok).toBe(false);
    expect(messagesOf(plan, "u")).toEqual(['error video: The node "x" is of the unknown kind "fromTheFuture", so nothing can come from it.']);
    expect([reasonOf(plan, "o"), nodeOf(plan, "o").problems]).toEqual(["blocked", []]);
    const viaReroute = planOf(graph([unknown, node("r", "reroute"), node("u", "upscaleVideo")], ["x.video>r.in", "r.out>u.video"]));
    expect([messagesOf(viaReroute, "r").length, nodeOf(viaReroute, "u").problems]).toEqual([1, []]);
  });

  test("named like something every object has is unknown as well", () => {
    expect(reasonOf(planOf(graph([node("x", "constructor")])), "x")).toBe("invalid");
  });
});

describe("canvas furniture", () => {
  test("is never planned, whatever its params or state", () => {
    const library = new FakeLibrary();
    const plan = planOf(graph([node("n", "note", { text: 7 }), node("g", "group", { width: -1 }, disabled), prompt("p")], ["p.text>n.in"]), library);
    expect(plan).toMatchObject({ ok: true, quote: { min: 0, max: 0 } });
    expect(plan.nodes.map(({ id }) => id)).toEqual(["p"]);
  });
});
