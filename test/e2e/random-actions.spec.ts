import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { card } from "./actions.ts";
import { example, expect, test } from "./editor.ts";
import { act, chanceOf } from "./randomActions.ts";

const SEED = Number(process.env["E2E_SEED"] ?? 20_261);
const ACTIONS = 300;

test.use({ graph: example("text-to-video") });

test(`${ACTIONS} random edits can all be undone and done again, and are in the file (seed ${SEED})`, async ({ editor: page, home }) => {
  test.setTimeout(120_000);
  const path = join(home, "files", "given.shotgraph");
  await expect(card(page, "Beach run")).toBeVisible();
  const first = await saved(page, path);

  const chance = chanceOf(SEED);
  const done: string[] = [];
  for (let count = 0; count < ACTIONS; count += 1) done.push(await act(page, chance));
  // Typed words become an edit at a pause.
  await page.waitForTimeout(600);
  const last = await saved(page, path);
  const what = `seed ${SEED}: ${done.join(", ")}`;
  expect(last, what).not.toEqual(first);

  await pressOften(page, "Control+z");
  expect(await saved(page, path), `undone, ${what}`).toEqual(first);
  await pressOften(page, "Control+Shift+z");
  const redone = await saved(page, path);
  await pressOften(page, "Control+z");
  expect(await saved(page, path), `undone once more, ${what}`).toEqual(first);
  await pressOften(page, "Control+Shift+z");
  expect(await saved(page, path), `done once more, ${what}`).toEqual(redone);

  await page.keyboard.press("Alt+x");
  await page.getByRole("button", { name: /given\.shotgraph$/ }).click();
  await expect(page.locator("[data-card]").first()).toBeVisible();
  expect(await saved(page, path), `opened again, ${what}`).toEqual(redone);
});

/** More often than there are steps. */
async function pressOften(page: Page, key: string): Promise<void> {
  await page.locator("[data-canvas]").focus();
  for (let times = 0; times < ACTIONS + 50; times += 1) await page.keyboard.press(key);
}

/** The document, as saving now writes it; where it is looked at is no part of it. */
async function saved(page: Page, path: string): Promise<unknown> {
  await page.evaluate(() => document.querySelector("[data-announcer]")?.replaceChildren());
  await page.keyboard.press("Control+s");
  await expect(page.locator("[data-announcer]")).toHaveText(/ saved$/);
  const { view: _view, ...rest } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  return rest;
}
