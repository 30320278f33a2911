import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { fitPanels, PANEL_LIMITS } from "../../../renderer/app/panels/fitPanels.ts";

const all = { left: 220, right: 300, bottom: 200, leftOpen: true, rightOpen: true, bottomOpen: true };

describe("panels beside the canvas", () => {
  test("have the sizes that were asked for where there is room", () => {
    expect(fitPanels(all, { width: 1440, height: 860 })).toMatchObject({ left: 220, right: 300, bottom: 200, hidden: new Set() });
    expect(fitPanels(all, { width: 1024, height: 660 })).toMatchObject({ left: 220, right: 300, bottom: 200, hidden: new Set() });
  });

  test("give way before the canvas does, and then the palette goes before the quote", () => {
    const tight = fitPanels(all, { width: 900, height: 660 });
    expect(tight.left + tight.right).toBe(480);
    expect([...fitPanels(all, { width: 720, height: 410 }).hidden]).toEqual(["left"]);
    expect([...fitPanels(all, { width: 560, height: 410 }).hidden].sort()).toEqual(["left", "right"]);
  });

  test("with the quote closed there is room for the palette", () => {
    expect(fitPanels({ ...all, rightOpen: false }, { width: 720, height: 660 }).hidden.has("left")).toBe(false);
  });

  test("leave the canvas its 420 × 200 pixels in every window and with every setting", () => {
    const size = fc.oneof(fc.integer({ min: -100, max: 5000 }), fc.constant(Number.NaN));
    const panels = fc.record({ left: size, right: size, bottom: size, leftOpen: fc.boolean(), rightOpen: fc.boolean(), bottomOpen: fc.boolean() });
    fc.assert(
      fc.property(panels, fc.integer({ min: 421, max: 4000 }), fc.integer({ min: 201, max: 3000 }), (wanted, width, height) => {
        const { left, right, bottom, hidden } = fitPanels(wanted, { width, height });
        const taken = (wanted.leftOpen && !hidden.has("left") ? left : 0) + (wanted.rightOpen && !hidden.has("right") ? right : 0);
        expect(width - taken).toBeGreaterThanOrEqual(420);
        expect(height - (hidden.has("bottom") ? 0 : bottom)).toBeGreaterThanOrEqual(200);
        expect(left).toBeGreaterThanOrEqual(PANEL_LIMITS.left.least);
        expect(right).toBeGreaterThanOrEqual(PANEL_LIMITS.right.least);
        expect(bottom).toBeGreaterThanOrEqual(PANEL_LIMITS.bottom.least);
      }),
    );
  });
});
