import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Graph } from "../../../shared/graph/document.ts";
import { setParam, updateNode } from "../../../shared/graph/edit.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { addNode } from "../../fixtures/graphEdits.ts";
import { anyGraph, edge, graph, node, parsed, reversedKeys } from "./support.ts";

describe("saving and opening", () => {
  test("gives back the same graph, whatever it holds", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        expect(parsed(serialiseGraph(document))).toEqual(document);
      }),
    );
  });

  test("twice gives the same bytes", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        expect(serialiseGraph(parsed(serialiseGraph(document)))).toBe(serialiseGraph(document));
      }),
    );
  });

  test("gives the same bytes for any order of keys", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        expect(serialiseGraph(reversedKeys(document) as Graph)).toBe(serialiseGraph(document));
      }),
    );
  });

  test("does not touch the graph", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        const before = structuredClone(document);
        serialiseGraph(document);
        expect(document).toEqual(before);
      }),
    );
  });

  test("keeps what is unknown through an edit", () => {
    fc.assert(
      fc.property(anyGraph, (document) => {
        const edited = addNode(parsed(serialiseGraph(document)), node("an id of more than twelve characters"));
        const { nodes, ...rest } = parsed(serialiseGraph(edited));
        expect({ ...rest, nodes: nodes.slice(0, -1) }).toEqual(document);
      }),
    );
  });
});

test("known keys come in their order, all others sorted after them; lists keep theirs", () => {
  const document = graph(
    [
      node("b", { zebra: 1, apple: { y: 1, x: 2 }, params: { resolution: "2k", aspect: [3, { b: 1, a: 2 }] }, position: { tilt: 1, y: 2, x: 1 }, state: "active", spread: true, picked: "a".repeat(64), takes: 2, title: "B" }),
      node("a"),
    ],
    [edge("b", "a", { id: "z", later: true, to: { port: "in", bend: 1, node: "a" } }), edge("a", "b", { id: "y" })],
  );
  expect(serialiseGraph({ ...document, view: { zoom: 1, centre: 0 }, author: "me" })).toMatchInlineSnapshot(`
    "{
      "format": "shotgraph",
      "version": 1,
      "id": "g",
      "name": "Graph",
      "nodes": [
        {
          "id": "b",
          "kind": "prompt",
          "title": "B",
          "position": {
            "x": 1,
            "y": 2,
            "tilt": 1
          },
          "params": {
            "aspect": [
              3,
              {
                "a": 2,
                "b": 1
              }
            ],
            "resolution": "2k"
          },
          "takes": 2,
          "picked": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "spread": true,
          "state": "active",
          "apple": {
            "x": 2,
            "y": 1
          },
          "zebra": 1
        },
        {
          "id": "a",
          "kind": "prompt",
          "position": {
            "x": 0,
            "y": 0
          },
          "params": {}
        }
      ],
      "edges": [
        {
          "id": "z",
          "from": {
            "node": "b",
            "port": "text"
          },
          "to": {
            "node": "a",
            "port": "in",
            "bend": 1
          },
          "later": true
        },
        {
          "id": "y",
          "from": {
            "node": "a",
            "port": "text"
          },
          "to": {
            "node": "b",
            "port": "prompt"
          }
        }
      ],
      "view": {
        "centre": 0,
        "zoom": 1
      },
      "author": "me"
    }
    "
  `);
});

test("one edit is one line of a diff", () => {
  const document = graph([node("a", { params: { text: "before", size: 1 } }), node("b")], [edge("a", "b")]);
  const changedLines = (after: Graph) => {
    const lines = serialiseGraph(document).split("\n");
    return serialiseGraph(after)
      .split("\n")
      .filter((line, at) => line !== lines[at]);
  };
  expect(changedLines(setParam(document, "a", "text", "after"))).toEqual(['        "text": "after"']);
  expect(changedLines(updateNode(document, "b", (one) => ({ ...one, position: { ...one.position, x: 9 } })))).toEqual(['        "x": 9,']);
});

test("keys that are undefined are left out", () => {
  const document = { ...graph([{ ...node("a"), later: undefined }]), view: undefined, extra: undefined } as unknown as Graph;
  expect(serialiseGraph(document)).toBe(serialiseGraph(graph([node("a")])));
});
