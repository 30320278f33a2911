import type { Locator } from "@playwright/test";
import sharp from "sharp";
import { balance, card, cards, choose, drag, dragKind, newGraph, onCanvas, port, priceOnRun, quoted, quoteLine, rename, runButton, runEnds, showBottom, undoUntil, write } from "./actions.ts";
import { expect, test } from "./editor.ts";

test("a graph is built, priced, run, changed and undone with the mouse", async ({ editor: page }) => {
  await newGraph(page);
  await page.getByRole("button", { name: "Hide this panel" }).click();
  for (let times = 0; times < 3; times += 1) await page.getByRole("button", { name: "Zoom out" }).click();

  await test.step("kinds are dragged from the palette", async () => {
    await dragKind(page, "Prompt", { x: 120, y: 60 });
    await rename(page, "Prompt", "Look");
    await dragKind(page, "Image", { x: 120, y: 300 });
    await dragKind(page, "GPT Image 2", { x: 340, y: 60 });
    await dragKind(page, "Prompt", { x: 340, y: 420 });
    await rename(page, "Prompt", "Move");
    await dragKind(page, "Seedance 2", { x: 560, y: 60 });
  });

  await test.step("texts are typed, a file is chosen", async () => {
    await write(page, "Look", "the bottle on wet slate, rim light");
    await write(page, "Move", "slow push in, rain");
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#3a6" } }).png().toBuffer();
    await card(page, "Image").locator("input[type=file]").setInputFiles({ name: "bottle.png", mimeType: "image/png", buffer: picture });
    await expect(card(page, "Image").getByRole("button", { name: "Look at bottle.png" })).toBeVisible();
  });

  await test.step("wires are pulled from port to port; a refused one says why", async () => {
    await drag(page, port(page, "Look", "out:text"), port(page, "GPT Image 2", "in:prompt"));
    await drag(page, port(page, "Image", "out:image"), port(page, "GPT Image 2", "in:images"));
    await drag(page, port(page, "GPT Image 2", "out:image"), port(page, "Seedance 2", "in:firstFrame"));
    await drag(page, port(page, "Move", "out:text"), port(page, "Seedance 2", "in:lastFrame"), { hold: true });
    await expect(page.getByText(/"Last frame" takes an image, but "Move" gives text/)).toBeVisible();
    await page.mouse.up();
    await drag(page, port(page, "Move", "out:text"), port(page, "Seedance 2", "in:prompt"));
  });

  await test.step("a wire let go on empty canvas offers what takes it", async () => {
    await drag(page, port(page, "Seedance 2", "out:video"), await onCanvas(page, { x: 720, y: 300 }));
    const search = page.getByRole("dialog", { name: "Add and connect" });
    await expect(search.getByRole("option", { name: /GPT Image 2/ })).toHaveCount(0);
    await search.getByRole("option", { name: /Upscale video/ }).click();
    await expect(cards(page)).toHaveCount(6);
  });

  await test.step("the price is there before anything runs", async () => {
    await expect(quoted(page)).toContainText("360–385");
    await expect(runButton(page)).toContainText("360–385");
    await expect(quoteLine(page, "GPT Image 2")).toContainText("2k medium = 35");
    await expect(quoteLine(page, "Seedance 2")).toContainText("5 s × 40 = 200");
  });

  await test.step("it runs, shows how far it is, and bills no more than was said", async () => {
    await runButton(page).click();
    await expect(card(page, "Seedance 2").getByText(/Generating|Sending|Downloading/)).toBeVisible();
    await runEnds(page);
    await expect(quoted(page)).toContainText("Nothing to pay");
    // The clip is 5.0 to 6 s long: that is why the quote was an interval.
    await expect.poll(() => balance(page)).toBeLessThanOrEqual(50_000 - 360);
    expect(await balance(page)).toBeGreaterThanOrEqual(50_000 - 385);
  });

  await test.step("the clip plays on the card and in the viewer", async () => {
    const picture = card(page, "Upscale video").getByRole("button", { name: "Look at Upscale video" });
    await picture.hover();
    await plays(picture.locator("video"));
    await picture.click();
    const viewer = page.getByRole("dialog");
    await viewer.getByRole("button", { name: /^Play/ }).click();
    await plays(viewer.locator("video"));
    await page.keyboard.press("Escape");
    await expect(viewer).toBeHidden();
  });

  await test.step("a changed param is priced alone, and billed exactly so", async () => {
    await choose(page, "Upscale video", "Target", "2k");
    await expect(quoteLine(page, "Upscale video")).toContainText(/\d s × 38 = (190|228) · target 1080p → 2k/);
    const price = await priceOnRun(page);
    const before = await balance(page);
    await expect(card(page, "Seedance 2").getByText("cached")).toBeVisible();
    await expect(card(page, "GPT Image 2").getByText("cached")).toBeVisible();
    await runButton(page).click();
    await expect.poll(() => balance(page)).toBe(before - price);
    await runEnds(page);
    await expect(quoted(page)).toContainText("Nothing to pay");
  });

  await test.step("undo leads back to the empty graph, and every result stays", async () => {
    await undoUntil(page, page.getByText("An empty graph"));
    await expect(cards(page)).toHaveCount(0);
    await page.keyboard.press("Control+j");
    const library = await showBottom(page, "Library");
    // The picture that was given, the image, the clip and two enlarged ones.
    await expect(library.getByRole("option")).toHaveCount(5);
  });
});

async function plays(video: Locator): Promise<void> {
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth > 0 && element.currentTime > 0)).toBe(true);
  const at = await video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).not.toBe(at);
}
