import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { card, choose, runButton, runEnds, showBottom } from "./actions.ts";
import { example, expect, test } from "./editor.ts";

for (const theme of ["dark", "light"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ settings: { theme } });

    test("axe finds nothing serious where no graph is open, and in the dialogs", async ({ editor: page }) => {
      await check(page, "welcome");
      for (const [name, key] of DIALOGS) {
        await page.keyboard.press(key);
        const dialog = page.getByRole("dialog").first();
        await expect(dialog).toBeVisible();
        await expect(dialog.getByText("Loading…")).toHaveCount(0);
        await check(page, name);
        await page.keyboard.press("Escape");
        await expect(dialog).toBeHidden();
      }
    });

    test.describe("with a graph", () => {
      test.use({ graph: example("text-to-video"), speed: 100 });

      test("axe finds nothing serious from the first look to the result", async ({ editor: page }) => {
        await expect(card(page, "Beach run")).toBeVisible();
        await check(page, "canvas");
        await showBottom(page, "Takes");
        await check(page, "takes of nothing");
        await card(page, "Beach run").getByText("Beach run").click();
        await check(page, "a selected node");

        await choose(page, "Beach run", "Output resolution", "1080p");
        await choose(page, "Beach run", "Model", "sd2-fast");
        await showBottom(page, "Problems");
        await expect(runButton(page)).toContainText("1");
        await check(page, "problems");
        await choose(page, "Beach run", "Output resolution", "720p");

        await showBottom(page, "Runs");
        await expect(runButton(page)).toContainText("160");
        await runButton(page).click();
        await expect(card(page, "Beach run").getByText(/Generating/)).toBeVisible();
        await check(page, "running");
        await runEnds(page);
        await check(page, "run");
        for (const tab of ["Takes", "Library", "Assets"] as const) {
          await showBottom(page, tab);
          await check(page, tab);
        }
        await card(page, "Beach run").getByRole("button", { name: "Look at Beach run" }).click();
        await expect(page.getByRole("dialog").getByRole("button", { name: "Play" })).toBeVisible();
        await check(page, "viewer");
      });
    });
  });
}

test.describe("on the very first start", () => {
  test.use({ settings: { welcomed: false } });

  test("axe finds nothing serious in the first steps", async ({ editor: page }) => {
    const begin = page.getByRole("button", { name: "Start in the sandbox" });
    await expect(begin).toBeVisible();
    await check(page, "first choice");
    await page.getByRole("button", { name: "Enter a key…" }).click();
    await expect(page.getByLabel("API key")).toBeVisible();
    await check(page, "first key");
    await page.getByRole("button", { name: "Back" }).click();
    await begin.click();
    await expect(page.getByRole("dialog", { name: "First steps" })).toBeVisible();
    await check(page, "first steps");
  });
});

const DIALOGS = [
  ["settings", "Control+,"],
  ["command palette", "Control+k"],
  ["shortcut sheet", "?"],
  ["open dialog", "Control+o"],
] as const;

/** What axe calls serious or critical, by rule and place; every view is looked at before the test fails. */
async function check(page: Page, view: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) => `${id} at ${target.join(" ")}: ${[...any, ...all, ...none].map(({ message }) => message).join("; ")}`));
  expect.soft(found, view).toEqual([]);
}
