import { describe, expect, it } from "vitest";
import { connect } from "../../../shared/edit/connect.ts";
import { moveNodes } from "../../../shared/edit/layout.ts";
import { setCollapsed } from "../../../shared/edit/nodes.ts";
import { apply, type Change } from "../../../shared/edit/records.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { Scene } from "../../../renderer/canvas/scene/scene.ts";
import { docOf, edge, node } from "./support.ts";

const none = new Set<string>();
const curve = () => ({ ax: 0, ay: 0, bx: 0, by: 0 });

describe("the scene follows the document", () => {
  it("moves a wire's ends with its cards, without being built anew", () => {
    const doc = docOf([node("p", "prompt"), node("v", "generateSd2", 400, 0)], [edge("e", "p.text", "v.prompt")]);
    const scene = new Scene();
    scene.sync(doc, none);
    const table = scene.edges.list;
    const before = curve();
    scene.edges.curveOf(scene.nodes, 0, before);
    scene.sync(apply(doc, moveNodes(doc, new Map([["v", { x: 500, y: 60 }]]))), none);
    const after = curve();
    expect(scene.edges.curveOf(scene.nodes, 0, after)).toBe(true);
    expect({ ...after, bx: after.bx - 100, by: after.by - 60 }).toEqual(before);
    expect(scene.edges.list).toBe(table);
  });

  it("keeps what a gesture moved apart from what the document says, and gives it back", () => {
    const scene = new Scene();
    scene.sync(docOf([node("p", "prompt", 10, 20)]), none);
    scene.nodes.x[0] = 300;
    scene.nodes.restorePlaces();
    expect(scene.nodes.rectAt(0)).toMatchObject({ x: 10, y: 20 });
  });

  it("gives a card a place for a port that it does not have, and shows that wire as wrong", () => {
    const scene = new Scene();
    scene.sync(docOf([node("p", "prompt"), node("v", "generateSd2", 400, 0)], [edge("ok", "p.text", "v.prompt"), edge("type", "p.text", "v.firstFrame"), edge("port", "p.text", "v.nothing")]), none);
    const bad = scene.edges.list.filter((_edge, at) => scene.edges.bad[at] === 1).map(({ id }) => id);
    expect(bad).toEqual(["type", "port"]);
  });

  it("leaves out wires from and to nothing", () => {
    const scene = new Scene();
    scene.sync(docOf([node("p", "prompt")], [edge("e", "p.text", "gone.prompt")]), none);
    expect(scene.edges.count).toBe(0);
  });

  it("notices a new wire between nodes that stayed the same", () => {
    const doc = docOf([node("p", "prompt"), node("v", "generateSd2", 400, 0)]);
    const scene = new Scene();
    scene.sync(doc, none);
    const change = connect(doc, catalogue, { node: "p", port: "text" }, { node: "v", port: "prompt" }) as Change;
    expect(scene.sync(apply(doc, change), none)).toBe(true);
    expect(scene.edges.count).toBe(1);
    expect(scene.sync(apply(doc, {}), none)).toBe(true);
    expect(scene.edges.count).toBe(0);
  });
});

describe("a collapsed group", () => {
  const doc = docOf(
    [node("g", "group", -20, -20, { width: 400, height: 400 }), node("a", "prompt", 0, 0), node("b", "generateSd2", 60, 60), node("o", "output", 900, 0)],
    [edge("in", "a.text", "b.prompt"), edge("out", "b.video", "o.in")],
  );
  const collapsed = apply(doc, setCollapsed(doc, "g", true));

  it("hides what is in it, and its wires within", () => {
    const scene = new Scene();
    scene.sync(collapsed, none);
    expect(scene.nodes.inside({ x: -1000, y: -1000, width: 4000, height: 4000 }).map((at) => scene.nodes.list[at]?.id)).toEqual(["g", "o"]);
    expect(scene.edges.curveOf(scene.nodes, 0, curve())).toBe(false);
  });

  it("leads wires that leave it from its own side", () => {
    const scene = new Scene();
    scene.sync(collapsed, none);
    const { x, y, width, height } = scene.nodes.rectAt(0);
    const out = curve();
    scene.edges.curveOf(scene.nodes, 1, out);
    expect([out.ax, out.ay]).toEqual([x + width, y + height / 2]);
  });

  it("shows everything again when it is opened", () => {
    const scene = new Scene();
    scene.sync(collapsed, none);
    scene.sync(apply(collapsed, setCollapsed(collapsed, "g", false)), none);
    expect(scene.nodes.inside({ x: -1000, y: -1000, width: 4000, height: 4000 })).toHaveLength(4);
  });

  it("does not stretch what is fitted into the view by what it hides", () => {
    const wide = docOf([node("g", "group", 0, 0, { width: 5000, height: 400, collapsed: true }), node("a", "prompt", 4000, 0)]);
    const scene = new Scene();
    scene.sync(wide, none);
    expect(scene.nodes.bounds()?.width).toBeLessThan(400);
  });
});

describe("what the pointer hits", () => {
  it("is the uppermost card, and a frame only where no card is", () => {
    const scene = new Scene();
    scene.sync(docOf([node("big", "group", 0, 0, { width: 900, height: 900 }), node("small", "group", 10, 10, { width: 500, height: 500 }), node("a", "prompt", 40, 40), node("b", "prompt", 60, 60)]), none);
    const at = (x: number, y: number) => scene.nodes.list[scene.nodes.hit(x, y) ?? -1]?.id;
    expect([at(45, 45), at(70, 70), at(15, 500), at(800, 800), at(2000, 0)]).toEqual(["a", "b", "small", "big", undefined]);
  });

  it("is a wire within reach, the later one of two that lie on each other", () => {
    const scene = new Scene();
    scene.sync(docOf([node("p", "prompt"), node("v", "generateSd2", 400, 0)], [edge("e1", "p.text", "v.images"), edge("e2", "p.text", "v.images")]), none);
    const line = curve();
    scene.edges.curveOf(scene.nodes, 0, line);
    const middle = { x: (line.ax + line.bx) / 2, y: (line.ay + line.by) / 2 };
    expect(scene.edges.list[scene.edges.pick(scene.nodes, middle.x, middle.y, 6)?.at ?? -1]?.id).toBe("e2");
    expect(scene.edges.pick(scene.nodes, middle.x, middle.y + 400, 6)).toBeNull();
    expect(scene.edges.pick(scene.nodes, line.ax + 4, line.ay, 6)?.t).toBeLessThan(0.2);
  });
});
