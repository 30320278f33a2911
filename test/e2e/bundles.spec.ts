import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { startSandbox } from "../../electron/sandbox/index.ts";
import { goodParts, zipped } from "../fixtures/bundleParts.ts";
import { startHostProcess } from "../fixtures/webHostProcess.ts";
import { card, cards, priceOnRun, quoted, runButton, runEnds, showBottom } from "./actions.ts";
import { example, expect, newContext, openEditor, test } from "./editor.ts";

test.use({ graph: example("text-to-video"), service: {}, speed: 500 });

test("a bundle with its takes costs its receiver nothing and asks the service for nothing; for another graph it counts only once it is adopted", async ({ editor: page, home, chromiumBrowser, sandbox }) => {
  await runButton(page).click();
  await runEnds(page);
  await expect(quoted(page)).toContainText("Everything is cached");

  // What goes in is shown before anything is written.
  await page.keyboard.press("Control+Shift+e");
  const dialog = page.getByRole("dialog", { name: /^Export “/ });
  await expect(dialog.getByRole("radio", { name: /^All takes/ })).toBeChecked();
  await expect(dialog).toContainText(/credits · .*MB|credits · .*kB/);
  await dialog.getByRole("button", { name: "Choose where…" }).click();
  await saveIn(page, home, "for you");
  await expect(page.locator("[data-announcer]")).toHaveText(/Exported to .*for you\.shotgraph/);
  const bundle = join(home, "for you.shotgraph");
  expect(readFileSync(bundle).subarray(0, 2).toString()).toBe("PK");

  // Somebody else, with a library and a service of their own.
  const theirs = await startSandbox({ speed: 500 });
  const theirHome = join(home, "theirs");
  mkdirSync(join(theirHome, "editor"), { recursive: true });
  writeFileSync(join(theirHome, "editor", "settings.json"), JSON.stringify({ welcomed: true }));
  const host = await startHostProcess(theirHome, ["--service"], { SEEGEN_API_KEY: "of-the-test", SEEGEN_BASE_URL: theirs.url });
  const context = await newContext(chromiumBrowser);
  try {
    const other = await context.newPage();
    await openEditor(other, host.url);
    await other.keyboard.press("Control+o");
    await goTo(other.getByRole("dialog", { name: "Open a graph" }), bundle);
    const preview = other.getByRole("dialog", { name: /^Open “/ });
    await expect(preview).toContainText("Came along");
    await expect(preview).toContainText("1 take");
    await expect(preview).toContainText(/instead of [\d,]+ credits/);
    await preview.getByRole("button", { name: "Open", exact: true }).click();
    await expect(cards(other).first()).toBeVisible();
    await expect(quoted(other)).toContainText("Nothing to pay");
    expect(theirs.books().calls["createTask"] ?? 0).toBe(0);

    // A copy is another graph: the takes do not answer for it until they are adopted.
    await runMenu(other, "Duplicate graph");
    expect(await priceOnRun(other)).toBeGreaterThan(0);
    await card(other, clipOf(other)).click();
    const takes = await showBottom(other, "Takes");
    await expect(takes.getByText("Came with another graph")).toBeVisible();
    await takes.getByRole("button", { name: "Adopt this take for all graphs" }).click();
    await expect(quoted(other)).toContainText("Nothing to pay");
    expect(theirs.books().tasks.created).toBe(0);
  } finally {
    await context.close();
    await host.kill();
    await theirs.close();
  }
  expect(sandbox?.books().tasks.created).toBe(1);
});

test("a bundle that is dropped on the page is looked through first; a forged one says why and leaves nothing", async ({ editor: page }) => {
  const parts = await goodParts();
  await dropFile(page, "shared.shotgraph", zipped(parts));
  const preview = page.getByRole("dialog", { name: "Open “Shared”?" });
  await expect(preview).toContainText("source.png");
  await preview.getByRole("button", { name: "Close" }).click();
  await dropFile(page, "shared.shotgraph", zipped(parts));
  await preview.getByRole("button", { name: "Open", exact: true }).click();
  await expect(card(page, "Image")).toBeVisible();

  const forged = await goodParts();
  if (forged.takes?.takes[0]) forged.takes.takes[0]["key"] = "0".repeat(64);
  await dropFile(page, "forged.shotgraph", zipped(forged));
  await expect(page.getByRole("dialog", { name: "“forged.shotgraph” cannot be read" })).toContainText("forged: its key is not that of its request");
  await page.keyboard.press("Escape");

  const swapped = await goodParts();
  swapped.graph["id"] = "g-swapped";
  swapped.manifest["graph"] = { id: "g-swapped", name: "Swapped" };
  swapped.graph["name"] = "Swapped";
  swapped.media[1]?.data.fill(7, 60, 90);
  await dropFile(page, "swapped.shotgraph", zipped(swapped));
  await page.getByRole("dialog", { name: "Open “Swapped”?" }).getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "“Swapped” cannot be read" })).toContainText(/other bytes|damaged/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Swapped", exact: true })).toHaveCount(0);
});

function clipOf(_page: Page): string {
  const { nodes } = example("text-to-video") as { nodes: { kind: string; title?: string }[] };
  const clip = nodes.find(({ kind }) => kind === "generateSd2");
  return clip?.title ?? "Seedance 2";
}

async function runMenu(page: Page, action: string): Promise<void> {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  await palette.getByRole("textbox").fill(action);
  await palette.getByText(action, { exact: true }).click();
}

/** A file dragged in from outside, let go over the top bar: no place of the canvas. */
async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name));
      return data;
    },
    [name, bytes.toString("base64")] as const,
  );
  const bar = page.locator("[data-realm]");
  await bar.dispatchEvent("dragover", { dataTransfer: transfer });
  await bar.dispatchEvent("drop", { dataTransfer: transfer });
}

async function saveIn(page: Page, folder: string, name: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Export for sharing" });
  await goTo(dialog, folder);
  await expect(dialog.getByRole("list", { name: `Files in ${folder}` })).toBeAttached();
  await dialog.getByRole("textbox", { name: "File name" }).fill(name);
  await dialog.getByRole("button", { name: "Export" }).click();
  await expect(dialog).toBeHidden();
}

async function goTo(dialog: Locator, path: string): Promise<void> {
  const field = dialog.getByRole("textbox", { name: "Folder" });
  await expect(field).not.toHaveValue("");
  await field.fill(path);
  await field.press("Enter");
}
