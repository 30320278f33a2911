import { balance, card, quoted, runButton, runEnds } from "./actions.ts";
import { example, expect, test } from "./editor.ts";

test.use({ settings: { askAbove: 10_000 } });

const reference = (source: object, kind = "videoRef", params: object = {}) => ({
  format: "shotgraph",
  version: 1,
  id: "reviewed",
  name: "Reviewed",
  nodes: [
    { id: "p", kind: "prompt", title: "Words", position: { x: 0, y: 0 }, params: { text: "a walk by the sea" } },
    { id: "r", kind, title: "Source", position: { x: 0, y: 260 }, params: { source, ...params } },
    { id: "v", kind: "generateSd2", title: "Clip", position: { x: 380, y: 60 }, params: { duration: 5 } },
  ],
  edges: [
    { id: "e1", from: { node: "p", port: "text" }, to: { node: "v", port: "prompt" } },
    { id: "e2", from: { node: "r", port: kind === "videoRef" ? "video" : "image" }, to: { node: "v", port: kind === "videoRef" ? "videos" : "images" } },
  ],
});

test.describe("a video that the review refuses", () => {
  test.use({
    graph: reference({ type: "url", url: "https://example.com/clip-4s.mp4" }),
    service: { scenario: { rules: [{ fault: { kind: "reviewFails", reason: "A real person." }, times: 1 }] } },
  });

  test("says so on its source, costs nothing, and passes when it is reviewed again", async ({ editor: page }) => {
    const before = await balance(page);
    const source = card(page, "Source");
    await expect(source).toContainText("Reviewed before use");
    await agreeAndRun(page);
    await runEnds(page);
    await expect(source.getByText("refused", { exact: true })).toHaveAttribute("title", /A real person\./);
    await expect(card(page, "Clip")).toContainText("The review refused");
    expect(await balance(page)).toBe(before);
    await source.getByRole("button", { name: "Review again" }).click();
    await expect(source).toContainText("Reviewed before use");
    await agreeAndRun(page);
    await runEnds(page);
    await expect(source.getByText("reviewed", { exact: true })).toBeVisible();
    await expect.poll(() => balance(page)).toBe(before - 270);
  });
});

test.describe("a failure that speaks of people", () => {
  test.use({
    graph: reference({ type: "url", url: "https://example.com/hero-800x600.jpg" }, "imageAsset"),
    service: { scenario: { rules: [{ fault: { kind: "taskFails", code: "RISK", message: "The input image may show a real person." }, times: 1 }] } },
  });

  test("offers a review, which one click asks for and the next run waits for", async ({ editor: page }) => {
    await agreeAndRun(page);
    await runEnds(page);
    await card(page, "Clip").getByRole("button", { name: "Review first" }).click();
    await expect(card(page, "Source").getByRole("combobox", { name: "Review by the service" })).toHaveValue("always");
    await agreeAndRun(page);
    await runEnds(page);
    await expect(card(page, "Source").getByText("reviewed", { exact: true })).toBeVisible();
    await expect(card(page, "Clip").getByRole("button", { name: "Review first" })).toHaveCount(0);
  });
});

test.describe("the asset panel", () => {
  test.use({ graph: example("text-to-video") });

  test("registers an address, shows its review, copies it and puts it into the graph", async ({ editor: page }) => {
    await page.getByRole("tab", { name: "Assets" }).click();
    await page.getByRole("button", { name: "Register…" }).click();
    const form = page.getByRole("dialog", { name: "Register for review" });
    await form.getByRole("textbox", { name: "Address of the file" }).fill("http://example.com/clip-11s.mp4");
    await form.getByRole("combobox", { name: "Type" }).click();
    await page.getByRole("option", { name: "Video" }).click();
    await form.getByRole("textbox", { name: "Name" }).fill("long walk");
    await form.getByRole("button", { name: "Register" }).click();
    await expect(form.getByRole("alert")).toContainText("https only");
    await form.getByRole("textbox", { name: "Address of the file" }).fill("https://example.com/clip-11s.mp4");
    await form.getByRole("button", { name: "Register" }).click();
    await expect(form).toBeHidden();
    const row = page.getByRole("list", { name: "Assets of the account" }).getByRole("listitem").filter({ hasText: "long walk" });
    await expect(row).toContainText("active", { timeout: 20_000 });
    await row.getByRole("button", { name: "Copy the address" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^asset:\/\/asset-/);
    await row.getByRole("button", { name: "Add to graph" }).click();
    await expect(card(page, "long walk")).toBeVisible();
  });
});

/** A graph from a file asks what may leave the machine once. */
async function agreeAndRun(page: Parameters<typeof runButton>[0]): Promise<void> {
  await expect(quoted(page)).not.toBeEmpty();
  await runButton(page).click();
  const agree = page.getByRole("button", { name: /Agree and run/ });
  const began = page.getByRole("button", { name: /Cancel|Stop/ }).first();
  await expect(agree.or(began).first()).toBeVisible();
  if (await agree.isVisible()) await agree.click();
}
