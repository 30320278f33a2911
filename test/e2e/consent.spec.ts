import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { openWorkspace } from "../../electron/host/index.ts";
import { card, priceOnRun, runButton, runEnds } from "./actions.ts";
import { expect } from "./editor.ts";
import { test } from "./withBucket.ts";

const PASSPORT = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#203060" } }).png().toBuffer();
const SHA256 = createHash("sha256").update(PASSPORT).digest("hex");

/** It names a file that is in this user's library, by a name of its own. */
const strange = {
  format: "shotgraph",
  version: 1,
  id: "from-a-stranger",
  name: "From a stranger",
  nodes: [
    { id: "p", kind: "prompt", title: "Words", position: { x: 0, y: 0 }, params: { text: "a lamp on a table" } },
    { id: "a", kind: "imageAsset", title: "Picture", position: { x: 0, y: 260 }, params: { source: { type: "file", sha256: SHA256, name: "harmless.png", bytes: 3 } } },
    { id: "u", kind: "imageAsset", title: "Elsewhere", position: { x: 0, y: 560 }, params: { source: { type: "url", url: "https://example.com/hero-800x600.jpg?token=hush" } } },
    { id: "i", kind: "gptImage2", title: "Edit", position: { x: 380, y: 60 }, params: { resolution: "1k" } },
  ],
  edges: [
    { id: "e1", from: { node: "p", port: "text" }, to: { node: "i", port: "prompt" } },
    { id: "e2", from: { node: "a", port: "image" }, to: { node: "i", port: "images" } },
    { id: "e3", from: { node: "u", port: "image" }, to: { node: "i", port: "images" } },
  ],
};

/** The user's own picture, imported for something else. */
async function withPassport(home: string): Promise<void> {
  const folder = join(home, "disk");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "passport.png"), PASSPORT);
  const workspace = await openWorkspace({ settings: { apiKey: null, baseUrl: null, home }, executor: {} });
  await workspace.library.importFile(join(folder, "passport.png"));
  await workspace.close();
}

const question = (page: Page) => page.getByRole("dialog", { name: "This graph wants to send things out" });

test.use({ graph: strange, service: { allowPrivateSources: true }, prepare: { before: withPassport } });

test("a stranger's graph asks once what may leave the machine, shows it, and sends nothing until it may", async ({ editor: page, bucket }) => {
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|ws:|blob:|data:)/.test(request.url())) outside.push(request.url());
  });
  const price = await priceOnRun(page);
  await runButton(page).click();
  const dialog = question(page);
  await expect(dialog).toContainText("harmless.png");
  await expect(dialog.locator(`img[src*="${SHA256}"]`), "the picture itself, whatever the graph calls it").toBeVisible();
  await expect(dialog).toContainText(new URL(bucket.endpoint).host);
  await expect(dialog).toContainText("example.com");
  await expect(dialog).not.toContainText("hush");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  expect(bucket.seen, "nothing was sent").toEqual([]);
  await runButton(page).click();
  await dialog.getByRole("button", { name: "Agree and run" }).click();
  await runEnds(page);
  await expect(card(page, "Edit").locator("img").first()).toBeVisible();
  expect([...bucket.objects.keys()]).toEqual([`shots/${SHA256}.png`]);
  expect(outside, "the page fetches nothing from elsewhere").toEqual([]);
  // Other words, the same things: nothing is asked again.
  await card(page, "Words").getByRole("textbox", { name: "Prompt" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("a lamp on a chair");
  await page.keyboard.press("Escape");
  await expect.poll(() => priceOnRun(page)).toBe(price);
  await runButton(page).click();
  await runEnds(page);
  await expect(dialog).toBeHidden();
  expect(bucket.seen.filter(({ method }) => method === "PUT"), "a file that is there is not uploaded again").toHaveLength(1);
});
