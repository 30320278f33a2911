import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { imageFile, largeVideo, videoFile, wavFile } from "../integration/library/samples.ts";
import { card, cards, newGraph, onCanvas } from "./actions.ts";
import { expect, test } from "./editor.ts";

/** Files and folders of the disk, dropped as a file manager does it. */
async function drop(page: Page, paths: readonly string[], at: { x: number; y: number }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await session.send("Input.dispatchDragEvent", { type, ...at, data });
  await session.detach();
}

function folderOf(home: string): { folder: string; write: (name: string, bytes: Buffer | string) => string } {
  const folder = join(home, "disk");
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    write(name, bytes) {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    },
  };
}

function mediaOf(home: string): string[] {
  return readdirSync(join(home, "media"), { recursive: true }).map(String).filter((name) => /[0-9a-f]{64}$/.test(name));
}

// What the host refuses is in the console, too.
test.use({ provoked: /status of 422/ });

const refused = (page: Page) => page.getByRole("alert").filter({ hasText: "not imported" });

test("several files are dropped: media become nodes by what they are, the others are told by name and stay to be read", async ({ editor: page, home }) => {
  const { write } = folderOf(home);
  await newGraph(page);
  const paths = [write("Photo.png", await imageFile("jpeg")), write("Clip", await videoFile("mp4")), write("Notes.txt", "Not a picture."), write("Broken.mp4", (await videoFile("mp4")).subarray(0, 9_000)), write("Voice.wav", wavFile(2))];
  await drop(page, paths, await onCanvas(page, { x: 500, y: 160 }));
  await expect(cards(page)).toHaveCount(3);
  for (const name of ["Photo.png", "Clip", "Voice.wav"]) await expect(card(page, name)).toBeVisible();
  await expect(refused(page)).toContainText("2 files were not imported");
  await expect(refused(page)).toContainText("The file Notes.txt is text");
  await expect(refused(page)).toContainText("The file Broken.mp4 is a damaged mp4 file");
  await page.keyboard.press("Control+z");
  await expect(cards(page), "one step of undo for all of them").toHaveCount(0);
  await expect(refused(page)).toBeVisible();
  await page.getByRole("button", { name: "Close this message" }).click();
  await expect(refused(page)).toHaveCount(0);
});

test("a folder is dropped with what is in it, and what systems leave there is left", async ({ editor: page, home }) => {
  const { folder } = folderOf(home);
  const inside = join(folder, "Shots", "day 2");
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(folder, "Shots", "a 1.png"), await imageFile("png", 40, 40));
  writeFileSync(join(folder, "Shots", ".DS_Store"), "\0\0\0\x01Bud1");
  writeFileSync(join(inside, "b.webp"), await imageFile("webp", 40, 40));
  await newGraph(page);
  await drop(page, [join(folder, "Shots")], await onCanvas(page, { x: 500, y: 160 }));
  await expect(cards(page)).toHaveCount(2);
  await expect(card(page, "a 1.png")).toBeVisible();
  await expect(card(page, "b.webp")).toBeVisible();
  await expect(refused(page)).toHaveCount(0);
});

test("a picture is pasted from the clipboard, and copied files are pasted as files, not as their names", async ({ editor: page, shell }) => {
  test.skip(shell === "desktop", "the clipboard of a headless desktop is not the page's");
  await newGraph(page);
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(30, 20);
    canvas.getContext("2d")?.fillRect(0, 0, 30, 20);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob({ type: "image/png" }) })]);
  });
  await page.getByRole("main", { name: "Canvas" }).click({ position: { x: 300, y: 300 } });
  await page.keyboard.press("Control+v");
  await expect(card(page, "pasted.png")).toBeVisible();
  const png = (await imageFile("png", 50, 50)).toString("base64");
  await page.evaluate((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], "Füße 1.png", { type: "image/png" }));
    data.setData("text/plain", "file:///home/me/F%C3%BC%C3%9Fe%201.png");
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, png);
  await expect(card(page, "Füße 1.png")).toBeVisible();
  await expect(cards(page)).toHaveCount(2);
});

test("a file is picked for a node; one of another type is told on the node, and the node keeps what it had", async ({ editor: page, home }) => {
  const { write } = folderOf(home);
  await newGraph(page);
  await drop(page, [write("first.png", await imageFile("png", 60, 60))], await onCanvas(page, { x: 500, y: 160 }));
  const node = card(page, "first.png");
  await expect(node).toBeVisible();
  await node.locator('input[type="file"]').setInputFiles(write("film.png", await videoFile("mp4")));
  await expect(node.getByRole("alert")).toContainText("film.png");
  await node.locator('input[type="file"]').setInputFiles(write("page.png", "<!doctype html><p>404</p>"));
  await expect(node.getByRole("alert")).toContainText("The file page.png is a web page (HTML)");
  const gif = await sharp([await imageFile("png", 40, 40), await imageFile("png", 40, 40)], { join: { animated: true } }).gif().toBuffer();
  await node.locator('input[type="file"]').setInputFiles(write("moving.gif", gif));
  await expect(node.getByRole("alert")).toHaveCount(0);
  await expect.poll(() => mediaOf(home).length, "the film was good, and so is in the library").toBe(3);
});

test("a large file shows how far it is, can be cancelled, and then leaves nothing; what is refused early needs not arrive", async ({ editor: page, home }) => {
  const { folder, write } = folderOf(home);
  const large = join(folder, "Long take.mp4");
  await largeVideo(large, 1_500_000_000);
  await newGraph(page);
  const at = await onCanvas(page, { x: 500, y: 160 });
  await drop(page, [large, write("after.png", await imageFile("png", 30, 30))], at);
  await expect(page.getByRole("progressbar", { name: "How much of Long take.mp4 is here" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Long take.mp4")).toHaveCount(0);
  await expect.poll(() => readdirSync(join(home, "tmp")), { timeout: 20_000 }).toEqual([]);
  expect(mediaOf(home)).toEqual([]);
  await expect(cards(page)).toHaveCount(0);

  await drop(page, [write("huge.iso", Buffer.alloc(60_000_000, "no picture "))], at);
  await expect(refused(page)).toContainText("The file huge.iso is text");
});

test("what was measured of a file is told where it is looked at", async ({ editor: page, home }) => {
  const { write } = folderOf(home);
  const photo = await sharp({ create: { width: 80, height: 40, channels: 3, background: "teal" } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  await newGraph(page);
  await drop(page, [write("turned.jpg", photo), write("film.mp4", await videoFile("mp4"))], await onCanvas(page, { x: 500, y: 160 }));
  await page.getByRole("button", { name: "Look at turned.jpg" }).click();
  await expect(page.getByText("40 × 80")).toBeVisible();
  await expect(page.getByText("turned upright (EXIF 6)")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Look at film\.mp4/ }).click();
  await expect(page.getByText("10 per second")).toBeVisible();
  await expect(page.getByText("VP8")).toBeVisible();
  expect(readFileSync(join(home, "disk", "turned.jpg")).equals(photo), "the original is as it was").toBe(true);
});
