import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { startHostProcess } from "../fixtures/webHostProcess.ts";
import { launchChromium } from "./editor.ts";

/** `npm run screenshots`: the views of the editor for README and docs, in both themes. */
const FOLDER = "docs/images";

const browser = await launchChromium();
mkdirSync(FOLDER, { recursive: true });
for (const scheme of ["dark", "light"] as const) {
  const host = await startHostProcess(mkdtempSync(join(tmpdir(), "shotgraph-screenshots-")), ["--speed", "60"]);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(host.url);
  await views(page, async (name) => {
    const picture = await page.screenshot({ animations: "disabled" });
    await sharp(picture).png({ palette: true, colours: 128, effort: 9 }).toFile(join(FOLDER, `${name}-${scheme}.png`));
  });
  await context.close();
  await host.kill();
}
await browser.close();

async function views(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: /^Run/ }).first().waitFor();
  await page.waitForTimeout(1_500);
  await shoot("first-run");
  await page.keyboard.press("Escape");
  await command(page, "Day to night");
  await page.waitForTimeout(1_500);
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(4_500);
  await shoot("editor");
  await page.getByText("2 of 4 steps").waitFor({ state: "hidden", timeout: 60_000 });
  await page.getByText("4 of 4 steps").waitFor({ timeout: 120_000 });
  await page.locator('.react-flow__node[aria-label="Day still"]').click({ position: { x: 60, y: 8 } });
  await page.waitForTimeout(600);
  for (const tab of ["Takes", "Library"] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await page.waitForTimeout(1_200);
    await shoot(tab.toLowerCase());
  }
  await page.getByRole("tab", { name: "Runs" }).click();
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(600);
  await shoot("commands");
  await page.keyboard.press("Escape");
}

/** Runs what the command palette finds first. */
async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(500);
  await page.keyboard.type(text);
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
}
