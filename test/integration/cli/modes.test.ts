import { readFile } from "node:fs/promises";
import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../../../electron/cli/runJson.ts";
import { startSandbox, type Books, type Sandbox } from "../../../electron/sandbox/index.ts";
import { graphFile, graphOf, nodeOf, placeFor, run, tempFolder, type Nodes, type Place } from "./support.ts";

const url = (name: string) => ({ source: { type: "url", url: `https://example.com/${name}` } });

/** Every generation mode of the document, as its examples have it. */
const NODES: Nodes = {
  about: ["note", { text: "all modes" }],
  words: ["prompt", { text: "A golden retriever running on the beach at sunset" }],
  first: ["imageAsset", url("first.jpg")],
  last: ["imageAsset", url("last.jpg")],
  motion: ["videoRef", url("motion-ref.mp4")],
  sound: ["audioRef", url("audio.mp3")],
  "text to video": ["generateSd2"],
  "image to video": ["generateSd2"],
  keyframe: ["generateSd2", { model: "sd2-fast" }],
  "multi-reference": ["generateSd2"],
  "1080p native": ["generateSd2", { outputResolution: "1080p" }],
  "horse text": ["generateHappyhorse", { outputResolution: "720p", ratio: "16:9" }],
  "horse image": ["generateHappyhorse", { outputResolution: "1080p" }],
  "horse references": ["generateHappyhorse", { ratio: "1:1" }],
  "text to image": ["gptImage2", { quality: "medium", resolution: "2k", aspectRatio: "16:9" }],
  "image edit": ["gptImage2", { resolution: "1k", outputFormat: "webp" }],
  "generated edit": ["gptImage2", { resolution: "1k", outputFormat: "jpeg", aspectRatio: "9:16" }],
  "add-on": ["generateSd2", { model: "sd2-fast", duration: 4, resolution: "720x1280", upscaleResolution: "2k" }],
  upscale: ["upscaleVideo", { targetResolution: "2k" }],
};

const EDGES = [
  ...["text to video", "image to video", "keyframe", "multi-reference", "1080p native", "horse text", "horse image", "horse references", "text to image", "image edit", "generated edit", "add-on"].map((id) => ({ from: "words.text", to: `${id}.prompt` })),
  { from: "first.image", to: "image to video.firstFrame" },
  { from: "first.image", to: "keyframe.firstFrame" },
  { from: "last.image", to: "keyframe.lastFrame" },
  { from: "first.image", to: "multi-reference.images" },
  { from: "last.image", to: "multi-reference.images" },
  { from: "motion.video", to: "multi-reference.videos" },
  { from: "sound.audio", to: "multi-reference.audios" },
  { from: "first.image", to: "1080p native.images" },
  { from: "first.image", to: "horse image.firstFrame" },
  { from: "first.image", to: "horse references.references" },
  { from: "last.image", to: "horse references.references" },
  { from: "first.image", to: "image edit.images" },
  { from: "text to image.image", to: "generated edit.images" },
  { from: "text to video.video", to: "upscale.video" },
];

function edge({ from, to }: { from: string; to: string }, at: number) {
  const end = (text: string) => ({ node: text.slice(0, text.lastIndexOf(".")), port: text.slice(text.lastIndexOf(".") + 1) });
  return { id: `e${at}`, from: end(from), to: end(to) };
}

/** What the document says each mode costs, and what comes out. The shortest side of a native 1080p is 1080. */
const EXPECTED: readonly (readonly [id: string, credits: number, type: string, width: number, height: number, seconds: number | null])[] = [
  ["text to video", 200, "video", 1280, 720, 5],
  ["image to video", 200, "video", 1280, 720, 5],
  ["keyframe", 160, "video", 1280, 720, 5],
  ["multi-reference", 300, "video", 1280, 720, 5],
  ["1080p native", 500, "video", 1920, 1080, 5],
  ["horse text", 160, "video", 1280, 720, 5],
  ["horse image", 300, "video", 1440, 1080, 5],
  ["horse references", 160, "video", 720, 720, 5],
  ["text to image", 35, "image", 2048, 1152, null],
  ["image edit", 15, "image", 1024, 1024, null],
  ["generated edit", 15, "image", 576, 1024, null],
  ["add-on", 248, "video", 1440, 2560, 4],
  ["upscale", 190, "video", 2560, 1440, 5],
];
const TOTAL = 2483;

let sandbox: Sandbox;
let place: Place;
let file: string;
let first: Awaited<ReturnType<typeof run>>;
let after: Books;

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1000, media: "quick" });
  place = placeFor(sandbox);
  file = await graphFile(tempFolder(), "modes", { ...graphOf(NODES), edges: EDGES.map(edge) });
  first = await run(file, place);
  after = sandbox.books();
  return () => sandbox.close();
}, 60_000);

describe("every documented mode", () => {
  test("is accepted by the service as it is sent, and billed as it is quoted", () => {
    expect(first).toMatchObject({ code: 0, ok: true, billed: TOTAL });
    expect(after.tasks).toEqual({ created: 13, running: 0, completed: 13, failed: 0 });
    expect(after.billed).toBe(TOTAL);
    expect(after.list.map(({ credits }) => credits).sort((a, b) => a - b)).toEqual(EXPECTED.map(([, credits]) => credits).sort((a, b) => a - b));
    expect(first.calls).toMatchObject({ createTask: 12, upscaleCreate: 1, assetUpload: 1, credits: 1, download: 13 });
    for (const name of ["createTask", "queryTask", "upscaleCreate", "upscaleQuery", "assetUpload", "assetStatus", "credits", "download"] as const) {
      expect([name, first.calls[name]]).toEqual([name, after.calls[name]]);
    }
  });

  test.each(EXPECTED)("%s: %i credits, a real %s of %i×%i", async (id, credits, type, width, height, seconds) => {
    const node = nodeOf(first, id);
    expect(node).toMatchObject({ status: "done", error: null, billed: credits });
    expect(node.quoted.min).toBeLessThanOrEqual(credits);
    expect(node.quoted.max).toBeGreaterThanOrEqual(credits);
    const [take] = node.takes;
    expect(node.takes).toEqual([{ file: take?.file, sha256: take?.sha256, type, width, height, duration: seconds, taskId: expect.stringMatching(/^task_/), credits }]);
    expect(await measured(take?.file ?? "", type)).toEqual({ width, height, seconds });
  });

  test("only what cannot be known beforehand is quoted as an interval: a reference by URL, a clip not made yet", () => {
    const unsure = first.nodes.filter(({ quoted }) => quoted.min !== quoted.max).map(({ id }) => id);
    expect(unsure).toEqual(["multi-reference", "upscale"]);
    const sure = first.nodes.filter(({ id }) => !unsure.includes(id));
    expect(sure.map(({ id, quoted }) => [id, quoted.max])).toEqual(sure.map(({ id, billed }) => [id, billed]));
  });

  test("notes and groups are no part of a run", () => {
    expect(first.nodes.map(({ id }) => id)).toEqual(Object.keys(NODES).filter((id) => id !== "about"));
  });
});

describe("the same work again", () => {
  test("costs nothing, sends nothing at all, and gives the same media", async () => {
    const again = await run(file, place);
    expect(again).toMatchObject({ code: 0, billed: 0, quoted: { min: 0, max: 0 } });
    expect(Object.values(again.calls).every((count) => count === 0)).toBe(true);
    expect(hashes(again)).toEqual(hashes(first));
    expect(again.nodes.filter(({ takes }) => takes.length > 0).every(({ status, billed }) => status === "cached" && billed === 0)).toBe(true);
    expect(sandbox.books()).toEqual(after);
  });

  test("needs no key and no service", async () => {
    const again = await run(file, { home: place.home, env: { SEEGEN_BASE_URL: "http://127.0.0.1:9/api/v1" } });
    expect(again).toMatchObject({ code: 0, billed: 0 });
    expect(hashes(again)).toEqual(hashes(first));
  });

  test("renamed, moved and duplicated nodes, another graph, another order: still nothing", async () => {
    const rename = (id: string) => `renamed ${id}`;
    const nodes = Object.entries(NODES).toReversed().flatMap(([id, [kind, params = {}]], at) => {
      const node = { id: rename(id), kind, position: { x: -at, y: at * 7 }, params, title: `Title ${at}` };
      return [node, { ...node, id: `copy of ${id}`, title: "Copy" }];
    });
    const edges = EDGES.flatMap((one, at) => {
      const { from, to } = edge(one, at);
      return [rename, (id: string) => `copy of ${id}`].map((name, copy) => ({ id: `e${at}-${copy}`, from: { ...from, node: name(from.node) }, to: { ...to, node: name(to.node) } }));
    });
    const other = await graphFile(tempFolder(), "other", { ...graphOf({}), id: "another-graph", name: "Another", nodes, edges });
    const again = await run(other, place);
    expect(again).toMatchObject({ code: 0, billed: 0, quoted: { max: 0 } });
    expect(Object.values(again.calls).every((count) => count === 0)).toBe(true);
    for (const [id] of EXPECTED) {
      const [take] = nodeOf(first, id).takes;
      for (const copy of [rename(id), `copy of ${id}`]) expect(nodeOf(again, copy).takes.map(({ sha256 }) => sha256)).toEqual([take?.sha256]);
    }
    expect(sandbox.books()).toEqual(after);
  });
});

function hashes({ nodes }: Pick<RunReport, "nodes">) {
  return nodes.map(({ id, takes }) => [id, takes.map(({ sha256 }) => sha256)]);
}

/** Measured by other means than the product's own: sharp decodes the picture, mediabunny counts a film's packets. */
async function measured(path: string, type: string) {
  if (type === "image") {
    const { info } = await sharp(await readFile(path)).raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, seconds: null };
  }
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    return { width: await track?.getDisplayWidth(), height: await track?.getDisplayHeight(), seconds: await input.computeDuration() };
  } finally {
    input.dispose();
  }
}
