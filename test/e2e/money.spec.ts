import { balance, card, choose, quoted, runButton, runEnds } from "./actions.ts";
import { example, expect, test } from "./editor.ts";

test.use({ graph: example("text-to-video") });

test("a budget refuses a run before anything is sent", async ({ editor: page }) => {
  await page.getByRole("button", { name: "Budget and spend" }).click();
  const budget = page.getByRole("textbox", { name: "Budget of this graph" });
  await budget.fill("150");
  await budget.press("Enter");
  await expect(page.getByText("The quote is 50 above it: a run is refused.")).toBeVisible();
  await runButton(page).click();
  const refused = page.getByRole("dialog", { name: "The run is above the graph's budget" });
  await expect(refused).toContainText("Nothing was sent and nothing is paid.");
  await refused.getByRole("button", { name: "Close" }).last().click();
  expect(await balance(page)).toBe(50_000);
  await budget.fill("200");
  await budget.press("Enter");
  await runButton(page).click();
  await runEnds(page);
  await expect.poll(() => balance(page)).toBe(49_800);
});

test.describe("above the threshold of the settings", () => {
  test.use({ settings: { askAbove: 199 } });

  test("Run asks once, with the quote", async ({ editor: page }) => {
    await runButton(page).click();
    const question = page.getByRole("dialog", { name: "Run for 200 credits?" });
    await expect(question).toContainText("Beach run");
    await expect(question).toContainText("5 s × 40 = 200");
    await question.getByRole("button", { name: "Do not run" }).click();
    await expect(runButton(page)).toContainText("200");
    expect(await balance(page)).toBe(50_000);
    await runButton(page).click();
    await question.getByRole("button", { name: "Run for 200" }).click();
    await runEnds(page);
    await expect.poll(() => balance(page)).toBe(49_800);
  });
});

test("a hint lowers the quote by what it says, with one click, and undo brings it back", async ({ editor: page }) => {
  await expect(quoted(page)).toContainText("200");
  await page.getByRole("button", { name: "Apply, saves 40" }).click();
  await expect(quoted(page)).toContainText("160");
  await expect(card(page, "Beach run").getByRole("combobox", { name: "Model" })).toHaveValue("sd2-fast");
  await page.locator("[data-canvas]").focus();
  await page.keyboard.press("Control+z");
  await expect(quoted(page)).toContainText("200");
  await expect(page.getByRole("button", { name: "Apply, saves 40" })).toBeVisible();
});

test("a re-roll costs its price, picking a take nothing, and a take of before is used again for nothing", async ({ editor: page }) => {
  const clip = card(page, "Beach run");
  await runButton(page).click();
  await runEnds(page);
  await clip.getByRole("button", { name: "re-roll 200" }).click();
  await expect(clip.getByRole("button", { name: "Take 2 of 2, used" })).toBeVisible({ timeout: 30_000 });
  await runEnds(page);
  await expect.poll(() => balance(page)).toBe(49_600);

  await clip.getByRole("button", { name: "Take 1 of 2" }).click();
  await expect(clip.getByRole("button", { name: "Take 1 of 2, used" })).toBeVisible();
  await expect(quoted(page)).toContainText("Nothing to pay");

  // A picked take stays what it is, whatever is set; the newest one is that of what is set.
  await choose(page, "Beach run", "Duration", "6");
  await expect(clip).toContainText("picked take, used whatever the settings say");
  await expect(quoted(page)).toContainText("Nothing to pay");
  await page.locator("[data-canvas]").focus();
  await page.keyboard.press("Control+z");
  await clip.getByRole("button", { name: "Take 2 of 2" }).click();
  await choose(page, "Beach run", "Duration", "6");
  await expect(quoted(page)).toContainText("240");
  await choose(page, "Beach run", "Duration", "5");
  await expect(quoted(page)).toContainText("Nothing to pay");
  expect(await balance(page)).toBe(49_600);
});

test.describe("with few credits", () => {
  test.use({ service: { credits: 120 } });

  test("it says by how much they do not reach, and nothing is sent", async ({ editor: page, sandbox }) => {
    await expect(page.getByText("Insufficient by 80")).toBeVisible();
    await runButton(page).click();
    await expect(page.getByRole("dialog", { name: "The credits do not reach" })).toContainText("Nothing was sent and nothing is paid.");
    expect(sandbox?.books().tasks.created).toBe(0);
  });
});

test.describe("when the answer to a paid request is lost", () => {
  test.use({ service: { credits: 5_000, scenario: { rules: [{ match: { endpoint: "createTask", nth: 1 }, fault: { kind: "drop", when: "after" } }] } } });

  test("nothing is sent again until the user decides", async ({ editor: page, sandbox }) => {
    await runButton(page).click();
    const lost = page.getByRole("region", { name: "One answer was lost" });
    await expect(lost).toContainText("Nothing is sent again until you decide.");
    await runEnds(page);
    const [task] = sandbox?.books().list ?? [];

    await lost.getByRole("button", { name: "What is to be done…" }).click();
    await lost.getByRole("radio", { name: "I have its task" }).check();
    await lost.getByRole("textbox", { name: "Task ID" }).fill(task?.taskId ?? "");
    await lost.getByRole("button", { name: "Decide", exact: true }).click();
    await expect(lost).toBeHidden();
    await expect(card(page, "Beach run").getByText("cached")).toBeVisible({ timeout: 30_000 });
    await expect(quoted(page)).toContainText("Nothing to pay");
    expect(sandbox?.books().tasks.created).toBe(1);
    await expect.poll(() => balance(page)).toBe(4_800);
  });
});
