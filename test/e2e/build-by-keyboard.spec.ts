import type { Locator, Page } from "@playwright/test";
import { balance, card, cards, newGraph, quoted, runButton, runEnds } from "./actions.ts";
import { expect, test } from "./editor.ts";

test("a graph is built, priced and run with the keyboard alone", async ({ editor: page }) => {
  await newGraph(page);

  await test.step("Tab adds by name", async () => {
    await add(page, "prompt");
    await expect(card(page, "Prompt")).toHaveAttribute("data-selected", "true");
    await add(page, "gpt");
    await add(page, "seed");
    await expect(cards(page)).toHaveCount(3);
  });

  await test.step("brackets go from node to node, Enter edits, Escape gives the keyboard back", async () => {
    await page.keyboard.press("BracketRight");
    await expect(card(page, "Prompt")).toHaveAttribute("data-selected", "true");
    await page.keyboard.press("Enter");
    await expect(card(page, "Prompt").locator(".cm-content")).toBeFocused();
    await page.keyboard.type("a lighthouse in fog");
    await page.keyboard.press("Escape");
    await expect(card(page, "Prompt")).toContainText("a lighthouse in fog");
    await page.keyboard.press("F2");
    await page.keyboard.type("Look");
    await page.keyboard.press("Enter");
    await expect(card(page, "Look")).toBeVisible();
  });

  await test.step("C connects to what fits, and it is said aloud", async () => {
    await page.keyboard.press("c");
    const picker = page.getByRole("dialog", { name: "Connect Look to" });
    await page.keyboard.type("gpt");
    await expect(picker.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await said(page, "Connected to Prompt of GPT Image 2");
    await page.keyboard.press("c");
    await page.keyboard.type("seedance prompt");
    await expect(picker.getByRole("option", { name: "Prompt", exact: true })).toHaveCount(1);
    await page.keyboard.press("Enter");
    await said(page, "Connected to Prompt of Seedance 2");
    // Along the wire, to what it feeds.
    await page.keyboard.press("Alt+ArrowRight");
    await page.keyboard.press("BracketLeft");
    await page.keyboard.press("BracketRight");
    await expect(card(page, "GPT Image 2")).toHaveAttribute("data-selected", "true");
    await page.keyboard.press("c");
    await page.keyboard.type("first");
    await page.keyboard.press("Enter");
    await said(page, "Connected to First frame of Seedance 2");
    await expect(quoted(page)).toContainText("235");
  });

  await test.step("a param of a card is changed", async () => {
    await page.keyboard.press("Enter");
    const quality = card(page, "GPT Image 2").getByRole("combobox", { name: "Quality" });
    for (let presses = 0; presses < 6 && !(await isFocused(quality)); presses += 1) await page.keyboard.press("Tab");
    await expect(quality).toBeFocused();
    await page.keyboard.type("hi");
    await expect(quality).toHaveValue("high");
    await expect(quoted(page)).toContainText("325");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+z");
    await expect(quoted(page)).toContainText("235");
  });

  await test.step("it runs, and what is under way can be kept", async () => {
    await page.keyboard.press("Control+Enter");
    await expect(page.locator("[data-cancel-button]")).toBeVisible();
    await page.keyboard.press("Control+.");
    const question = page.getByRole("dialog", { name: "Cancel this run?" });
    // What is safe has the keyboard.
    await expect(question.getByRole("button", { name: "Let it run" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(question).toBeHidden();
    await runEnds(page);
    await expect.poll(() => balance(page)).toBe(50_000 - 235);
    await expect(runButton(page)).toContainText("Run");
    await expect(quoted(page)).toContainText("Nothing to pay");
  });
});

async function add(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("dialog", { name: "Add a node" }).getByRole("combobox")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}

/** A screen reader hears it. */
async function said(page: Page, text: string): Promise<void> {
  await expect(page.locator("[data-announcer]")).toHaveText(text);
}

async function isFocused(field: Locator): Promise<boolean> {
  return await field.evaluate((element) => element === document.activeElement);
}
