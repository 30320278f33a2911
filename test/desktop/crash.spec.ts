import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { balance, card, cards, newGraph, priceOnRun, quoted, runButton, runEnds, write } from "../e2e/actions.ts";
import { example, expect, test } from "../e2e/editor.ts";
import { ledgerOf } from "./ledger.ts";
import type { DesktopProgram } from "./launch.ts";

/** Typed text becomes an edit at a pause, and is with the host a moment later. */
const AFTER_TYPING_MS = 600;

test("a window whose page has crashed comes back with what was typed a moment ago", async ({ editor: page, program }) => {
  await newGraph(page);
  await page.getByRole("button", { name: "Add a prompt" }).click();
  await write(page, "Prompt", "a kite over dunes");
  await page.waitForTimeout(AFTER_TYPING_MS);
  await crashPage(program);
  const again = await program.window();
  await expect(cards(again)).toHaveCount(1);
  await expect(card(again, "Prompt")).toContainText("a kite over dunes");
});

test.describe("a paid run", () => {
  // A clip takes some seconds: time to crash in.
  test.use({ graph: example("text-to-video"), speed: 60 });

  test("goes on while the window has crashed, and is paid for once", async ({ editor: page, program, home }) => {
    const price = await priceOnRun(page);
    await runButton(page).click();
    await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
    await crashPage(program);
    const again = await program.window();
    await runEnds(again);
    await expect(quoted(again)).toContainText("Nothing to pay");
    await expect.poll(() => balance(again)).toBe(50_000 - price);
    expectPaidOnce(home, price);
  });

  test("whose host is killed is fetched by the next one, in the same window, and is paid for once", async ({ editor: page, program, home }) => {
    const price = await priceOnRun(page);
    await runButton(page).click();
    await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
    const before = hostPid(home);
    process.kill(before, "SIGKILL");
    await expect(page.getByRole("alert").filter({ hasText: "The connection to Shotgraph is lost" })).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: "The connection to Shotgraph is lost" })).toBeHidden({ timeout: 30_000 });
    await expect(card(page, "Beach run").getByText("cached")).toBeVisible({ timeout: 30_000 });
    await expect(quoted(page)).toContainText("Nothing to pay");
    await expect.poll(() => balance(page)).toBe(50_000 - price);
    expect(hostPid(home)).not.toBe(before);
    expect(program.output).toContain("the host's process has ended");
    expectPaidOnce(home, price);
  });
});

async function crashPage(program: DesktopProgram): Promise<void> {
  await program.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const gone = new Promise<void>((done) => window?.webContents.once("render-process-gone", () => done()));
    window?.webContents.forcefullyCrashRenderer();
    return gone;
  });
}

/** The process that holds the library, which is the host's. */
function hostPid(home: string): number {
  const database = new DatabaseSync(join(home, "library.db"), { readOnly: true });
  try {
    const lease = database.prepare("SELECT pid FROM lease").get();
    if (typeof lease?.["pid"] !== "number") throw new Error("nobody holds the library");
    return lease["pid"];
  } finally {
    database.close();
  }
}

function expectPaidOnce(home: string, price: number): void {
  const entries = ledgerOf(home);
  expect(entries.filter(({ kind }) => kind === "reserved")).toHaveLength(1);
  expect(entries.filter(({ kind }) => kind === "billed").map(({ credits }) => credits)).toEqual([price]);
}
