import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { videoFile } from "../library/samples.ts";
import { graphFile, graphOf, nodeOf, plan, tempFolder, type Nodes, type PlanReport, type Place } from "./support.ts";

/** Rows of the API document: a name, the node that asks for it, what is connected to it, and the document's figure. */
type Row = readonly [name: string, kind: string, params: Record<string, unknown>, inputs: Readonly<Record<string, string>>, credits: number];

const WORDS = { prompt: "words.text" };
const REFERENCE_5 = { prompt: "words.text", videos: "clip5.video" };
const REFERENCE_10 = { prompt: "words.text", videos: "clip10.video" };
const REFERENCE_2 = { prompt: "words.text", videos: "clip2.video" };
const FAST = { model: "sd2-fast" };
const NATIVE = { outputResolution: "1080p" };

const PER_TASK: Row[] = [
  ["720P, no ref video, Pro", "generateSd2", {}, WORDS, 200],
  ["720P, no ref video, Fast", "generateSd2", FAST, WORDS, 160],
  ["720P, 5s ref video, Pro", "generateSd2", {}, REFERENCE_5, 300],
  ["720P, 5s ref video, Fast", "generateSd2", FAST, REFERENCE_5, 240],
  ["720P, 10s ref video, Pro", "generateSd2", {}, REFERENCE_10, 450],
  ["720P, 10s ref video, Fast", "generateSd2", FAST, REFERENCE_10, 360],
  ["1080P, no ref video, Pro", "generateSd2", NATIVE, WORDS, 500],
  ["1080P, 5s ref video, Pro", "generateSd2", NATIVE, REFERENCE_5, 750],
  ["1080P, 10s ref video, Pro", "generateSd2", NATIVE, REFERENCE_10, 1125],
  ["720P + 2K upscale, no ref, Pro", "generateSd2", { upscaleResolution: "2k" }, WORDS, 350],
  ["720P + 2K upscale, no ref, Fast", "generateSd2", { ...FAST, upscaleResolution: "2k" }, WORDS, 310],
  ["720P + 4K upscale, no ref, Pro", "generateSd2", { upscaleResolution: "4k" }, WORDS, 400],
  ["720P + 4K upscale, no ref, Fast", "generateSd2", { ...FAST, upscaleResolution: "4k" }, WORDS, 360],
  ["the example of sd2-fast with 1080p upscale: 5 × 32 + 5 × 20", "generateSd2", { ...FAST, upscaleResolution: "1080p" }, WORDS, 260],
];

/** Four seconds, so that a rate cannot hide behind the examples' five. */
const PER_SECOND: Row[] = [
  ["sd2 720P: 40", "generateSd2", { duration: 4 }, WORDS, 160],
  ["sd2 720P + video ref: 30", "generateSd2", { duration: 4 }, REFERENCE_5, 270],
  ["sd2 1080P native: 100", "generateSd2", { ...NATIVE, duration: 4 }, WORDS, 400],
  ["sd2 1080P native + video ref: 75", "generateSd2", { ...NATIVE, duration: 4 }, REFERENCE_5, 675],
  ["sd2-fast 720P: 32", "generateSd2", { ...FAST, duration: 4 }, WORDS, 128],
  ["sd2-fast 720P + video ref: 24", "generateSd2", { ...FAST, duration: 4 }, REFERENCE_5, 216],
  ["1080P upscale: +20", "generateSd2", { duration: 4, upscaleResolution: "1080p" }, WORDS, 240],
  ["2K upscale: +30", "generateSd2", { duration: 4, upscaleResolution: "2k" }, WORDS, 280],
  ["4K upscale: +40", "generateSd2", { duration: 4, upscaleResolution: "4k" }, WORDS, 320],
  ["upscale with a video ref is paid on output seconds alone", "generateSd2", { ...FAST, upscaleResolution: "1080p" }, REFERENCE_5, 340],
  ["the minimum of input seconds, 5 s out and 2 s in: (5 + 4) × 30", "generateSd2", {}, REFERENCE_2, 270],
  ["the minimum of input seconds, 15 s out and 2 s in: (15 + 10) × 30", "generateSd2", { duration: 15 }, REFERENCE_2, 750],
  ["15 s without a reference", "generateSd2", { duration: 15 }, WORDS, 600],
];

const HAPPYHORSE: Row[] = [
  ["720P, 5 s", "generateHappyhorse", {}, WORDS, 160],
  ["1080P, 5 s", "generateHappyhorse", NATIVE, WORDS, 300],
  ["720P, 15 s", "generateHappyhorse", { duration: 15 }, WORDS, 480],
  ["1080P, 15 s", "generateHappyhorse", { ...NATIVE, duration: 15 }, WORDS, 900],
  ["720P, 3 s", "generateHappyhorse", { duration: 3 }, WORDS, 96],
  ["image-to-video costs the same", "generateHappyhorse", {}, { prompt: "words.text", firstFrame: "photo.image" }, 160],
  ["reference-to-video costs the same", "generateHappyhorse", NATIVE, { prompt: "words.text", references: "photo.image" }, 300],
];

const IMAGES: Row[] = [
  ["1k medium", "gptImage2", { resolution: "1k" }, WORDS, 15],
  ["1k high", "gptImage2", { resolution: "1k", quality: "high" }, WORDS, 70],
  ["2k medium, the default", "gptImage2", {}, WORDS, 35],
  ["2k high", "gptImage2", { quality: "high" }, WORDS, 125],
  ["4k medium", "gptImage2", { resolution: "4k" }, WORDS, 60],
  ["4k high", "gptImage2", { resolution: "4k", quality: "high" }, WORDS, 230],
  ["editing costs the same", "gptImage2", { resolution: "1k" }, { prompt: "words.text", images: "photo.image" }, 15],
];

const UPSCALES: Row[] = [
  ["1080p, 10 s", "upscaleVideo", { targetResolution: "1080p" }, { video: "clip10.video" }, 250],
  ["2k, 10 s", "upscaleVideo", { targetResolution: "2k" }, { video: "clip10.video" }, 380],
  ["4k, 10 s", "upscaleVideo", { targetResolution: "4k" }, { video: "clip10.video" }, 500],
  ["1080p, 2 s billed as 5", "upscaleVideo", { targetResolution: "1080p" }, { video: "clip2.video" }, 125],
  ["2k, 2 s billed as 5", "upscaleVideo", { targetResolution: "2k" }, { video: "clip2.video" }, 190],
  ["4k, 2 s billed as 5", "upscaleVideo", { targetResolution: "4k" }, { video: "clip2.video" }, 250],
  // The document's example says 1,200; its table, which is what we quote, says 50 a second.
  ["4k, 30 s", "upscaleVideo", { targetResolution: "4k" }, { video: "clip30.video" }, 1500],
];

const TABLES = { "credits per task": PER_TASK, "credits per second": PER_SECOND, HappyHorse: HAPPYHORSE, "gpt-image-2": IMAGES, "stand-alone upscale": UPSCALES };

const folder = tempFolder();
const place: Place = { home: tempFolder(), cwd: folder };
const CLIPS = { clip2: 2, clip5: 5, clip10: 10, clip30: 30 };

beforeAll(async () => {
  await Promise.all(Object.entries(CLIPS).map(async ([name, seconds]) => writeFile(join(folder, `${name}.mp4`), await videoFile("mp4-index-first", seconds))));
});

/** One graph with a node for every row, planned with the clips as `--set` imports them from files. */
async function planRows(name: string, rows: readonly Row[]): Promise<PlanReport & { code: number | null }> {
  const used = new Set(rows.flatMap(([, , , inputs]) => Object.values(inputs).map((end) => end.split(".")[0] ?? "")));
  const clips = Object.keys(CLIPS).filter((clip) => used.has(clip));
  const nodes: Nodes = {
    words: ["prompt", { text: "A cat playing piano" }],
    photo: ["imageAsset", { source: { type: "url", url: "https://example.com/photo.jpg" } }],
    ...Object.fromEntries(clips.map((clip) => [clip, ["videoRef"] as const])),
    ...Object.fromEntries(rows.map(([, kind, params], at) => [`row${at}`, [kind, params] as const])),
  };
  const edges = rows.flatMap(([, , , inputs], at) => Object.entries(inputs).map(([port, from]) => `${from} row${at}.${port}`));
  return plan(await graphFile(folder, name, graphOf(nodes, edges)), place, ...clips.flatMap((clip) => ["--set", `${clip}.source=${clip}.mp4`]));
}

describe.each(Object.entries(TABLES))("the document's table: %s", (table, rows) => {
  let report: Awaited<ReturnType<typeof planRows>>;
  beforeAll(async () => {
    report = await planRows(table.replaceAll(/\W/g, ""), rows);
  });

  test.each(rows.map((row, at) => [row[0], row[4], at] as const))("%s = %i credits", (_name, credits, at) => {
    const node = nodeOf(report, `row${at}`);
    expect(node.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(node.credits).toEqual({ min: credits, max: credits });
    expect(node.formula).toMatch(new RegExp(`(^|= )${credits}( credits)?$`));
  });

  test("the whole is the sum of its rows, at $0.004 a credit", () => {
    const total = rows.reduce((sum, row) => sum + row[4], 0);
    expect(report.code).toBe(0);
    expect(report.quote.min).toBe(total);
    expect(report.quote.max).toBe(total);
    expect(report.quote.usd.max).toBeCloseTo(total * 0.004, 9);
  });
});

test("both packs are what their credits cost: 125,000 are $500, 500,000 are $2,000", async () => {
  const file = await graphFile(folder, "packs", graphOf({ words: ["prompt", { text: "x" }], clip: ["generateSd2", {}, { takes: 50 }] }, ["words.text clip.prompt"]));
  const { quote } = await plan(file, place);
  expect(quote).toEqual({ min: 10_000, max: 10_000, usd: { min: 40, max: 40 } });
  expect((quote.usd.max / quote.max) * 125_000).toBeCloseTo(500, 9);
  expect((quote.usd.max / quote.max) * 500_000).toBeCloseTo(2000, 9);
});

test("what the document does not sell has no price: native 1080p of sd2-fast, or with an upscale", async () => {
  const file = await graphFile(
    folder,
    "not-sold",
    graphOf({ words: ["prompt", { text: "x" }], fast: ["generateSd2", { ...FAST, ...NATIVE }], both: ["generateSd2", { ...NATIVE, upscaleResolution: "4k" }] }, ["words.text fast.prompt", "words.text both.prompt"]),
  );
  const report = await plan(file, place);
  expect(report.code).toBe(2);
  expect(report.ok).toBe(false);
  expect(report.quote.max).toBe(0);
  expect(nodeOf(report, "fast").problems).toContainEqual(expect.objectContaining({ severity: "error", param: "outputResolution" }));
  expect(nodeOf(report, "both").problems).toContainEqual(expect.objectContaining({ severity: "error", param: "upscaleResolution" }));
});

test("a clip that is not made yet is quoted as an interval, by a reference and by an upscale of it", async () => {
  const nodes: Nodes = { words: ["prompt", { text: "x" }], clip: ["generateSd2"], next: ["generateSd2"], large: ["upscaleVideo", { targetResolution: "4k" }] };
  const file = await graphFile(folder, "interval", graphOf(nodes, ["words.text clip.prompt", "words.text next.prompt", "clip.video next.videos", "clip.video large.video"]));
  const report = await plan(file, place);
  expect(nodeOf(report, "next").credits).toEqual({ min: 300, max: 330 });
  expect(nodeOf(report, "large").credits).toEqual({ min: 250, max: 300 });
  expect(report.quote).toMatchObject({ min: 750, max: 830 });
});
