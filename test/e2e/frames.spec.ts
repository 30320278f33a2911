import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BrowserContext } from "@playwright/test";
import sharp from "sharp";
import { ownFrames } from "../../electron/sandbox/media/mux.ts";
import { encodedNumberedVideo, numberedVideo, numberOn } from "../fixtures/numberedVideo.ts";
import { balance, card, quoted, runButton, runEnds } from "./actions.ts";
import { expect, openEditor, test } from "./editor.ts";

/** Without an ffmpeg, so that only the page can decode. */
test.use({ env: { PATH: "/nowhere" } });

test.describe("one press of Run", () => {
  test.use({ graph: storyOfTwo() });

  test("a clip's last frame starts the next clip, with previews, and a second run makes nothing", async ({ editor: page, home }) => {
    await expect(quoted(page)).toContainText("320");
    await expect(card(page, "End of clip 1")).toContainText("Made here, for nothing, when it is used");
    await runButton(page).click();
    await runEnds(page);
    await expect.poll(() => balance(page)).toBe(49_680);
    for (const name of ["Clip 1", "End of clip 1", "Clip 2"]) await expect(card(page, name).locator("img").first()).toBeVisible();

    const [made, ...others] = derivations(home);
    expect(others).toEqual([]);
    const clip = made?.identity.replace(/^frame\(last\)\(sha256:(.*)\)$/, "$1") ?? "";
    const frames = await ownFrames(mediaFile(home, clip), 1000);
    expect(await nearest(mediaFile(home, made?.sha256 ?? ""), frames?.map(({ webp }) => webp) ?? [])).toBe((frames?.length ?? 0) - 1);

    await expect(quoted(page)).toContainText("Nothing to pay");
    const files = mediaCount(home);
    // Run has nothing to do, by the button or by its keys.
    await expect(runButton(page)).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("Control+Enter");
    await runEnds(page);
    expect(await balance(page)).toBe(49_680);
    expect(mediaCount(home)).toBe(files);
  });
});

test.describe("each frame carries its number", () => {
  test.use({ graph: framesOfOne() });

  for (const decoder of ["decoder", "player"] as const) {
    test(`first, last and the frame of a time are exact by the browser's ${decoder}`, async ({ context, host, home }) => {
      const video = await numberedVideo([0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.2]);
      await runWith(context, host.url, decoder, video);
      // 0.5 s is where the fifth frame begins.
      await expect.poll(() => numbersOf(home, video), { timeout: 30_000 }).toEqual({ first: 0, last: 7, 0.25: 2, 0.5: 4, 0.97: 7 });
    });

    test(`they are exact in an h264 with B-frames and a longer sound by the browser's ${decoder}`, async ({ context, host, home }, info) => {
      const path = info.outputPath("b-frames.mp4");
      test.skip(!(await encodedNumberedVideo(path, ["-c:v", "libx264", "-bf", "3", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac"])), "this machine has no ffmpeg to make it with");
      const video = readFileSync(path);
      await runWith(context, host.url, decoder, video);
      await expect.poll(() => numbersOf(home, video), { timeout: 30_000 }).toEqual({ first: 0, last: 47, 0.25: 6, 0.5: 12, 0.97: 23 });
    });
  }
});

test.describe("a window without decoders", () => {
  test.use({ graph: storyOfTwo() });

  test("a video that this window cannot decode is a problem in words, and the clip after it is not paid", async ({ context, host }) => {
    const page = await context.newPage();
    await page.addInitScript(WITHOUT.decoder + WITHOUT.player);
    await openEditor(page, host.url);
    await runButton(page).click();
    await expect(card(page, "End of clip 1").getByRole("alert")).toContainText("This window cannot decode the video", { timeout: 30_000 });
    await runEnds(page);
    await expect.poll(() => balance(page)).toBe(49_840);
  });
});

/** What the page is without, so that only the other one is left. */
const WITHOUT = {
  decoder: "Object.defineProperty(HTMLMediaElement.prototype, 'src', { set() { throw new Error('no player here'); } });",
  player: "delete globalThis.Worker;",
} as const;

/** Opens the editor with one way to decode, puts the video into the card and runs. */
async function runWith(context: BrowserContext, url: string, decoder: "decoder" | "player", video: Buffer): Promise<void> {
  const page = await context.newPage();
  await page.addInitScript(WITHOUT[decoder]);
  await openEditor(page, url);
  await card(page, "Numbered").locator("input[type=file]").setInputFiles({ name: "numbered.mp4", mimeType: "video/mp4", buffer: video });
  await expect(quoted(page)).toContainText("15");
  await runButton(page).click();
  await runEnds(page);
}

/** The numbers on the pictures that were taken out of a video. */
async function numbersOf(home: string, video: Buffer): Promise<Record<string, number>> {
  const sha256 = createHash("sha256").update(video).digest("hex");
  const numbers: Record<string, number> = {};
  for (const made of derivations(home)) {
    const [, at = "", of] = /^frame\((.*)\)\(sha256:(.*)\)$/.exec(made.identity) ?? [];
    expect(of).toBe(sha256);
    numbers[at] = await numberOn(mediaFile(home, made.sha256));
  }
  return numbers;
}

function derivations(home: string): readonly { identity: string; sha256: string }[] {
  const database = new DatabaseSync(join(home, "library.db"), { readOnly: true });
  const rows = database.prepare("SELECT identity, sha256 FROM derivations").all() as { identity: string; sha256: string }[];
  database.close();
  return rows;
}

function mediaFile(home: string, sha256: string): string {
  return join(home, "media", sha256.slice(0, 2), sha256);
}

function mediaCount(home: string): number {
  return readdirSync(join(home, "media"), { recursive: true }).length;
}

/** Which of some pictures is most like another one: two decoders of one film have colours of their own. */
async function nearest(picture: string, among: readonly Buffer[]): Promise<number> {
  const pixels = async (each: Buffer | string): Promise<Buffer> => await sharp(each).removeAlpha().resize(320, 180, { fit: "fill" }).raw().toBuffer();
  const wanted = await pixels(picture);
  const distances: number[] = [];
  for (const each of among) {
    const other = await pixels(each);
    distances.push(wanted.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0));
  }
  return distances.indexOf(Math.min(...distances));
}

function graphOf(nodes: readonly object[], edges: readonly string[]): object {
  const end = (text = "") => ({ node: text.split(".")[0], port: text.split(".")[1] });
  return { format: "shotgraph", version: 1, id: "of-the-test", name: "Frames", nodes, edges: edges.map((edge, at) => ({ id: `e${at}`, from: end(edge.split(" ")[0]), to: end(edge.split(" ")[1]) })) };
}

function node(id: string, kind: string, title: string, x: number, y: number, params: object): object {
  return { id, kind, title, position: { x, y }, params };
}

function storyOfTwo(): object {
  const clip = { model: "sd2-fast", duration: 5, resolution: "1280x720" };
  const nodes = [
    node("p1", "prompt", "Shot 1", 0, 0, { text: "A paper boat sets off" }),
    node("c1", "generateSd2", "Clip 1", 280, 0, clip),
    node("f1", "extractFrame", "End of clip 1", 560, 0, { at: "last" }),
    node("p2", "prompt", "Shot 2", 560, 320, { text: "It tips over the edge" }),
    node("c2", "generateSd2", "Clip 2", 840, 0, clip),
  ];
  return graphOf(nodes, ["p1.text c1.prompt", "c1.video f1.video", "f1.image c2.firstFrame", "p2.text c2.prompt"]);
}

/** Five pictures of one video become the references of an image. */
function framesOfOne(): object {
  const frames = [{ at: "first" }, { at: "last" }, { at: "time", seconds: 0.25 }, { at: "time", seconds: 0.5 }, { at: "time", seconds: 0.97 }];
  const nodes = [
    node("v", "videoRef", "Numbered", 0, 0, {}),
    ...frames.map((params, at) => node(`f${at}`, "extractFrame", `Frame ${at + 1}`, 280 * at, 300, params)),
    node("p", "prompt", "Prompt", 280, 0, { text: "All of them" }),
    node("i", "gptImage2", "Picture", 600, 0, { resolution: "1k", quality: "medium" }),
  ];
  return graphOf(nodes, [...frames.flatMap((_, at) => [`v.video f${at}.video`, `f${at}.image i.images`]), "p.text i.prompt"]);
}
