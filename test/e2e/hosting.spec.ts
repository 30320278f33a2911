import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { card, runButton, runEnds } from "./actions.ts";
import { expect } from "./editor.ts";
import { PAIR, test } from "./withBucket.ts";

const PICTURE = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#a04020" } }).png().toBuffer();
const SHA256 = createHash("sha256").update(PICTURE).digest("hex");

const graph = {
  format: "shotgraph",
  version: 1,
  id: "hosted",
  name: "Hosted",
  nodes: [
    { id: "p", kind: "prompt", title: "Words", position: { x: 0, y: 0 }, params: { text: "a lamp on a table" } },
    { id: "a", kind: "imageAsset", title: "Picture", position: { x: 0, y: 260 }, params: {} },
    { id: "i", kind: "gptImage2", title: "Edit", position: { x: 380, y: 60 }, params: { resolution: "1k" } },
  ],
  edges: [
    { id: "e1", from: { node: "p", port: "text" }, to: { node: "i", port: "prompt" } },
    { id: "e2", from: { node: "a", port: "image" }, to: { node: "i", port: "images" } },
  ],
};

test.use({ graph, service: { allowPrivateSources: true }, inEnvironment: false });

async function hostingPage(page: Page): Promise<Locator> {
  await page.keyboard.press("Control+,");
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByRole("tab", { name: "Hosting" }).click();
  return settings;
}

test("a bucket is entered, tried in three steps and kept; then the user's picture is uploaded once, and the quote has said so", async ({ editor: page, bucket, home, shell }) => {
  const settings = await hostingPage(page);
  await settings.getByRole("button", { name: "Set up…" }).click();
  await settings.getByText("MinIO or other").click();
  await settings.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(settings).toContainText("The endpoint is missing.");
  await settings.getByRole("textbox", { name: "Endpoint" }).fill(bucket.endpoint);
  await settings.getByRole("textbox", { name: "Bucket", exact: true }).fill("pictures");
  await settings.getByRole("textbox", { name: "Region" }).fill(PAIR.region);
  await settings.getByRole("textbox", { name: "Access key id" }).fill(PAIR.accessKeyId);
  const secret = settings.getByLabel("Secret access key", { exact: true });
  await secret.fill("canary/Wrong+0000000000");
  await settings.getByRole("button", { name: "Test connection" }).click();
  await expect(settings.getByRole("status").filter({ hasText: "Upload a small picture" })).toContainText(/Upload a small picture failed.*Enter the secret again.*Fetch it as the service would not tried/s);
  await secret.fill(PAIR.secret);
  await settings.getByRole("button", { name: "Test connection" }).click();
  await expect(settings.getByRole("status").filter({ hasText: "Upload a small picture" })).toContainText(/Upload a small picture done.*Fetch it as the service would done.*Delete it again done/s);
  expect(bucket.objects.size, "nothing is left of the test").toBe(0);
  await settings.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(settings).toContainText("Local files go to pictures");
  await page.keyboard.press("Escape");

  mkdirSync(join(home, "disk"), { recursive: true });
  writeFileSync(join(home, "disk", "lamp.png"), PICTURE);
  const chosen = page.waitForEvent("filechooser");
  await card(page, "Picture").getByRole("button", { name: "Choose a file…" }).click();
  await (await chosen).setFiles(join(home, "disk", "lamp.png"));
  await expect(card(page, "Picture")).toContainText("lamp.png");

  const quote = page.getByRole("region", { name: "Quote", exact: true });
  await quote.getByRole("button", { name: "What leaves this machine" }).click();
  await expect(quote).toContainText(`Uploaded to ${new URL(bucket.endpoint).host}`);
  await expect(quote.getByRole("region", { name: "What leaves this machine" })).toContainText("lamp.png");
  bucket.seen.splice(0);
  await runButton(page).click();
  await runEnds(page);
  // The user put it in himself: nothing was asked.
  await expect(card(page, "Edit").locator("img").first()).toBeVisible();
  expect(bucket.seen.filter(({ method }) => method === "PUT")).toHaveLength(1);
  expect(bucket.seen.filter(({ method, query }) => method === "GET" && query.has("X-Amz-Signature")).length, "the service has fetched it").toBeGreaterThan(0);
  expect(bucket.objects.get(`${SHA256}.png`)?.headers["content-type"]).toBe("image/png");

  const again = await hostingPage(page);
  await again.getByRole("button", { name: "Change…" }).click();
  await expect(again.getByLabel("Secret access key", { exact: true })).toHaveValue("");
  expect(await page.content()).not.toContain(PAIR.secret);
  if (shell === "web") for (const path of readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))) expect([path, readFileSync(path).includes(PAIR.secret)]).toEqual([path, false]);
});
