import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { encodedNumberedVideo } from "../fixtures/numberedVideo.ts";
import { card, drag, priceOnRun, quoted, showBottom } from "./actions.ts";
import { expect, test } from "./editor.ts";

const WIDE = { width: 1800, height: 560 };

test.use({ graph: graphOfTheTest() });

test("a mend in the problems list is one click and one step of undo, at the same price", async ({ editor: page }) => {
  await choosePicture(page);
  const problems = await showBottom(page, "Problems");
  await expect(problems).toContainText("HappyHorse takes aspect ratios");
  await problems.getByRole("button", { name: "Crop to 5:2" }).click();
  await expect(problems).not.toContainText("HappyHorse takes");
  await expect(card(page, "Picture")).toContainText("cropped · 1400 × 560");
  const price = await priceOnRun(page);
  expect(price).toBeGreaterThan(0);
  await undo(page);
  await expect(problems).toContainText("HappyHorse takes aspect ratios");

  // The others are in a menu beside it.
  await problems.getByRole("button", { name: "More ways to mend it" }).click();
  await page.getByRole("menuitem", { name: "Pad to 5:2" }).click();
  await expect(card(page, "Picture")).toContainText("padded · 1800 × 720");
  expect(await priceOnRun(page)).toBe(price);
});

test("the card of a node tells what is wrong, and mends it", async ({ editor: page }) => {
  await choosePicture(page);
  await card(page, "Shot").getByRole("button", { name: "invalid" }).click();
  const told = page.getByRole("dialog", { name: "What is wrong with Shot" });
  await expect(told).toContainText("HappyHorse takes aspect ratios");
  await told.getByRole("button", { name: "Crop to 5:2" }).click();
  await expect(told).toBeHidden();
  await expect(card(page, "Shot").getByRole("button", { name: "invalid" })).toBeHidden();
});

test("a part is chosen with the mouse and with the keyboard, and what is sent is shown; the original on demand", async ({ editor: page }) => {
  await choosePicture(page);
  const view = await openCrop(page);
  await expect(view.getByText("HappyHorse: at most 5:2")).toBeVisible();
  await expect(view.getByText("HappyHorse takes at most 5:2; this is 1800 × 560.")).toBeVisible();

  // The left edge goes to the middle of the picture.
  const picture = await view.locator(".ReactCrop img").boundingBox();
  const edge = await view.locator(".ReactCrop__drag-handle.ord-w").boundingBox();
  if (!picture || !edge) throw new Error("there is no picture");
  await drag(page, { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 }, { x: picture.x + picture.width / 2, y: edge.y + edge.height / 2 });
  await expect.poll(async () => Number(await view.getByRole("textbox", { name: "Width" }).inputValue())).toBeLessThan(910);
  await expect(view.getByText("HappyHorse takes at most 5:2; this is")).toBeHidden();

  await view.getByRole("textbox", { name: "Width" }).fill("800");
  await view.getByRole("textbox", { name: "X", exact: true }).fill("900");
  await view.locator(".ReactCrop__crop-selection").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(view.getByRole("textbox", { name: "X", exact: true })).toHaveValue("911");
  await page.keyboard.press("Enter");
  await expect(view).toBeHidden();
  const shown = card(page, "Picture");
  await expect(shown).toContainText("cropped · 800 × 560");
  await expect.poll(() => sizeShown(page)).toEqual({ width: 320, height: 224 });

  await shown.getByRole("button", { name: "Show the original" }).click();
  await expect(shown).toContainText("Original");
  await undo(page);
  await expect(shown).not.toContainText("cropped");
});

test("an aspect is held, too small a part is told, bars are seen, and Escape leaves all as it was", async ({ editor: page }) => {
  await choosePicture(page);
  const view = await openCrop(page);
  await view.getByRole("button", { name: "1:1" }).first().click();
  await expect(view.getByText("560 × 560").last()).toBeVisible();
  await view.getByRole("textbox", { name: "Width" }).fill("200");
  await expect(view.getByRole("textbox", { name: "Height" })).toHaveValue("200");
  await expect(view.getByText("HappyHorse wants at least 300 px on the shorter side; this has 200.")).toBeVisible();
  await view.getByRole("button", { name: "16:9" }).last().click();
  await expect(view.getByText("356 × 200")).toBeVisible();
  await expect(view.getByLabel("Colour of the bars")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(view).toBeHidden();
  await expect(card(page, "Picture")).not.toContainText("cropped");
});

test("a clip is trimmed to a whole second, which saves what the view says; undo brings it back", async ({ editor: page }, info) => {
  const path = info.outputPath("clip.mp4");
  test.skip(!(await encodedNumberedVideo(path, ["-c:v", "libx264", "-g", "24", "-pix_fmt", "yuv420p", "-c:a", "aac", "-vf", "setpts=3*PTS", "-t", "5.25"])), "this machine has no ffmpeg to make it with");
  await card(page, "Clip").locator("input[type=file]").setInputFiles(path);
  await expect(card(page, "Clip").locator("img")).toBeVisible();
  const before = await priceNow(page);
  await card(page, "Clip").getByRole("button", { name: "Trim…" }).click();
  const view = page.getByRole("dialog", { name: "Trim Clip" });
  await expect(view).toContainText("5.25 s bills 6 s ×");
  await view.getByRole("button", { name: /^Trim to 5 s, saves/ }).click();
  await expect(view).toContainText("5 s bills 5 s ×");
  const saved = Number(/saves (\d+) credits/.exec(await view.innerText())?.[1]);
  // The handles have the keyboard, too.
  await view.getByRole("slider", { name: "To" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(view.getByRole("textbox", { name: "To" })).toHaveValue("4.99 s");
  await page.keyboard.press("ArrowRight");
  await view.getByRole("switch", { name: "Without sound" }).click();
  await view.getByRole("button", { name: "Apply" }).click();
  await expect(card(page, "Clip")).toContainText("trimmed · without sound");
  await expect.poll(() => priceNow(page)).toBe(before - saved);
  await undo(page);
  await expect.poll(() => priceNow(page)).toBe(before);
});

for (const theme of ["dark", "light"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ settings: { theme } });

    test("axe finds nothing serious in the views of crop and trim, and in what a card tells", async ({ editor: page }, info) => {
      await choosePicture(page);
      await card(page, "Shot").getByRole("button", { name: "invalid" }).click();
      await expect(page.getByRole("dialog")).toContainText("HappyHorse takes");
      expect.soft(await seriousIn(page), "problems of a card").toEqual([]);
      await page.keyboard.press("Escape");
      await openCrop(page);
      expect.soft(await seriousIn(page), "crop").toEqual([]);
      await page.keyboard.press("Escape");
      const path = info.outputPath("clip.mp4");
      test.skip(!(await encodedNumberedVideo(path, ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"])), "this machine has no ffmpeg to make a clip with");
      await card(page, "Clip").locator("input[type=file]").setInputFiles(path);
      await card(page, "Clip").getByRole("button", { name: "Trim…" }).click();
      await expect(page.getByRole("slider", { name: "From" })).toBeVisible();
      expect.soft(await seriousIn(page), "trim").toEqual([]);
    });
  });
}

async function seriousIn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} at ${target.join(" ")}: ${any.map(({ message }) => message).join("; ")}`));
}

async function choosePicture(page: Page): Promise<void> {
  const buffer = await sharp({ create: { ...WIDE, channels: 3, background: "#2a5c8a" } }).jpeg().toBuffer();
  await card(page, "Picture").locator("input[type=file]").setInputFiles({ name: "wide.jpg", mimeType: "image/jpeg", buffer });
  await expect(card(page, "Shot")).toContainText("invalid");
}

async function openCrop(page: Page) {
  await card(page, "Picture").getByRole("button", { name: "Crop…" }).click();
  const view = page.getByRole("dialog", { name: "Crop Picture" });
  await expect(view.locator(".ReactCrop img")).toBeVisible();
  return view;
}

/** Pixels of the small picture that the card shows. */
async function sizeShown(page: Page): Promise<{ width: number; height: number }> {
  return await card(page, "Picture").locator("img").first().evaluate((img: HTMLImageElement) => ({ width: img.naturalWidth, height: img.naturalHeight }));
}

/** The upper end of the quote. */
async function priceNow(page: Page): Promise<number> {
  const text = await quoted(page).innerText();
  return Number(/(\d+)\s*credits/.exec(text.replaceAll(",", ""))?.[1] ?? Number.NaN);
}

async function undo(page: Page): Promise<void> {
  await page.locator("[data-canvas]").focus();
  await page.keyboard.press("Control+z");
}

function graphOfTheTest(): object {
  const node = (id: string, kind: string, title: string, x: number, y: number, params: object) => ({ id, kind, title, position: { x, y }, params });
  const edge = (id: string, from: string, to: string) => ({ id, from: { node: from.split(".")[0], port: from.split(".")[1] }, to: { node: to.split(".")[0], port: to.split(".")[1] } });
  return {
    format: "shotgraph",
    version: 1,
    id: "fit-of-the-test",
    name: "Fit",
    nodes: [
      node("im", "imageAsset", "Picture", 0, 0, {}),
      node("p", "prompt", "Prompt", 0, 260, { text: "The sun goes down" }),
      node("hh", "generateHappyhorse", "Shot", 320, 0, {}),
      node("v", "videoRef", "Clip", 0, 480, {}),
      node("up", "upscaleVideo", "Master", 320, 480, { targetResolution: "1080p" }),
    ],
    edges: [edge("e1", "im.image", "hh.firstFrame"), edge("e2", "p.text", "hh.prompt"), edge("e3", "v.video", "up.video")],
  };
}
