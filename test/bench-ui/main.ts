import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Locator, type Page } from "@playwright/test";
import { startHostProcess } from "../fixtures/webHostProcess.ts";
import { boxSelect, dragAll, dragOne, heapMegabytes, onScreen, pan, type, zoom } from "./gestures.ts";
import type { Frames } from "./frames.ts";
import { servePlainPage } from "./plainPage.ts";

/**
 * `npm run bench:ui [nodes…]`: opens generated graphs in Chromium, makes scripted gestures at 60 Hz, and prints frame times (median/p95 in ms) of the
 * editor beside plain React Flow on the same graph. Writes `bench-results/ui.json`.
 */
const SIZES = process.argv.slice(2).map(Number).filter((size) => size > 0);
const sizes = SIZES.length > 0 ? SIZES : [100, 1_000, 5_000, 20_000];
/** Plain React Flow takes minutes beyond this. */
const MOST_PLAIN = 5_000;

interface Row {
  page: string;
  nodes: number;
  openMs: number;
  pan: Frames;
  panAll: Frames;
  zoom: Frames;
  dragOne: Frames | null;
  dragAll: Frames | null;
  boxSelect: Frames | null;
  type: Frames | null;
  editToQuoteMs: number | null;
  renders: number | null;
  heapMB: number;
}

const browser = await chromium.launch({
  ...(existsSync("/usr/bin/chromium") ? { executablePath: "/usr/bin/chromium" } : {}),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const plain = await servePlainPage();
const rows: Row[] = [];
for (const nodes of sizes) {
  rows.push(await measure("editor", nodes, startEditor));
  if (nodes <= MOST_PLAIN) rows.push(await measure("React Flow", nodes, startPlain));
}
await browser.close();
await plain.close();
mkdirSync("bench-results", { recursive: true });
writeFileSync("bench-results/ui.json", `${JSON.stringify({ at: new Date().toISOString(), cpu: cpus()[0]?.model, cores: cpus().length, rows }, null, 2)}\n`);

interface Target {
  /** With `#token=…` where there is one. */
  address: string;
  end: () => Promise<void>;
}

/** Once at zoom 1 and once with everything in view, each in a page and a host that know nothing of the other. */
async function measure(name: string, nodes: number, start: () => Promise<Target>): Promise<Row> {
  const atWork = await inPage(await start(), async (page, address) => {
    const openMs = await open(page, address, nodes, "work");
    const renders = await rendersOfOneEdit(page);
    const editToQuoteMs = name === "editor" ? await editToQuote(page) : null;
    const typed = await type(page);
    const gestures = { pan: await pan(page), zoom: await zoom(page), dragOne: await dragOne(page), boxSelect: await boxSelect(page) };
    return { openMs, renders, editToQuoteMs, type: typed, ...gestures, heapMB: await heapMegabytes(page) };
  });
  const allInView = await inPage(await start(), async (page, address) => {
    await open(page, address, nodes, "fit");
    return { panAll: await pan(page), dragAll: await dragAll(page) };
  });
  const row: Row = { page: name, nodes, ...atWork, ...allInView };
  print(row);
  return row;
}

async function inPage<T>({ address, end }: Target, work: (page: Page, address: string) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await work(await context.newPage(), address);
  } finally {
    await context.close();
    await end();
  }
}

async function open(page: Page, address: string, nodes: number, view: "work" | "fit"): Promise<number> {
  const url = new URL(address);
  url.searchParams.set("bench", String(nodes));
  url.searchParams.set("view", view);
  await page.goto(url.href);
  await page.waitForFunction(() => window.__rf !== undefined, undefined, { timeout: 120_000 });
  const ms = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const shown = performance.getEntriesByName("bench-shown")[0]?.startTime;
        const asked = performance.getEntriesByName("bench-asked")[0]?.startTime ?? 0;
        requestAnimationFrame(() => setTimeout(() => done((shown ?? performance.now()) - asked)));
      }),
  );
  await page.waitForTimeout(1_000);
  return ms;
}

/** A parameter with a choice; its options are filled in when it is pointed at. */
async function choice(page: Page): Promise<Locator | null> {
  const field = await onScreen(page, ".react-flow__node select");
  await field?.hover();
  await field?.focus();
  return field;
}

/** How many cards are rendered again when one parameter changes; null where nothing counts. */
async function rendersOfOneEdit(page: Page): Promise<number | null> {
  const field = await choice(page);
  if (!field) return null;
  return await field.evaluate(async (element) => {
    const select = element as HTMLSelectElement;
    const before = window.__renders?.total;
    if (before === undefined) return null;
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((wake) => setTimeout(wake, 600));
    return (window.__renders?.total ?? 0) - before;
  });
}

/** From a changed parameter to the frame after the new quote arrived. */
async function editToQuote(page: Page): Promise<number | null> {
  const field = await choice(page);
  if (!field) return null;
  const times: number[] = [];
  for (let at = 0; at < 7; at += 1) {
    times.push(
      await field.evaluate(
        (element) =>
          new Promise<number>((done) => {
            const select = element as HTMLSelectElement;
            const start = performance.now();
            addEventListener("shotgraph:plan", () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))), { once: true });
            select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
            select.dispatchEvent(new Event("change", { bubbles: true }));
          }),
      ),
    );
    await page.waitForTimeout(400);
  }
  return times.sort((a, b) => a - b)[3] ?? null;
}

function startPlain(): Promise<Target> {
  return Promise.resolve({ address: plain.url, end: () => Promise.resolve() });
}

async function startEditor(): Promise<Target> {
  const host = await startHostProcess(mkdtempSync(join(tmpdir(), "shotgraph-bench-")), ["--bench"]);
  return { address: host.url, end: () => host.kill() };
}

function print(row: Row): void {
  const pair = (frames: Frames | null) => (frames ? `${frames.median.toFixed(0)}/${frames.p95.toFixed(0)}` : "–").padStart(9);
  const line = [
    row.page.padEnd(11),
    String(row.nodes).padStart(6),
    row.openMs.toFixed(0).padStart(7),
    pair(row.pan),
    pair(row.zoom),
    pair(row.dragOne),
    pair(row.boxSelect),
    pair(row.type),
    pair(row.panAll),
    pair(row.dragAll),
    (row.editToQuoteMs?.toFixed(0) ?? "–").padStart(7),
    String(row.renders ?? "–").padStart(8),
    row.heapMB.toFixed(0).padStart(7),
  ];
  if (rows.length === 0) process.stdout.write(`${"".padEnd(11)}  nodes   open      pan     zoom drag one   box sel     type  pan all drag all   quote  renders  heap MB\n`);
  process.stdout.write(`${line.join(" ")}\n`);
}
