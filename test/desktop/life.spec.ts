import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { card, priceOnRun, runButton } from "../e2e/actions.ts";
import { example, expect, graphFile, test } from "../e2e/editor.ts";
import { launchProgram } from "./launch.ts";

test("a second call shows its graph in the window of the first, and ends", async ({ editor: page, program, home }) => {
  const path = graphFile(home, "second", example("text-to-video"));
  const second = await launchProgram([`--home=${home}`, path]);
  expect(await second.ended).toBe(0);
  // Nobody here has opened or saved this file before: what is in it is shown first.
  await page.getByRole("dialog", { name: /^Open “/ }).getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Open graphs" }).locator("[data-tab]")).toHaveCount(1);
  await expect(card(page, "Beach run")).toBeVisible();
  expect(await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test("a program with another data folder is another program", async ({ editor: page, home }) => {
  const other = await launchProgram([`--home=${join(home, "other")}`, "--speed=200"]);
  const its = await other.window();
  await expect(its.locator("[data-realm]")).toBeVisible();
  await expect(page.locator("[data-realm]")).toBeVisible();
  await other.kill();
});

test("the window comes back where it was", async ({ editor: page, program, home }) => {
  await expect(page.locator("[data-realm]")).toBeVisible();
  await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 60, width: 1_100, height: 700 }));
  const kept = join(home, "desktop", "window.json");
  await expect.poll(() => existsSync(kept) && (JSON.parse(readFileSync(kept, "utf8")) as { width: number }).width).toBe(1_100);
  await program.evaluate(({ app }) => app.quit());
  expect(await program.ended).toBe(0);
  const again = await launchProgram([`--home=${home}`]);
  await again.window();
  expect(await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({ x: 120, y: 60, width: 1_100, height: 700 });
  await again.kill();
});

test.describe("a paid run under way", () => {
  test.use({ graph: example("text-to-video"), speed: 30 });

  test("is asked about before the program ends; what is paid for comes at the next start", async ({ editor: page, program, home }) => {
    const price = await priceOnRun(page);
    await runButton(page).click();
    await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
    await answerWith(program, "first");
    await program.evaluate(({ app }) => app.quit());
    await expect.poll(() => asked(program)).toHaveLength(1);
    await expect(page.locator("[data-cancel-button]")).toBeVisible();

    await answerWith(program, "last");
    await program.evaluate(({ app }) => app.quit());
    expect(await program.ended).toBe(0);

    const again = await launchProgram([`--home=${home}`, "--speed=200"]);
    const its = await again.window();
    await expect(card(its, "Beach run").getByText("cached")).toBeVisible({ timeout: 30_000 });
    await expect(its.locator("[data-realm]")).toContainText((50_000 - price).toLocaleString("en"));
    await again.kill();
  });
});

type Program = Parameters<typeof asked>[0];

/** The user will press this button of every question, and what was asked is remembered. */
async function answerWith(program: Program, which: "first" | "last"): Promise<void> {
  await program.evaluate(({ dialog }, button) => {
    const messages: string[] = [];
    Object.assign(globalThis, { messages });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, buttons = [] } = args.at(-1) as { message: string; buttons?: string[] };
      messages.push(message);
      return { response: button === "first" ? 0 : buttons.length - 1, checkboxChecked: false };
    };
  }, which);
}

async function asked(program: Awaited<ReturnType<typeof launchProgram>>): Promise<string[]> {
  return await program.evaluate(() => (globalThis as unknown as { messages: string[] }).messages);
}
