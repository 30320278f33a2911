import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, VERSION } from "../../../shared/graph/document.ts";
import { migrations, oldestVersion, type Migration } from "../../../shared/graph/migrate.ts";
import { parseGraph } from "../../../shared/graph/parse.ts";
import { edge, graph, json, node, parsed, problemsOf } from "./support.ts";

const HASH = "a".repeat(64);

function text(change: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...graph([node("a")]), ...change });
}

function messageOf(input: string): string {
  return problemsOf(parseGraph(input))[0]?.message ?? "";
}

describe("a document of this version", () => {
  test("opens, and what it leaves out has its default", () => {
    const minimal = { format: "shotgraph", version: 1, id: "g", name: "", nodes: [{ id: "a", kind: "prompt", position: { x: 1, y: 2 } }] };
    expect(parseGraph(JSON.stringify(minimal))).toEqual({ status: "ok", graph: { ...minimal, nodes: [{ ...minimal.nodes[0], params: {} }], edges: [] } });
  });

  test("opens with a byte order mark, and only with one", () => {
    expect(parseGraph(`\uFEFF${text()}`).status).toBe("ok");
    expect(messageOf(`\uFEFF\uFEFF${text()}`)).toContain("not JSON");
  });

  test("keeps unknown kinds, ports, params and keys as they are", () => {
    const strange = {
      ...graph(
        [node("a", { kind: "fromTheFuture", params: { deep: [{ of: null }] }, colour: "red", position: { x: 0, y: 0, z: 7 } })],
        [edge("a", "nowhere", { from: { node: "a", port: "smell", strength: 3 }, label: "x" })],
      ),
      later: { things: true },
      view: { zoom: 2 },
    };
    expect(parsed(JSON.stringify(strange))).toEqual(strange);
  });
});

describe("what is no document says why", () => {
  test.each([
    ["", /^The file is not JSON: /],
    ["{", /^The file is not JSON: /],
    ["null", /no Shotgraph document: its "format" is not "shotgraph"/],
    ["[]", /no Shotgraph document/],
    ["7", /no Shotgraph document/],
    [text({ format: "comfy" }), /no Shotgraph document/],
    [text({ version: 0 }), /"version" must be a whole number from 1 to 1, not 0\./],
    [text({ version: 1.5 }), /not 1\.5\./],
    [text({ version: "1" }), /not "1"\./],
    [text({ version: undefined }), /not left out\./],
    [text({ name: 3 }), /^"name": .*string/],
    [text({ nodes: {} }), /^"nodes": .*array/],
  ])("%s", (input, message) => {
    expect(messageOf(input)).toMatch(message);
  });

  test("a giant where the version should be is not repeated in full", () => {
    expect(messageOf(text({ version: "9".repeat(10_000) })).length).toBeLessThan(200);
  });

  test("a newer one is not opened, so that nothing in it is lost", () => {
    expect(parseGraph(text({ version: VERSION + 6 }))).toEqual({ status: "tooNew", version: 7 });
    expect(parseGraph(text({ version: VERSION + 1, nodes: "another shape by then" }))).toEqual({ status: "tooNew", version: 2 });
  });
});

describe("wrong types name the element and the field", () => {
  test.each([
    [{ kind: 3 }, /^"kind": .*string/],
    [{ kind: "" }, /^"kind": /],
    [{ position: { x: "left", y: 0 } }, /^"position\.x": .*number/],
    [{ position: undefined }, /^"position": /],
    [{ params: [] }, /^"params": /],
    [{ takes: 0 }, /^"takes": /],
    [{ takes: 65 }, /^"takes": .*64/],
    [{ takes: 1.5 }, /^"takes": .*int/],
    [{ picked: "A".repeat(64) }, /^"picked": must be 64 lower-case hexadecimal digits/],
    [{ picked: `${HASH}a` }, /^"picked": /],
    [{ state: "asleep" }, /^"state": .*active/],
    [{ spread: "yes" }, /^"spread": /],
    [{ title: "x".repeat(501) }, /^"title": /],
  ])("of a node: %j", (change, message) => {
    const [problem] = problemsOf(parseGraph(JSON.stringify({ ...graph(), nodes: [node("fine"), { ...node("bad"), ...change }] })));
    expect(problem).toMatchObject({ severity: "error", node: "bad", message: expect.stringMatching(message) as string });
    expect(problem).not.toHaveProperty("edge");
  });

  test("of an edge", () => {
    const [problem] = problemsOf(parseGraph(JSON.stringify(graph([node("a")], [edge("a", "a", { to: { node: "a", port: "" } })]))));
    expect(problem).toMatchObject({ severity: "error", edge: "a→a", message: expect.stringMatching(/^"to\.port": /) as string });
    expect(problem).not.toHaveProperty("node");
  });

  test("elements without a usable id are named by their place", () => {
    const found = problemsOf(parseGraph(JSON.stringify({ ...graph(), nodes: [node("a"), { ...node("b"), id: 7 }, "no node"] })));
    expect(found.map((problem) => problem.node)).toEqual(["#1", "#2"]);
    expect(found[0]?.message).toMatch(/^"id": /);
    expect(found[1]?.message).toMatch(/^"nodes\.2": /);
  });

  test("many mistakes are told up to a hundred, and then counted", () => {
    const wrong = Array.from({ length: 250 }, (_unused, at) => ({ ...node(`n${at}`), kind: 1 }));
    const found = problemsOf(parseGraph(JSON.stringify({ ...graph(), nodes: wrong })));
    expect(found).toHaveLength(101);
    expect(found.at(-1)?.message).toBe("There are 150 more problems like these.");
    expect(problemsOf(parseGraph(JSON.stringify({ ...graph(), nodes: wrong.slice(0, 100) })))).toHaveLength(100);
  });

  test("positions are finite", () => {
    expect(messageOf(text().replace('"x":0', '"x":1e999'))).toMatch(/^"position\.x": /);
  });
});

test("two nodes or two edges of one id are refused, each by its name; a node and an edge may share one", () => {
  const found = problemsOf(parseGraph(JSON.stringify(graph([node("a"), node("b"), node("a")], [edge("a", "b"), edge("a", "b")]))));
  expect(found).toEqual([
    { severity: "error", node: "a", message: 'Two nodes have the id "a".', fix: "Give one of them another id." },
    { severity: "error", edge: "a→b", message: 'Two edges have the id "a→b".', fix: "Give one of them another id." },
  ]);
  expect(parseGraph(JSON.stringify(graph([node("a")], [edge("a", "a", { id: "a" })]))).status).toBe("ok");
});

describe("keys that could reach a prototype are refused on every level", () => {
  test.each([
    [`{"__proto__":{"polluted":1},"format":"shotgraph"}`, `"__proto__" at the top`],
    [text().replace('"params":{}', '"params":{"a":[{"constructor":{}}]}'), `"constructor" at nodes.0.params.a.0`],
    [text().replace('"params":{}', '"params":{"prototype":null}'), `"prototype" at nodes.0.params`],
    [text().replace('"params":{}', String.raw`"params":{"\u005f_proto__":1}`), `"__proto__" at nodes.0.params`],
    [text({ unknown: JSON.parse('[[{"x":{"__proto__":[]}}]]') as unknown }), `"__proto__" at unknown.0.0.x`],
  ])("%s", (input, where) => {
    expect(messageOf(input)).toContain(where);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("the same words as values, ids or kinds are ordinary", () => {
    expect(parsed(JSON.stringify(graph([node("__proto__", { kind: "constructor", title: "prototype" })]))).nodes[0]).toMatchObject({ id: "__proto__", kind: "constructor" });
  });
});

describe("a file can only be so large", () => {
  test("in characters", () => {
    expect(messageOf(" ".repeat(LIMITS.bytes + 1))).toBe(`The file has ${LIMITS.bytes + 1} characters; at most ${LIMITS.bytes} are read.`);
    expect(messageOf(" ".repeat(LIMITS.bytes))).toContain("not JSON");
  });

  test("in nodes and edges, counted before they are looked at", () => {
    const many = (list: string, count: number) => text({ nodes: [], [list]: Array.from({ length: count }, () => 0) });
    expect(problemsOf(parseGraph(many("nodes", LIMITS.nodes + 1)))).toEqual([{ severity: "error", message: "The document has 50001 nodes; at most 50000 are read." }]);
    expect(problemsOf(parseGraph(many("edges", LIMITS.edges + 1)))).toEqual([{ severity: "error", message: "The document has 200001 edges; at most 200000 are read." }]);
    const full = { ...graph(), nodes: Array.from({ length: LIMITS.nodes }, (_unused, at) => ({ id: `n${at}`, kind: "k", position: { x: 0, y: 0 } })) };
    expect(parseGraph(JSON.stringify(full)).status).toBe("ok");
  });

  test("in depth: 64 levels open, more are refused, a million do not crash", () => {
    const nested = (levels: number) => text({ deep: 0 }).replace('"deep":0', `"deep":${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(parseGraph(nested(64)).status).toBe("ok");
    expect(messageOf(nested(65))).toMatch(/nested deeper than 64 levels at deep\.0\.0/);
    expect(messageOf(nested(1_000_000))).toMatch(/nested deeper than 64 levels/);
    expect(messageOf(`${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}`)).toMatch(/nested deeper than 64 levels/);
    expect(messageOf("[".repeat(1_000_000))).toMatch(/not JSON/);
  });

  test("and the place of a problem is told in at most 120 characters", () => {
    const message = messageOf(text({ ["k".repeat(500)]: JSON.parse('{"constructor":1}') as unknown }));
    expect(message).toMatch(/^The key "constructor" at k{119}… is refused/);
  });
});

describe("migrations", () => {
  const toOne: Migration = { from: 0, note: "Nodes got kinds.", up: ({ title, ...rest }) => ({ ...rest, name: title }) };
  const toZero: Migration = { from: -1, note: "Titles are called title.", up: ({ label, ...rest }) => ({ ...rest, title: label }) };

  test("run in their order from the file's version on, and tell what they did", () => {
    const old = JSON.stringify({ format: "shotgraph", version: -1, id: "g", label: "Old", nodes: [], kept: 1 });
    expect(parseGraph(old, [toZero, toOne])).toEqual({
      status: "migrated",
      graph: { format: "shotgraph", version: 1, id: "g", name: "Old", nodes: [], edges: [], kept: 1 },
      notes: ["Titles are called title.", "Nodes got kinds."],
    });
    const newer = JSON.stringify({ format: "shotgraph", version: 0, id: "g", title: "Newer", nodes: [] });
    expect(parseGraph(newer, [toZero, toOne])).toMatchObject({ status: "migrated", graph: { version: 1, name: "Newer" }, notes: ["Nodes got kinds."] });
    expect(parseGraph(text(), [toZero, toOne]).status).toBe("ok");
  });

  test("what is older than all of them is invalid", () => {
    expect(problemsOf(parseGraph(text({ version: -1 }), [toOne]))[0]?.message).toContain("from 0 to 1, not -1");
  });

  test("a result that is no document is invalid, and so is a file that a migration stumbles over", () => {
    const stumble: Migration = { from: 0, note: "", up: (document) => ({ ...document, name: (document["deep"] as { name: string }).name.trim() }) };
    expect(problemsOf(parseGraph(text({ version: 0, name: undefined, title: 4 }), [toOne]))[0]?.message).toMatch(/^"name": /);
    expect(problemsOf(parseGraph(text({ version: 0 }), [stumble]))[0]?.message).toMatch(/^The document of version 0 could not be brought to version 1: /);
  });

  test("a list with a gap is a programming error", () => {
    expect(() => oldestVersion([toZero])).toThrow("migrations must follow one another up to version 1; found one from -1");
    expect(oldestVersion(migrations)).toBe(VERSION - migrations.length);
  });
});

test("no JSON makes it throw", () => {
  fc.assert(fc.property(json, (value) => void parseGraph(JSON.stringify(value))));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("id", "name", "nodes", "edges", "view", "x"), fc.oneof(json, fc.array(json))), (keys) => {
      const { status } = parseGraph(JSON.stringify({ ...keys, format: "shotgraph", version: 1 }));
      expect(["ok", "invalid"]).toContain(status);
    }),
  );
  fc.assert(fc.property(fc.string(), (noise) => void parseGraph(noise)));
});
