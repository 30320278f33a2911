import { balance, card, runButton, runEnds } from "./actions.ts";
import { expect, test } from "./editor.ts";

test.use({ settings: { welcomed: false } });

test("the first minute: one choice, three sentences, one click, a clip that plays, and nobody needs a key", async ({ editor: page }) => {
  // Sandbox or key: the first has the keyboard, so that Enter begins.
  const begin = page.getByRole("button", { name: "Start in the sandbox" });
  await expect(begin).toBeFocused();
  await expect(page.getByRole("button", { name: "Enter a key…" })).toBeVisible();
  await page.keyboard.press("Enter");
  const steps = page.getByRole("dialog", { name: "First steps" });
  const next = steps.getByRole("button", { name: "Next" });
  for (const sentence of ["Write what you want to see", "See the price before you spend"]) {
    await expect(steps).toContainText(sentence);
    // It has the keyboard, so that Enter leads on.
    await expect(next).toBeFocused();
    await page.keyboard.press("Enter");
  }
  await expect(steps).toContainText("no key, no money");
  await steps.getByRole("button", { name: "Got it" }).click();
  await expect(steps).toBeHidden();

  await expect(runButton(page)).toContainText("200");
  await runButton(page).click();
  await runEnds(page);
  const clip = card(page, "Beach run").getByRole("button", { name: "Look at Beach run" });
  await clip.hover();
  await expect.poll(() => clip.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && video.currentTime > 0)).toBe(true);
  await expect.poll(() => balance(page)).toBe(49_800);

  // They were read: they do not come a second time.
  await page.reload();
  await expect(card(page, "Beach run")).toBeVisible();
  await expect(steps).toBeHidden();
});
