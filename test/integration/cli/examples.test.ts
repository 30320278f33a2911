import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { startSandbox } from "../../../electron/sandbox/index.ts";
import { CHECKOUT, cli, filesBelow, jsonOf, placeFor, plan, run, tempFolder } from "./support.ts";

const EXAMPLES = join(CHECKOUT, "resources/examples");

/** The lowest and the highest price of each example, counted by hand from the document's tables, and its files. */
const EXPECTED: Record<string, { min: number; max: number; files: number }> = {
  "text-to-video": { min: 200, max: 200, files: 1 },
  // A 2k picture of high and one of medium quality, 5 s of sd2-fast, and 5 to 6 s of upscale.
  "keyframe-upscale": { min: 125 + 35 + 160 + 125, max: 125 + 35 + 160 + 150, files: 3 },
  "character-references": { min: 3 * 15 + 160, max: 3 * 15 + 160, files: 1 },
  "prompt-list": { min: 6 * 4 * 32 * 2, max: 6 * 4 * 32 * 2, files: 12 },
  "product-variants": { min: 4 * 15, max: 4 * 15, files: 4 },
};

/** It hosts the frames that it takes, which a service without a bucket cannot be given: it has a test of its own. */
const WITH_FRAMES = "longer-story";
const EXAMPLE_NAMES = readdirSync(EXAMPLES)
  .map((name) => basename(name, ".shotgraph"))
  .filter((name) => name !== WITH_FRAMES);

test(`${WITH_FRAMES} is valid, and its plan says that the frames between its clips need hosting, or the sandbox`, async () => {
  const file = join(EXAMPLES, `${WITH_FRAMES}.shotgraph`);
  const validated = await cli(["validate", file, "--json"], { home: tempFolder() });
  expect(validated.code).toBe(0);
  const { problems } = jsonOf(validated) as { problems: { code?: string }[] };
  expect(problems.every(({ code }) => code === "hosting")).toBe(true);
  const planned = await cli(["plan", file, "--json", "--sandbox"], { home: tempFolder() });
  expect(jsonOf(planned)).toMatchObject({ ok: true, quote: { min: 480, max: 480 } });
});

describe.concurrent("the examples", () => {
  test.each(EXAMPLE_NAMES)("%s is valid, plans, runs as quoted, and costs nothing the second time", async (name) => {
    const sandbox = await startSandbox({ speed: 5000, media: "quick" });
    try {
      const place = placeFor(sandbox);
      const file = join(EXAMPLES, `${name}.shotgraph`);
      const [validated, planned] = await Promise.all([cli(["validate", file, "--json"], place), plan(file, place)]);
      expect(validated.code).toBe(0);
      expect(jsonOf(validated)).toMatchObject({ ok: true, problems: [] });
      expect(planned).toMatchObject({ code: 0, ok: true, problems: [] });
      const { quote } = planned;
      const expected = EXPECTED[name];
      expect({ min: quote.min, max: quote.max, files: expected?.files }).toEqual(expected);
      const out = tempFolder();
      const first = await run(file, place, "--out", out);
      expect(first).toMatchObject({ code: 0, ok: true });
      expect(first.billed).toBeGreaterThanOrEqual(quote.min);
      expect(first.billed).toBeLessThanOrEqual(quote.max);
      expect(sandbox.books().billed).toBe(first.billed);
      const outputs = first.nodes.filter(({ id }) => id.startsWith("save")).flatMap(({ takes }) => takes);
      expect(outputs).toHaveLength(expected?.files ?? 0);
      // Each with its sidecar.
      expect(await filesBelow(out)).toHaveLength(outputs.length * 2);
      const second = await run(file, place);
      expect(second).toMatchObject({ code: 0, billed: 0 });
      expect(Object.values(second.calls).every((count) => count === 0)).toBe(true);
    } finally {
      await sandbox.close();
    }
  });
});

describe("resources/shotgraph.schema.json", () => {
  test("is what `shotgraph schema` prints, and every example is valid by it", async () => {
    const text = await readFile(join(CHECKOUT, "resources/shotgraph.schema.json"), "utf8");
    const printed = await cli(["schema"], { home: tempFolder() });
    expect(printed).toEqual({ code: 0, stdout: text, stderr: "" });
    const schema = z.fromJSONSchema(JSON.parse(text) as z.core.JSONSchema.JSONSchema);
    for (const name of readdirSync(EXAMPLES)) {
      const document: unknown = JSON.parse(await readFile(join(EXAMPLES, name), "utf8"));
      expect([name, schema.safeParse(document).error]).toEqual([name, undefined]);
    }
    expect(schema.safeParse({ format: "shotgraph", version: 1 }).success).toBe(false);
  });
});

test("`shotgraph nodes --json` describes every kind with its ports and params", async () => {
  const { code, stdout } = await cli(["nodes", "--json"], { home: tempFolder() });
  const { kinds } = JSON.parse(stdout) as { kinds: { kind: string; inputs: { name: string }[]; params: { name: string }[] }[] };
  expect(code).toBe(0);
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(
    ["audioRef", "extractFrame", "fitAudio", "fitImage", "fitVideo", "generateHappyhorse", "generateSd2", "gptImage2", "group", "imageAsset", "note", "output", "prompt", "promptList", "reroute", "upscaleVideo", "videoRef"],
  );
  expect(kinds.find(({ kind }) => kind === "generateSd2")).toMatchObject({ inputs: [{ name: "prompt" }, { name: "firstFrame" }, { name: "lastFrame" }, { name: "images" }, { name: "videos" }, { name: "audios" }] });
});
