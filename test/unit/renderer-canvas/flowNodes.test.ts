import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { moveNodes } from "../../../shared/edit/layout.ts";
import { FlowNodes } from "../../../renderer/canvas/flow/flowNodes.ts";
import { Stage } from "../../../renderer/canvas/stage/stage.ts";
import { node, session } from "./support.ts";

beforeEach(() => vi.stubGlobal("document", { activeElement: null }));
afterEach(() => vi.unstubAllGlobals());

const row = Array.from({ length: 200 }, (_none, at) => node(`n${at}`, "prompt", at * 400, 0));

function shown(zoom = 1) {
  const open = session(row);
  const stage = new Stage(open, { x: 0, y: 0, zoom });
  stage.scene.sync(open.getState().doc, new Set());
  const source = new FlowNodes(stage);
  source.subscribe(() => {});
  stage.moved({ x: 0, y: 0, zoom }, 1000, 600);
  const sync = () => {
    stage.scene.sync(open.getState().doc, open.getState().selection);
    stage.scene.nodes.select(open.getState().selection);
    stage.refresh();
  };
  return { open, stage, source, sync };
}

describe("what React Flow is given", () => {
  it("is only what is near the view", () => {
    const { source, stage } = shown();
    expect(source.get().length).toBeLessThan(8);
    stage.moved({ x: -40_000, y: 0, zoom: 1 }, 1000, 600);
    expect(source.get().map(({ id }) => id)).toContain("n100");
    expect(source.get().map(({ id }) => id)).not.toContain("n0");
  });

  it("is nothing in the overview", () => {
    const { source, stage } = shown(0.2);
    expect(source.get()).toEqual([]);
    stage.moved({ x: 0, y: 0, zoom: 0.5 }, 1000, 600);
    expect(source.get().length).toBeGreaterThan(0);
  });

  it("stays the very same object while nothing about the node changes", () => {
    const { open, source, sync } = shown();
    const before = source.get();
    open.commit(moveNodes(open.getState().doc, new Map([["n1", { x: 420, y: 10 }]])), { label: "Move" });
    sync();
    const after = source.get();
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[1]?.position).toEqual({ x: 420, y: 10 });
    open.select(["n0"]);
    sync();
    expect(source.get()[0]?.selected).toBe(true);
    expect(source.get()[1]).toBe(after[1]);
  });

  it("is not told of a small move of the view", () => {
    const { source, stage } = shown();
    const before = source.get();
    stage.moved({ x: -60, y: 30, zoom: 1 }, 1000, 600);
    expect(source.get()).toBe(before);
  });

  it("comes with its size and handles, so that nothing is measured", () => {
    const [first] = shown().source.get();
    expect(first).toMatchObject({ width: 236, measured: { width: 236 }, handles: [{ id: "out:text", type: "source" }] });
  });

  it("keeps the card in which somebody types, wherever the view goes", () => {
    const { source, stage } = shown();
    vi.stubGlobal("document", { activeElement: { closest: () => ({ dataset: { id: "n2" } }) } });
    stage.moved({ x: -40_000, y: 0, zoom: 1 }, 1000, 600);
    expect(source.get().map(({ id }) => id)).toContain("n2");
  });
});
