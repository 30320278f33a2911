import { expect, type Locator, type Page } from "@playwright/test";

/** Pixels of the page. */
export interface Point {
  x: number;
  y: number;
}

/** Typed text becomes an edit at a pause of 400 ms, and is with the host a moment later. */
export const AFTER_TYPING_MS = 600;

/** A card of the canvas by what it is called. */
export function card(page: Page, name: string): Locator {
  return page.locator("[data-card]").and(page.getByRole("group", { name, exact: true }));
}

/** All cards that are in view. */
export function cards(page: Page): Locator {
  return page.locator("[data-card]");
}

/** One end of a wire: `in:prompt`, `out:video`. */
export function port(page: Page, name: string, handle: string): Locator {
  return card(page, name).locator(`[data-handleid="${handle}"]`);
}

/** An empty graph in a tab of its own. */
export async function newGraph(page: Page): Promise<void> {
  await page.keyboard.press("Alt+n");
  await expect(page.getByText("An empty graph")).toBeVisible();
}

/** A place of the canvas, in pixels from its upper left corner, as a place of the page. */
export async function onCanvas(page: Page, { x, y }: Point): Promise<Point> {
  const box = await page.getByRole("main", { name: "Canvas" }).boundingBox();
  if (!box) throw new Error("there is no canvas");
  return { x: box.x + x, y: box.y + y };
}

async function middleOf(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`not on the page: ${String(target)}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses at one place, goes to another as a hand does, and lets go unless told to hold. */
export async function drag(page: Page, from: Locator | Point, to: Locator | Point, { hold = false } = {}): Promise<void> {
  const start = "x" in from ? from : await middleOf(from);
  const end = "x" in to ? to : await middleOf(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 6, start.y + 6);
  await page.mouse.move(end.x, end.y, { steps: 8 });
  if (!hold) await page.mouse.up();
}

/** Drags a kind from the palette onto the canvas; `at` is from the canvas's upper left corner. */
export async function dragKind(page: Page, kind: string, at: Point): Promise<void> {
  const before = await cards(page).count();
  const item = page.getByRole("navigation", { name: "Nodes" }).getByRole("button", { name: new RegExp(`^Add ${kind}:`) });
  await drag(page, item, await onCanvas(page, at));
  await expect(cards(page)).toHaveCount(before + 1);
}

/** Gives a node a title with a double click on the one it has. */
export async function rename(page: Page, name: string, title: string): Promise<void> {
  await card(page, name).getByText(name, { exact: true }).dblclick();
  await page.getByRole("textbox", { name: "Name of the node" }).fill(title);
  await page.keyboard.press("Enter");
  await expect(card(page, title)).toBeVisible();
}

/** Chooses a value of a param on a card, whose list has all its values from when the pointer comes. */
export async function choose(page: Page, name: string, param: string, value: string): Promise<void> {
  const list = card(page, name).getByRole("combobox", { name: param });
  await list.hover();
  await list.selectOption(value);
}

/** Writes into the prompt of a card and gives the keyboard back to the canvas. */
export async function write(page: Page, name: string, text: string): Promise<void> {
  await card(page, name).getByRole("textbox", { name: "Prompt" }).click();
  await expect(card(page, name).locator(".cm-content")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
  await expect(card(page, name)).toContainText(text);
}

/** What a run would spend now, as the quote says it: `385`, or `360–385`. */
export function quoted(page: Page): Locator {
  return page.getByRole("region", { name: "Quote", exact: true }).getByRole("status").first();
}

/** The number on the Run button, of an interval its upper end. */
export async function priceOnRun(page: Page): Promise<number> {
  // The first plan of a graph that was just opened is on its way.
  await expect(runButton(page)).toHaveText(/\d\s*$/, { useInnerText: true });
  const text = await runButton(page).innerText();
  const price = /([\d,]+)\s*$/.exec(text)?.[1];
  if (price === undefined) throw new Error(`Run carries no price: ${text}`);
  return Number(price.replaceAll(",", ""));
}

/** What is left on the account, as the pill at the top says it. */
export async function balance(page: Page): Promise<number> {
  const text = await page.locator("[data-realm]").innerText();
  return Number(/([\d,]+) credits/.exec(text)?.[1]?.replaceAll(",", ""));
}

/** The line of a node in the quote. */
export function quoteLine(page: Page, name: string): Locator {
  return page.getByRole("list", { name: "What each node costs" }).getByRole("button").filter({ hasText: name });
}

export function runButton(page: Page): Locator {
  return page.locator("[data-run-button]");
}

/** Waits for the run under way to end: Run is there again. */
export async function runEnds(page: Page): Promise<void> {
  await expect(runButton(page)).toBeVisible({ timeout: 60_000 });
}

/** Presses undo until something shows; returns how many steps that took. */
export async function undoUntil(page: Page, shown: Locator): Promise<number> {
  await page.locator("[data-canvas]").focus();
  for (let steps = 1; steps <= 100; steps += 1) {
    await page.keyboard.press("Control+z");
    if (await shown.isVisible()) return steps;
  }
  throw new Error(`a hundred steps of undo did not lead to ${String(shown)}`);
}

/** Opens a view of the panel below. */
export async function showBottom(page: Page, tab: "Runs" | "Takes" | "Library" | "Assets" | "Problems"): Promise<Locator> {
  await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
  return page.getByRole("tabpanel", { name: new RegExp(`^${tab}`) });
}
