import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { openWorkspace } from "../../electron/host/index.ts";
import { exportResults } from "../../electron/host/exportResults.ts";
import { serialiseGraph } from "../../shared/graph/serialise.ts";
import { parseGraph } from "../../shared/graph/parse.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { card, cards, newGraph, onCanvas, runButton, runEnds, showBottom } from "./actions.ts";
import { example, expect, test } from "./editor.ts";

/** Runs a graph in a library of its own and exports what it makes, as the command line does; the files by their ending. */
async function exported(home: string, graph: Graph): Promise<Map<string, string>> {
  const workspace = await openWorkspace({ settings: { apiKey: null, baseUrl: null, home: join(home, "elsewhere") }, executor: { spends: "a test" }, sandbox: { start: true, speed: Infinity } });
  try {
    const plan = workspace.plan(graph);
    const result = await workspace.run(plan, { document: serialiseGraph(graph) }).result;
    const files = await exportResults(graph, plan, result, workspace.library, join(home, "out"), new Date(), { left: (name, why) => expect([name, why]).toEqual([]) });
    return new Map([...files.values()].map((path) => [/\.(\w+)$/.exec(path)?.[1] ?? "", path]));
  } finally {
    await workspace.close();
  }
}

test("a picture or a film that was exported opens the graph that made it, wherever it is dropped", async ({ editor: page, home }) => {
  const parsed = parseGraph(JSON.stringify(example("keyframe-upscale")));
  if (parsed.status !== "ok") throw new Error(parsed.status);
  const files = await exported(home, parsed.graph);
  expect([...files.keys()].sort()).toEqual(["mp4", "png"]);
  const { name } = parsed.graph;
  const preview = page.getByRole("dialog", { name: `Open “${name}”?` });

  // Beside the canvas there is nothing that it could be added to.
  await drop(page, page.locator("[data-realm]"), files.get("mp4") ?? "");
  await expect(preview).toContainText("Opening never spends, fetches or runs anything.");
  await preview.getByRole("button", { name: "Close" }).click();

  await newGraph(page);
  const place = await onCanvas(page, { x: 300, y: 300 });
  const canvas = page.locator("[data-canvas]");
  const question = page.getByRole("dialog", { name: /carries a graph$/ });
  await drop(page, canvas, files.get("png") ?? "", place);
  await question.getByRole("button", { name: "Add as a source" }).click();
  await expect(cards(page)).toHaveCount(1);
  await drop(page, canvas, files.get("png") ?? "", place);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(cards(page)).toHaveCount(1);
  await drop(page, canvas, files.get("png") ?? "", place);
  await question.getByRole("button", { name: "Open its graph" }).click();
  await preview.getByRole("button", { name: "Open", exact: true }).click();
  await expect(card(page, "Day still")).toBeVisible();
});

test.describe("of a run", () => {
  test.use({ graph: example("text-to-video"), speed: 500 });

  test("the graph is kept as it was: it opens from the library when it is closed, and goes with the download unless that is switched off", async ({ editor: page }) => {
    await runButton(page).click();
    await runEnds(page);
    await page.keyboard.press("Alt+x");
    await page.getByRole("button", { name: "Don't save" }).click({ timeout: 2_000 }).catch(() => undefined);
    await expect(cards(page)).toHaveCount(0);

    // The panel below belongs to an open graph.
    await newGraph(page);
    const library = await showBottom(page, "Library");
    await library.getByRole("option").or(library.locator("[data-tile]")).or(library.getByRole("button", { name: /retriever/ })).first().click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("toolbar").getByRole("button", { name: "Download" }).click()]);
    expect(readFileSync(await download.path(), "latin1")).toContain("shotgraph\x9b\x1e");
    await page.getByRole("toolbar").getByRole("button", { name: "Open the graph that made this" }).click();
    await expect(card(page, "Shot")).toContainText("A golden retriever");
  });
});

async function drop(page: Page, target: ReturnType<Page["locator"]>, path: string, at?: { x: number; y: number }): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name, type, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name, { type }));
      return data;
    },
    [path.split("/").at(-1) ?? "", path.endsWith("png") ? "image/png" : "video/mp4", readFileSync(path).toString("base64")] as const,
  );
  const place = at ? { clientX: at.x, clientY: at.y } : {};
  await target.dispatchEvent("dragover", { dataTransfer: transfer, ...place });
  // The canvas says that it takes files.
  if (at) await expect(page.getByText("Drop to add")).toBeVisible();
  await target.dispatchEvent("drop", { dataTransfer: transfer, ...place });
}
