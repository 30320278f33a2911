import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportName } from "../../../electron/library/exportMedia.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";

const media: MediaFacts = { sha256: "ab".repeat(32), type: "image", format: "jpeg", bytes: 1, width: 1, height: 1, durationSeconds: null };

describe("the name of an exported file", () => {
  test.each([
    ["Shot 1", "Shot 1"],
    ["Shot 1.png", "Shot 1"],
    ["v1.2 final", "v1.2 final"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["a:b*c?.mp4", "a_b_c_"],
    ["CON", "_"],
    ["trailing. . .", "trailing_"],
    [".hidden", "hidden"],
    ["", "abababababab"],
    ["...", "_"],
    ["猫のビデオ", "猫のビデオ"],
  ])("%j becomes %j", (name, base) => {
    expect(exportName(name, media)).toEqual({ base, extension: "jpg" });
  });

  test("is one that every system takes, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const { base } = exportName(name, media);
        expect(base).not.toMatch(/[/\\:*?"<>|]|^\.|[. ]$|^$/);
        expect(base).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.from(base).every((byte) => byte >= 32)).toBe(true);
        expect(Buffer.byteLength(base)).toBeLessThanOrEqual(200);
      }),
      { numRuns: 500 },
    );
  });
});
