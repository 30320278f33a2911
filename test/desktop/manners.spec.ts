import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox } from "../../electron/sandbox/index.ts";
import { card, newGraph, runButton, runEnds, write } from "../e2e/actions.ts";
import { example, expect, graphFile, test } from "../e2e/editor.ts";
import { type DesktopProgram, launchProgram } from "./launch.ts";

/** Chooses an item of the native menu, as a click would. */
async function choose(program: DesktopProgram, id: string): Promise<void> {
  await expect.poll(() => enabled(program, id), { message: `the menu item ${id}` }).toBe(true);
  await program.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    item?.click({ triggeredByAccelerator: false });
  }, id);
}

async function enabled(program: DesktopProgram, id: string): Promise<boolean | null> {
  return await program.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled ?? null, id);
}

/** What the user will press in boxes of the system, in this order; cancel after that. What was asked is kept. */
async function answers(program: DesktopProgram, ...labels: string[]): Promise<void> {
  await program.evaluate(({ dialog }, wanted) => {
    const asked: { message: string; detail: string }[] = [];
    const waiting = [...wanted];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, detail = "", buttons = [], cancelId = 0 } = args.at(-1) as { message: string; detail?: string; buttons?: string[]; cancelId?: number };
      asked.push({ message, detail });
      const label = waiting.shift();
      return { response: label === undefined ? cancelId : buttons.indexOf(label), checkboxChecked: false };
    };
  }, labels);
}

async function asked(program: DesktopProgram): Promise<{ message: string; detail: string }[]> {
  return await program.evaluate(() => (globalThis as unknown as { asked: { message: string; detail: string }[] }).asked);
}

/** A file or a link that macOS hands to the program. */
async function fromSystem(program: DesktopProgram, event: "open-file" | "open-url", what: string): Promise<void> {
  await program.evaluate(
    ({ app }, given) => {
      (app as unknown as { emit(event: string, ...args: unknown[]): void }).emit(given.event, { preventDefault: () => undefined }, given.what);
    },
    { event, what },
  );
}

test("the native menu does what the page's does, and knows what is possible and what is on", async ({ editor: page, program }) => {
  await expect.poll(() => enabled(program, "runAll")).toBe(false);
  await choose(program, "newGraph");
  await expect(page.getByRole("navigation", { name: "Open graphs" }).locator("[data-tab]")).toHaveCount(1);
  await expect.poll(() => enabled(program, "undo")).toBe(false);
  await page.getByRole("button", { name: "Add a prompt" }).click();
  await expect.poll(() => enabled(program, "undo")).toBe(true);
  await choose(program, "undo");
  await expect(card(page, "Prompt")).toHaveCount(0);
  const on = () => program.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("themeLight")?.checked);
  expect(await on()).toBe(false);
  await choose(program, "themeLight");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await expect.poll(on).toBe(true);
  await expect.poll(() => program.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("light");
});

test("closing with changes asks, and cancels, saves or drops them as told", async ({ editor: page, program, home }) => {
  await newGraph(page);
  await page.getByRole("button", { name: "Add a prompt" }).click();
  await write(page, "Prompt", "kept words");
  await answers(program, "Cancel", "Save");
  await program.evaluate(({ app }) => app.quit());
  await expect.poll(async () => (await asked(program)).map(({ message }) => message)).toEqual(["Do you want to save the changes to “Untitled”?"]);
  await expect(card(page, "Prompt")).toContainText("kept words");

  const path = join(home, "Kept.shotgraph");
  await program.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  await program.evaluate(({ app }) => app.quit());
  expect(await program.ended).toBe(0);
  expect(readFileSync(path, "utf8")).toContain("kept words");
});

test("changes that are not to be saved do not come back", async ({ editor: page, program, home }) => {
  await newGraph(page);
  await page.getByRole("button", { name: "Add a prompt" }).click();
  await write(page, "Prompt", "to be dropped");
  // Long enough for the file that a crash would bring them back from.
  await page.waitForTimeout(2_500);
  await answers(program, "Don't Save");
  await program.evaluate(({ app }) => app.quit());
  expect(await program.ended).toBe(0);
  const left = existsSync(join(home, "recovery")) ? readdirSync(join(home, "recovery")) : [];
  expect(left).toEqual([]);
});

test("a link only fills in, and only when its user agrees; one that asks for more does nothing", async ({ editor: page, program }) => {
  const open = (url: string) => fromSystem(program, "open-url", url);
  await open("shotgraph://new?template=text-to-video&name=From%20a%20link&prompt=A%20lighthouse");
  const question = page.getByRole("dialog", { name: "Make a graph from a link?" });
  await expect(question).toContainText("A lighthouse");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("[data-tab]")).toHaveCount(0);

  await open("shotgraph://new?template=text-to-video&name=From%20a%20link&prompt=A%20lighthouse");
  await question.getByRole("button", { name: "Make the graph" }).click();
  await expect(card(page, "Shot")).toContainText("A lighthouse");
  await expect(page.getByRole("navigation", { name: "Open graphs" })).toContainText("From a link");
  await expect(page.locator("[data-cancel-button]")).toHaveCount(0);

  await open("shotgraph://run?all=1");
  await expect(page.getByText("A shotgraph:// link was not understood, so nothing was done with it.")).toBeVisible();
  await open("shotgraph://settings?page=account");
  await expect(page.getByRole("tab", { name: "Account" })).toHaveAttribute("aria-selected", "true");
});

test.describe("a graph of a file", () => {
  test.use({ graph: example("text-to-video") });

  test("has its mark of changes and its file at the window, and is shown in its folder", async ({ editor: page, program, home }) => {
    const path = join(home, "files", "given.shotgraph");
    await expect(page).toHaveTitle(/Text to video/);
    await choose(program, "revealGraph");
    await expect.poll(() => program.evaluate(({ standIn }) => standIn?.calls.filter(([name]) => name === "showItemInFolder").map(([, shownPath]) => shownPath))).toEqual([path]);
    await write(page, "Shot", "other words");
    await expect(page).toHaveTitle(/^●/);
  });

  test("is run, and who looks elsewhere is told of its end; a result is dragged out as a file with a name", async ({ editor: page, program }) => {
    await program.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) Object.assign(window, { isFocused: () => false });
    });
    await runButton(page).click();
    await runEnds(page);
    await expect.poll(() => program.evaluate(({ standIn }) => standIn?.shown.length)).toBe(1);
    await card(page, "Beach run").getByRole("button", { name: "Look at Beach run" }).click();
    await page.getByRole("button", { name: "Drag out of the window" }).dispatchEvent("dragstart");
    const dragged = () => program.evaluate(({ BrowserWindow }) => (BrowserWindow.getAllWindows() as unknown as { webContents: { dragged?: { file: string }[] } }[])[0]?.webContents.dragged?.[0]);
    await expect.poll(async () => (await dragged())?.file ?? "").toMatch(/\.mp4$/);
    expect(existsSync((await dragged())?.file ?? "")).toBe(true);
  });
});

test("a damaged settings file is set aside, defaults are used, and the user is told", async ({ home, shell }) => {
  expect(shell).toBe("desktop");
  mkdirSync(join(home, "editor"), { recursive: true });
  writeFileSync(join(home, "editor", "settings.json"), '{"theme": "dark", "ask');
  const program = await launchProgram([`--home=${home}`]);
  const page = await program.window();
  await expect(page.getByText(/The settings could not be read/)).toBeVisible();
  expect(readFileSync(join(home, "editor", "settings.json.damaged"), "utf8")).toContain('"ask');
  await program.kill();
});

test("a key that is kept is in no file in clear, and there again at the next start", async ({ home }) => {
  const key = "sk-good-key-of-the-test-0001";
  const service = await startSandbox({ speed: 200, apiKeys: [key], credits: 777 });
  const program = await launchProgram([`--home=${home}`], { SEEGEN_BASE_URL: service.url });
  const page = await program.window();
  await page.keyboard.press("Control+,");
  await page.getByRole("tab", { name: "Account" }).click();
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Try and keep" }).click();
  await expect(page.getByText("SeeGen takes this key. Available: 777 credits.")).toBeVisible();
  await program.evaluate(({ app }) => app.quit());
  expect(await program.ended).toBe(0);
  expect(readFileSync(join(home, "secrets.json"), "utf8")).not.toContain(key);

  const again = await launchProgram([`--home=${home}`, "--realm=service"], { SEEGEN_BASE_URL: service.url });
  const its = await again.window();
  await expect(its.locator("[data-realm]")).toContainText("777");
  expect(readFileSync(join(home, "desktop", "logs", "main.log"), "utf8")).not.toContain(key);
  await again.kill();
  await service.close();
});

test("a graph that the system opens with the program is looked through first, and opens in its window", async ({ editor: page, program, home }) => {
  const path = graphFile(home, "dropped", example("text-to-video"));
  await fromSystem(program, "open-file", path);
  const preview = page.getByRole("dialog", { name: /^Open “/ });
  await preview.getByRole("button", { name: "Open" }).click();
  await expect(card(page, "Beach run")).toBeVisible();
});
