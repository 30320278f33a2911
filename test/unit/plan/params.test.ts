import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { NodeKind } from "../../../shared/nodes/define.ts";
import { parseParams } from "../../../shared/plan/params.ts";
import { node } from "./support.ts";

function kindOf(name: string): NodeKind {
  const kind = catalogue.get(name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

const parse = (name: string, params: Record<string, unknown>) => parseParams(node("n", name, params), kindOf(name));

describe("params of a node", () => {
  test("have their defaults", () => {
    expect(parse("upscaleVideo", {})).toEqual({ values: { targetResolution: "1080p" }, problems: [] });
  });

  test("that the kind does not have are a warning and have no effect", () => {
    expect(parse("upscaleVideo", { toString: 1 })).toEqual({
      values: { targetResolution: "1080p" },
      problems: [{ severity: "warning", param: "toString", message: 'A upscaleVideo node has no param "toString"; it is kept but has no effect.', fix: "Its params are targetResolution." }],
    });
    expect(parse("reroute", { a: 1 }).problems).toMatchObject([{ fix: "Its params are none." }]);
  });

  test("that are wrong are errors which show what was found, and count as their defaults", () => {
    const { values, problems } = parse("generateSd2", { duration: 99, model: "sd3", resolution: "720x720" });
    expect(values).toMatchObject({ duration: 5, model: "sd2", resolution: "720x720" });
    expect(problems).toMatchObject([
      { severity: "error", param: "model", message: expect.stringContaining('(found "sd3")') as string },
      { severity: "error", param: "duration", message: "must be a whole number of seconds from 4 to 15 (found 99)." },
    ]);
  });

  test("name the place within a param, and cut what is long", () => {
    const { problems } = parse("imageAsset", { source: { type: "file", sha256: "no", name: "n".repeat(100), bytes: 1 } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ param: "source", message: expect.stringMatching(/^sha256: must be 64 .* \(found \{"type":"file",.*…\)\.$/) as string });
    expect(problems[0]?.message.match(/found (.*)\)/)?.[1]).toHaveLength(58);
  });
});

describe("a kind with rules of its own", () => {
  const custom = (params: z.ZodObject): NodeKind => ({ ...kindOf("reroute"), kind: "custom", params });
  const paired = z.object({ min: z.number().default(1), max: z.number().default(2) }).refine(({ min, max }) => min < max, "min must be below max");

  test("about several params together names no param, and all defaults count", () => {
    expect(parseParams(node("n", "custom", { min: 9 }), custom(paired))).toEqual({ values: { min: 1, max: 2 }, problems: [{ severity: "error", message: 'min must be below max (found {"min":9}).' }] });
  });

  test("a param without a default cannot be guessed: that is a mistake of the kind, and is thrown", () => {
    expect(() => parseParams(node("n", "custom"), custom(z.object({ must: z.string() })))).toThrow("must");
  });

  test("a wrong param that is not there at all says that nothing was found", () => {
    const together = z.object({ width: z.number().default(0), height: z.number().default(0) }).refine(({ width, height }) => width * height === 0 || width === height, { path: ["depth"], message: "must be square" });
    expect(parseParams(node("n", "custom", { width: 1, height: 2 }), custom(together))).toEqual({
      values: { width: 0, height: 0 },
      problems: [{ severity: "error", param: "depth", message: "must be square (found nothing)." }],
    });
  });
});
