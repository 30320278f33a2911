import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { card, cards, newGraph, write } from "./actions.ts";
import { example, expect, graphFile, test } from "./editor.ts";
import { questionsOf } from "./questions.ts";

test("a graph is saved under a name, changed, saved, closed and opened again from the recent ones", async ({ editor: page, home, shell, program }) => {
  const questions = questionsOf(shell, page, program);
  await newGraph(page);
  await addPrompt(page, "first words");
  await expect(tab(page, "Untitled, not saved")).toBeVisible();
  await questions.saveAs(() => page.keyboard.press("Control+s"), home, "My film");
  await expect(tab(page, "My film")).toBeVisible();
  const path = join(home, "My film.shotgraph");
  expect(readFileSync(path, "utf8")).toContain("first words");

  await write(page, "Prompt", "other words");
  await expect(tab(page, "My film, not saved")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(tab(page, "My film")).toBeVisible();
  expect(readFileSync(path, "utf8")).toContain("other words");
  // An undo back to what is saved leaves nothing to save. After a pause: a burst of typing is one step.
  await page.waitForTimeout(1_000);
  await write(page, "Prompt", "third words");
  await expect(tab(page, "My film, not saved")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(tab(page, "My film")).toBeVisible();

  await page.keyboard.press("Alt+x");
  await expect(page.getByRole("heading", { name: "Wire it, see the price, run it." })).toBeVisible();
  await page.getByRole("button", { name: /^My film/ }).click();
  // What was saved here is nobody else's: nothing is asked.
  await expect(card(page, "Prompt")).toContainText("other words");
});

test("closing asks about what is not saved, and keeps, saves or drops it as told", async ({ editor: page, home, shell, program }) => {
  const questions = questionsOf(shell, page, program);
  const close = (): Promise<void> => page.keyboard.press("Alt+x");
  await newGraph(page);
  await addPrompt(page, "not in any file");
  await questions.unsaved(close, "Cancel");
  await expect(card(page, "Prompt")).toBeVisible();

  await questions.saveAs(() => questions.unsaved(close, "Save"), home, "Kept");
  await expect(cards(page)).toHaveCount(0);
  expect(readFileSync(join(home, "Kept.shotgraph"), "utf8")).toContain("not in any file");

  await newGraph(page);
  await addPrompt(page, "to be dropped");
  await questions.unsaved(close, "Don't save");
  await expect(page.getByRole("heading", { name: "Wire it, see the price, run it." })).toBeVisible();
});

test.describe("a file that another program changes", () => {
  test.use({ graph: example("text-to-video") });

  test("is not overwritten without being asked, and is reloaded with a way back", async ({ editor: page, home }) => {
    const path = join(home, "files", "given.shotgraph");
    await write(page, "Shot", "my own words");
    writeFileSync(path, readFileSync(path, "utf8").replace("A golden retriever", "A grey cat"));
    await expect(page.getByText("The file was changed by another program.")).toBeVisible();
    await page.keyboard.press("Control+s");
    const conflict = page.getByRole("dialog", { name: /was changed on disk/ });
    await conflict.getByRole("button", { name: "Reload from disk" }).click();
    await expect(card(page, "Shot")).toContainText("A grey cat");
    await page.locator("[data-canvas]").focus();
    await page.keyboard.press("Control+z");
    await expect(card(page, "Shot")).toContainText("my own words");
    expect(readFileSync(path, "utf8")).toContain("A grey cat");
  });
});

test("a stranger's graph shows first what is in it, and what is unknown stays in it", async ({ editor: page, home, shell, program }) => {
  const questions = questionsOf(shell, page, program);
  const path = graphFile(home, "stranger", STRANGER);
  await questions.open(() => page.keyboard.press("Control+o"), path);
  const preview = page.getByRole("dialog", { name: /^Open “From afar”/ });
  await expect(preview).toContainText("holograph");
  await expect(preview).toContainText("example.com");
  await expect(preview).toContainText("200 credits");
  await expect(preview).toContainText("Opening never spends, fetches or runs anything.");
  await preview.getByRole("button", { name: "Close" }).click();
  await expect(cards(page)).toHaveCount(0);

  await questions.open(() => page.keyboard.press("Control+o"), path);
  await preview.getByRole("button", { name: "Open" }).click();
  await expect(card(page, "holograph")).toContainText("This version does not know “holograph”");
  await page.keyboard.press("Control+s");
  await expect(page.locator("[data-announcer]")).toHaveText("From afar saved");
  const saved = JSON.parse(readFileSync(path, "utf8")) as typeof STRANGER;
  expect(saved.nodes.find(({ kind }) => kind === "holograph")).toEqual(STRANGER.nodes[2]);
  expect(saved.edges).toEqual(STRANGER.edges);
  expect(saved.nodes.map(({ params }) => params)).toEqual(STRANGER.nodes.map(({ params }) => params));
  expect((saved as Record<string, unknown>)["somethingNew"]).toEqual(STRANGER.somethingNew);
});

test("several graphs are open in tabs, each with its own undo, and are there after a reload", async ({ editor: page }) => {
  await newGraph(page);
  await addPrompt(page, "one");
  await newGraph(page);
  await addPrompt(page, "two");
  await expect(tabs(page)).toHaveCount(2);
  await page.keyboard.press("Alt+PageUp");
  await expect(card(page, "Prompt")).toContainText("one");
  await page.locator("[data-canvas]").focus();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Alt+PageDown");
  await expect(card(page, "Prompt")).toContainText("two");
  await page.reload();
  await expect(tabs(page)).toHaveCount(2);
  await expect(card(page, "Prompt")).toContainText("two");
});

/** What an unknown, newer program might have written. */
const STRANGER = {
  format: "shotgraph",
  version: 1,
  id: "from-afar",
  name: "From afar",
  somethingNew: { kept: ["verbatim", 1.5] },
  nodes: [
    { id: "p", kind: "imageAsset", position: { x: 0, y: 0 }, params: { source: { type: "url", url: "https://example.com/first-frame.png" } } },
    { id: "v", kind: "generateSd2", position: { x: 340, y: 0 }, params: { futureParam: true } },
    { id: "h", kind: "holograph", position: { x: 700, y: 0 }, params: { depth: 3, layers: ["a", { b: null }] }, aura: "violet" },
  ],
  edges: [
    { id: "e1", from: { node: "p", port: "image" }, to: { node: "v", port: "firstFrame" } },
    { id: "e2", from: { node: "v", port: "video" }, to: { node: "h", port: "light" }, weight: 2 },
  ],
};

function tabs(page: Page): Locator {
  return page.getByRole("navigation", { name: "Open graphs" }).locator("[data-tab]");
}

function tab(page: Page, name: string): Locator {
  return page.getByRole("navigation", { name: "Open graphs" }).getByRole("button", { name, exact: true });
}

async function addPrompt(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Add a prompt" }).click();
  await write(page, "Prompt", text);
}
