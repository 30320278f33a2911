import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import sharp from "sharp";
import { startHostProcess } from "../fixtures/webHostProcess.ts";
import { card, choose, priceOnRun, quoted, runButton, runEnds, showBottom } from "./actions.ts";
import { example, expect, graphFile, launchChromium, newContext, openEditor } from "./editor.ts";

// Pictures of every view, in both themes, for README and docs: `npm run screenshots`.

const FOLDER = join(import.meta.dirname, "../../docs/images");
/** A page is read on slow lines as well. */
const LARGEST_BYTES = 200_000;
/** As sharp as a palette can be within the size; the first that fits is taken. */
const COLOURS = [256, 192, 128, 96, 64];

type Theme = "dark" | "light";

/** Takes the page as it is. */
async function take(page: Page, name: string, theme: Theme): Promise<void> {
  // What is under the pointer is no part of the picture.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.evaluate(nameFolders);
  const shot = await page.screenshot({ animations: "disabled" });
  for (const colours of COLOURS) {
    const packed = await sharp(shot).png({ palette: true, colours, compressionLevel: 9, effort: 10, dither: colours < 256 ? 0.6 : 1 }).toBuffer();
    if (packed.length > LARGEST_BYTES && colours !== COLOURS.at(-1)) continue;
    writeFileSync(join(FOLDER, `${name}-${theme}.png`), packed);
    process.stdout.write(`${name}-${theme}.png  ${Math.round(packed.length / 1000)} kB, ${colours} colours\n`);
    return;
  }
}

/** The temporary folder of a scene has a name that nobody's has. */
function nameFolders(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.nodeValue?.includes("shotgraph-screenshots-")) text.nodeValue = text.nodeValue.replace(/\S*shotgraph-screenshots-\w+/, "~/Films");
  }
}

/** A host on a data folder of its own, a page in a theme, and a story to be told with them. */
async function scene(browser: Browser, { theme, graph, welcomed = true, args = ["--speed", "300"], query = "" }: { theme: Theme; graph?: object; welcomed?: boolean; args?: readonly string[]; query?: string }, story: (page: Page) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "shotgraph-screenshots-"));
  mkdirSync(join(home, "editor"));
  writeFileSync(join(home, "editor", "settings.json"), JSON.stringify({ theme, welcomed, panels: { left: 220, right: 300, bottom: 268, leftOpen: true, rightOpen: true, bottomOpen: true } }));
  const host = await startHostProcess(home, [...args, ...(graph ? [graphFile(home, "Day to night", graph)] : [])]);
  const context = await newContext(browser);
  try {
    const page = await context.newPage();
    await openEditor(page, host.url.replace("/#", `/${query}#`));
    await story(page);
  } finally {
    await context.close();
    await host.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

async function firstLooks(browser: Browser, theme: Theme): Promise<void> {
  await scene(browser, { theme, welcomed: false }, async (page) => {
    await expect(page.getByRole("button", { name: "Start in the sandbox" })).toBeFocused();
    await take(page, "first-start", theme);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "First steps" })).toBeVisible();
    await expect(quoted(page)).toContainText("200");
    await take(page, "first-run", theme);
  });
  await scene(browser, { theme }, async (page) => {
    await expect(page.getByRole("button", { name: /Day to night/ })).toBeVisible();
    await take(page, "welcome", theme);
  });
}

async function work(browser: Browser, theme: Theme): Promise<void> {
  await scene(browser, { theme, graph: example("keyframe-upscale"), args: ["--speed", "40"] }, async (page) => {
    await expect(card(page, "Master")).toBeVisible();
    await page.keyboard.press("Control+j");
    await page.keyboard.press("Shift+1");
    await expect.poll(() => priceOnRun(page)).toBeGreaterThan(0);
    await zoomTo(page, ["Scene", "Night version", "Day still", "Night still", "Day to night", "Master"]);
    await card(page, "Day still").getByText("Day still").click();
    await take(page, "priced", theme);

    await page.keyboard.press("Control+j");
    await page.keyboard.press("Shift+1");
    await runButton(page).click();
    await expect(card(page, "Day to night").getByText(/Generating/)).toBeVisible({ timeout: 60_000 });
    await take(page, "running", theme);
    await runEnds(page);
    await page.keyboard.press("Control+j");
    await zoomTo(page, ["Day still", "Night still", "Day to night", "Master"]);
    // Everything is there, and what one changed setting costs is known.
    await choose(page, "Master", "Target", "2k");
    await expect(quoted(page)).toContainText("190");
    await card(page, "Master").getByText("Master").click();
    await take(page, "editor", theme);
    await page.keyboard.press("Control+z");

    await card(page, "Master").getByRole("button", { name: "Look at Master" }).click();
    await expect(page.getByRole("dialog").getByRole("button", { name: "Play" })).toBeVisible();
    await take(page, "viewer", theme);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+j");
    await zoomTo(page, ["Day still", "Night still", "Day to night"]);
    await card(page, "Day still").getByText("Day still").click();
    await card(page, "Day still").getByRole("button", { name: /^re-roll/ }).click();
    await expect(card(page, "Day still").getByRole("button", { name: "Take 2 of 2, used" })).toBeVisible({ timeout: 30_000 });
    await runEnds(page);
    await showBottom(page, "Takes");
    await take(page, "takes", theme);
    await showBottom(page, "Library");
    await take(page, "library", theme);
    await dialogs(page, theme);
  });
}

/** So that these fill the canvas. */
async function zoomTo(page: Page, names: readonly string[]): Promise<void> {
  await page.locator("[data-canvas]").focus();
  await page.keyboard.press("Shift+1");
  await page.keyboard.press("Escape");
  for (const name of names) await card(page, name).getByText(name).click({ modifiers: ["Shift"] });
  await page.keyboard.press("Shift+2");
  await page.keyboard.press("Escape");
}

async function dialogs(page: Page, theme: Theme): Promise<void> {
  const shown = page.getByRole("dialog").first();
  for (const [name, key] of [
    ["commands", "Control+k"],
    ["shortcuts", "?"],
    ["settings", "Control+,"],
  ] as const) {
    await page.locator("[data-canvas]").focus();
    await page.keyboard.press(key);
    await expect(shown).toBeVisible();
    await take(page, name, theme);
    await page.keyboard.press("Escape");
    await expect(shown).toBeHidden();
  }
}

async function large(browser: Browser, theme: Theme): Promise<void> {
  await scene(browser, { theme, args: ["--bench"], query: "?bench=400&view=fit" }, async (page) => {
    await expect(quoted(page)).toContainText(/\d/, { timeout: 30_000 });
    await page.waitForTimeout(1_500);
    await take(page, "overview", theme);
  });
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
try {
  for (const theme of ["dark", "light"] as const) {
    await firstLooks(browser, theme);
    await work(browser, theme);
    await large(browser, theme);
  }
} finally {
  await browser.close();
}
