import { describe, expect, it } from "vitest";
import { fromGraph } from "../../../shared/edit/records.ts";
import { benchGraph } from "../../../renderer/canvas/bench/benchGraph.ts";
import { Scene } from "../../../renderer/canvas/scene/scene.ts";
import { toCanvas, toScreen, viewAround, visibleRect, zoomedAt } from "../../../renderer/canvas/stage/camera.ts";
import { elkGraph, placesFrom } from "../../../renderer/canvas/tidy/elkGraph.ts";
import { docOf, edge, node } from "./support.ts";

describe("tidying up", () => {
  const doc = docOf([node("p", "prompt", 100, 50), node("v", "generateSd2", 40, 80), node("n", "note", 0, 0), node("x", "output", 900, 900)], [edge("e", "p.text", "v.prompt"), edge("out", "v.video", "x.in")]);

  it("lays out the chosen nodes with their ports where the cards have them, and leaves notes alone", () => {
    const graph = elkGraph(doc, new Set(["p", "v", "n"]));
    expect(graph.children?.map(({ id }) => id)).toEqual(["p", "v"]);
    expect(graph.edges).toHaveLength(1);
    const heights = graph.children?.[1]?.ports?.filter(({ x }) => x === 0).map(({ y = 0 }) => y) ?? [];
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });

  it("keeps the upper left corner of the whole where it was", () => {
    const places = placesFrom(doc, { id: "graph", children: [{ id: "p", x: 12, y: 12 }, { id: "v", x: 300, y: 40 }] });
    expect(places.get("p")).toEqual({ x: 40, y: 50 });
    expect(places.get("v")).toEqual({ x: 328, y: 78 });
  });
});

describe("the camera", () => {
  const camera = { x: 30, y: -20, zoom: 0.5, width: 800, height: 600 };

  it("goes from the screen to the canvas and back", () => expect(toScreen(camera, toCanvas(camera, { x: 123, y: 456 }))).toEqual({ x: 123, y: 456 }));

  it("keeps the point under the pointer while zooming", () => {
    const at = { x: 321, y: 99 };
    expect(toCanvas(zoomedAt(camera, 2, at), at)).toEqual(toCanvas(camera, at));
  });

  it("fits a rectangle wholly and in the middle, and never larger than life", () => {
    const rect = { x: 1000, y: 1000, width: 4000, height: 1000 };
    const view = { ...camera, ...viewAround(rect, camera) };
    const seen = visibleRect(view);
    expect(seen.x).toBeLessThan(rect.x);
    expect(seen.x + seen.width).toBeGreaterThan(5000);
    expect(seen.x + seen.width / 2).toBeCloseTo(3000);
    expect(viewAround({ x: 0, y: 0, width: 10, height: 10 }, camera).zoom).toBe(1);
  });
});

describe("a generated document", () => {
  const doc = fromGraph(benchGraph(800));

  it("has 1.5 wires for each node, all of fitting types", () => {
    const scene = new Scene();
    scene.sync(doc, new Set());
    expect(scene.edges.count).toBe(doc.edges.size);
    expect(doc.edges.size / doc.nodes.size).toBeCloseTo(1.5, 1);
    expect(scene.edges.bad.includes(1)).toBe(false);
  });

  it("is the same every time", () => expect(benchGraph(100)).toEqual(benchGraph(100)));
});
