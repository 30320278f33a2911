import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import type { LedgerEntry } from "../../shared/contract/records.ts";
import { type RunningHost, startHostProcess } from "../fixtures/webHostProcess.ts";
import { AFTER_TYPING_MS, balance, card, cards, newGraph, priceOnRun, quoted, runButton, runEnds } from "./actions.ts";
import { example, expect, openEditor, test } from "./editor.ts";

/** What is promised: an edit is on the disk this long after it was made. */
const KEPT_AFTER_MS = 2_000;

test("what was typed a moment ago is there again after the tab has crashed", async ({ editor: page, context, host }) => {
  await draw(page);
  await page.waitForTimeout(AFTER_TYPING_MS);
  const again = await crashAndReopen(page, context, host);
  await expect(card(again, "Prompt")).toContainText("a kite over dunes");
  await expect(cards(again)).toHaveCount(2);
});

test("what was edited two seconds ago is there again after the host was killed", async ({ editor: page, context, host, speed }) => {
  await draw(page);
  await page.waitForTimeout(KEPT_AFTER_MS);
  await host.kill("SIGKILL");
  await expect(page.getByRole("alert").filter({ hasText: "The connection to Shotgraph is lost" })).toBeVisible();
  const next = await startHostProcess(host.home, ["--speed", String(speed)]);
  try {
    const again = await context.newPage();
    await openEditor(again, next.url);
    await again.getByRole("navigation", { name: "Open graphs" }).getByRole("button", { name: /^Untitled/ }).first().click();
    await expect(again.getByText("Brought back with changes")).toBeVisible();
    await expect(card(again, "Prompt")).toContainText("a kite over dunes");
    await expect(cards(again)).toHaveCount(2);
  } finally {
    await next.kill();
  }
});

test.describe("a run", () => {
  // A clip takes some seconds: time to crash in.
  test.use({ graph: example("text-to-video"), speed: 60 });

  test("goes on while its tab has crashed, and is paid for once", async ({ editor: page, context, host }) => {
    const price = await priceOnRun(page);
    await runButton(page).click();
    await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
    // What is under way is not to be spent a second time: it is off the balance from when it was sent.
    await expect.poll(() => balance(page)).toBe(50_000 - price);
    await expect(page.locator("[data-cancel-button]")).toBeVisible();
    const again = await crashAndReopen(page, context, host);
    await runEnds(again);
    await expect(quoted(again)).toContainText("Nothing to pay");
    await expect.poll(() => balance(again)).toBe(50_000 - price);
  });

  test("whose host is killed is fetched by the next one, and is paid for once", async ({ editor: page, context, host, speed }) => {
    const price = await priceOnRun(page);
    await runButton(page).click();
    await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
    await host.kill("SIGKILL");
    const next = await startHostProcess(host.home, ["--speed", String(speed)]);
    try {
      const again = await context.newPage();
      await openEditor(again, next.url);
      await expect(quoted(again)).toContainText("Nothing to pay");
      await expect(card(again, "Beach run").getByText("cached")).toBeVisible({ timeout: 30_000 });
      await expect.poll(() => balance(again)).toBe(50_000 - price);
    } finally {
      await next.kill();
    }
    const entries = ledgerOf(host.home);
    expect(entries.filter(({ kind }) => kind === "reserved")).toHaveLength(1);
    expect(entries.filter(({ kind }) => kind === "billed").map(({ credits }) => credits)).toEqual([price]);
  });
});

/** Two nodes and a wire, the newest words typed just now. */
async function draw(page: Page): Promise<void> {
  await newGraph(page);
  for (const name of ["seedance", "prompt"]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
  }
  await expect(cards(page)).toHaveCount(2);
  await page.keyboard.press("Enter");
  await expect(card(page, "Prompt").locator(".cm-content")).toBeFocused();
  await page.keyboard.type("a kite over dunes");
}

/** Browsers bring a crashed tab back with its session storage, in which the page keeps what makes it known to the host. */
async function crashAndReopen(page: Page, context: BrowserContext, host: RunningHost): Promise<Page> {
  const kept = await page.evaluate(() => Object.entries(sessionStorage));
  const crashed = page.waitForEvent("crash");
  await Promise.all([crashed, page.goto("chrome://crash").catch((error: unknown) => expect(String(error)).toMatch(/crash/i))]);
  await page.close();
  const again = await context.newPage();
  await again.addInitScript((entries) => {
    for (const [key, value] of entries) sessionStorage.setItem(key, value);
  }, kept);
  await openEditor(again, new URL(host.url).origin);
  return again;
}

function ledgerOf(home: string): readonly LedgerEntry[] {
  const root = join(import.meta.dirname, "../..");
  const text = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "electron/cli/main.ts", "ledger", "--json", "--sandbox"], { cwd: root, encoding: "utf8", env: { ...process.env, SHOTGRAPH_HOME: home } });
  return (JSON.parse(text) as { entries: LedgerEntry[] }).entries;
}
