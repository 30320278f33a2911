import { describe, expect, test } from "vitest";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { collect } from "../../../shared/plan/collect.ts";
import { edge, FakeLibrary, graph, image, inputsOf, keyOf, list, messagesOf, node, nodeOf, planOf, prompt, promptsOf, stepOf, urlsOf, video } from "./support.ts";

describe("lists map", () => {
  test("a node fed with n items runs n steps, in their order", () => {
    const plan = planOf(graph([list("l", "one", "two", "three"), node("v", "generateSd2")], ["l.text>v.prompt"]));
    expect(promptsOf(plan, "v")).toEqual(["one", "two", "three"]);
    expect(nodeOf(plan, "v").steps.map(({ step }) => step.id)).toEqual(["v#0", "v#1", "v#2"]);
    expect(nodeOf(plan, "v").steps.map(({ step }) => step.item)).toEqual([0, 1, 2]);
    expect(plan.quote).toMatchObject({ min: 600, max: 600 });
  });

  test("a node with nothing connected runs once", () => {
    expect(nodeOf(planOf(graph([video("r"), node("u", "upscaleVideo")], ["r.video>u.video"])), "u").steps).toHaveLength(1);
  });

  test("several lists zip, and a single item is repeated", () => {
    const variables = node("p", "prompt", { text: "{{a}} and {{b}} by {{c}}" });
    const plan = planOf(
      graph([list("a", "cat", "dog"), list("b", "red", "blue"), prompt("c", "night"), variables, node("v", "generateSd2")], ["a.text>p.a", "b.text>p.b", "c.text>p.c", "p.text>v.prompt"]),
    );
    expect(promptsOf(plan, "v")).toEqual(["cat and red by night", "dog and blue by night"]);
  });

  test("lists of unequal length name the port and all lengths, and nothing of the node runs", () => {
    const variables = node("p", "prompt", { text: "{{a}} {{b}} {{c}} {{d}}" });
    const plan = planOf(
      graph([list("a", "1", "2", "3"), list("b", "x", "y"), list("c", "only"), list("d", "1", "2", "3"), variables, node("v", "generateSd2")], ["a.text>p.a", "b.text>p.b", "c.text>p.c", "d.text>p.d", "p.text>v.prompt"]),
    );
    expect(nodeOf(plan, "p").problems).toEqual([
      { severity: "error", port: "d", message: "Lists of unequal length meet here: a has 3, b has 2, d has 3.", fix: "Make them equally long, or connect a single item, which is repeated." },
    ]);
    expect(nodeOf(plan, "v")).toMatchObject({ steps: [], reason: "blocked", credits: { min: 0, max: 0 } });
    expect(plan.ok).toBe(false);
  });

  test("two lists through a chain of nodes stay in step", () => {
    const plan = planOf(
      graph([list("l", "a", "b"), node("i", "gptImage2"), node("v", "generateSd2"), node("u", "upscaleVideo")], ["l.text>i.prompt", "l.text>v.prompt", "i.image>v.firstFrame", "v.video>u.video"]),
    );
    expect(urlsOf(plan, "v", 0)).toEqual([`step:${keyOf(plan, "i", 0)}#0`]);
    expect(urlsOf(plan, "v", 1)).toEqual([`step:${keyOf(plan, "i", 1)}#0`]);
    expect(stepOf(plan, "u", 1).step.needs).toEqual(["v#1"]);
    expect(nodeOf(plan, "u").steps).toHaveLength(2);
  });
});

describe("multi ports", () => {
  test("take their edges in the document's order and are not mapped over", () => {
    const nodes = [prompt("p"), image("a"), image("b"), image("c"), node("g", "gptImage2")];
    const plan = planOf(graph(nodes, ["p.text>g.prompt", "c.image>g.images", "a.image>g.images", "b.image>g.images"]));
    expect(nodeOf(plan, "g").steps).toHaveLength(1);
    expect(urlsOf(plan, "g")).toEqual(["url:https://example.com/c.png", "url:https://example.com/a.png", "url:https://example.com/b.png"]);
  });

  test("flatten a list between the items of other edges, for every step alike", () => {
    const nodes = [list("l", "x", "y"), node("i", "gptImage2"), image("a"), image("b"), list("m", "1", "2", "3"), node("g", "gptImage2")];
    const plan = planOf(graph(nodes, ["l.text>i.prompt", "m.text>g.prompt", "a.image>g.images", "i.image>g.images", "b.image>g.images"]));
    expect(nodeOf(plan, "g").steps).toHaveLength(3);
    for (const item of [0, 1, 2]) {
      expect(urlsOf(plan, "g", item)).toEqual(["url:https://example.com/a.png", `step:${keyOf(plan, "i", 0)}#0`, `step:${keyOf(plan, "i", 1)}#0`, "url:https://example.com/b.png"]);
    }
    expect(stepOf(plan, "g").step.needs).toEqual(["i#0", "i#1"]);
  });

  test("take no more edges than they may", () => {
    const ids = Array.from({ length: 10 }, (_unused, at) => `i${at}`);
    const plan = planOf(graph([prompt("p"), ...ids.map((id) => image(id)), node("v", "generateHappyhorse")], ["p.text>v.prompt", ...ids.map((id) => `${id}.image>v.references`)]));
    expect(messagesOf(plan, "v")).toContain('error references: "References" takes at most 9 edges; 10 are connected.');
    expect(nodeOf(plan, "v").problems[0]?.fix).toBe("Delete 1 of them.");
  });
});

describe("wires that do not fit say why", () => {
  test.each([
    ["the type", [prompt("p"), node("v", "upscaleVideo")], ["p.text>v.video"], 'error video: "Video" takes video, but the node "p" gives text.'],
    ["an input that does not exist", [prompt("p"), node("v", "generateSd2")], ["p.text>v.prompt", "p.text>v.smell"], 'error smell: A generateSd2 node has no input "smell"; it has prompt, firstFrame, lastFrame, images, videos, audios.'],
    ["an input of a node without any", [prompt("p"), list("v", "a")], ["p.text>v.text"], 'error text: A promptList node has no input "text" and takes none.'],
    ["an output that does not exist", [prompt("p"), node("v", "generateSd2")], ["p.words>v.prompt"], 'error prompt: The node "p" has no output "words"; its output is "text".'],
    ["a second edge at a single port", [prompt("p"), prompt("q"), node("v", "generateSd2")], ["p.text>v.prompt", "q.text>v.prompt"], 'error prompt: "Prompt" takes at most 1 edge; 2 are connected.'],
    ["a kind without an output", [node("o", "note"), node("v", "generateSd2")], ["o.text>v.prompt"], 'error prompt: The node "o" (note) has no output.'],
    ["a sink, even one that is wrong itself", [node("o", "output"), node("v", "generateSd2")], ["o.text>v.prompt"], 'error prompt: The node "o" (output) has no output.'],
    ["nothing at a required port", [node("v", "upscaleVideo")], [], 'error video: Nothing is connected to "Video".'],
    ["nothing at an output", [node("v", "output")], [], 'error in: Nothing is connected to "Result".'],
  ])("%s", (_name, nodes, wires, message) => {
    const plan = planOf(graph(nodes, wires));
    expect(messagesOf(plan, "v")).toContain(message);
    expect(nodeOf(plan, "v")).toMatchObject({ steps: [], reason: "invalid" });
    expect(plan.ok).toBe(false);
  });

  test("and how to mend it", () => {
    const fix = (kind: string, ...wires: string[]) => nodeOf(planOf(graph([prompt("p"), image("i"), node("v", kind)], wires)), "v").problems[0]?.fix;
    expect(fix("upscaleVideo")).toBe("Connect a video.");
    expect(fix("output")).toBe("Connect a value.");
    expect(fix("generateSd2", "i.image>v.prompt")).toBe("Connect something that gives text.");
    expect(fix("generateSd2", "i.video>v.firstFrame")).toBe("Reconnect the edge.");
    expect(fix("generateSd2", "i.image>v.frame")).toBe("Reconnect or delete the edge.");
  });

  test("each names its edge", () => {
    expect(nodeOf(planOf(graph([prompt("p"), node("v", "upscaleVideo")], ["p.text>v.video"])), "v").problems[0]).toMatchObject({ edge: "p.text>v.video", port: "video" });
  });
});

test("an edge whose source has no plan counts as blocked", () => {
  const found = collect(node("v", "generateSd2"), [{ name: "prompt", label: "Prompt", type: "text", max: 1, required: true }], [{ edge: edge("p.text>v.prompt"), source: null }]);
  expect(found).toMatchObject({ items: [{ prompt: [] }], state: "blocked", problems: [] });
});

test("an output receives what arrives, before any mapping", () => {
  const library = new FakeLibrary();
  const document = graph([list("l", "a", "b"), node("i", "gptImage2"), node("o", "output")], ["l.text>i.prompt", "i.image>o.in"]);
  library.run(document);
  const plan = planOf(document, library);
  expect(nodeOf(plan, "o")).toMatchObject({ steps: [], reason: "free", formula: "", problems: [] });
  expect(nodeOf(plan, "o").received.map((value) => value.type !== "text" && value.identity)).toEqual([0, 1].map((item) => `sha256:${library.takesOf(keyOf(plan, "i", item))[0]?.sha256}`));
});

test("a port may be named like something every object has", () => {
  const odd = node("p", "prompt", { text: "{{constructor}} {{toString}} {{__proto__}}" });
  const wires = ["a.text>p.constructor", "b.text>p.toString", "c.text>p.__proto__", "p.text>v.prompt"];
  const plan = planOf(graph([prompt("a", "A"), prompt("b", "B"), prompt("c", "C"), odd, node("v", "generateSd2")], wires));
  expect(promptsOf(plan, "v")).toEqual(["A B C"]);
  const unconnected = planOf(graph([odd]));
  expect(nodeOf(unconnected, "p").problems.map(({ port }) => port)).toEqual(["constructor", "toString", "__proto__"]);
});

test("what a value passed through is known, so that chips can name it", () => {
  const nodes = [prompt("p", "@{i} and @{r}"), image("i"), node("r", "reroute"), node("v", "generateHappyhorse")];
  const plan = planOf(graph(nodes, ["p.text>v.prompt", "i.image>r.in", "r.out>v.references"]));
  expect(inputsOf(plan, "v")[0]?.["prompt"]).toBe("character1 and character1");
});

test("every kind's ports are collected without a stray key", () => {
  const kinds = [...catalogue.values()].filter(({ role }) => role !== "furniture");
  for (const kind of kinds) {
    const ports = kind.inputs(kind.params.parse({}));
    expect(collect(node("n", kind.kind), ports, []).items).toEqual([Object.fromEntries(ports.map(({ name }) => [name, []]))]);
  }
});
