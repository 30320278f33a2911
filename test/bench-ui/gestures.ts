import type { Locator, Page } from "@playwright/test";
import { atSixtyHertz, framesDuring, type Frames } from "./frames.ts";

const CENTRE = { x: 640, y: 380 };

declare global {
  interface Window {
    /** From each key to the frame that shows it, in ms. */
    __keys?: number[];
  }
}

/** A place on the screen where there is only canvas. */
async function emptySpot(page: Page): Promise<{ x: number; y: number }> {
  return await page.evaluate(({ x, y }) => {
    for (let ring = 0; ring < 24; ring += 1) {
      for (const [dx, dy] of [[ring, 0], [-ring, 0], [0, ring], [0, -ring], [ring, ring], [-ring, -ring]] as const) {
        const at = { x: x + dx * 16, y: y + dy * 12 };
        const hit = document.elementFromPoint(at.x, at.y);
        if (hit && !hit.closest(".react-flow__node, aside, header, button, [role=toolbar]")) return at;
      }
    }
    return { x, y };
  }, CENTRE);
}

export async function pan(page: Page): Promise<Frames> {
  return framesDuring(page, async () => {
    await page.mouse.move(CENTRE.x, CENTRE.y);
    await page.mouse.down({ button: "middle" });
    await atSixtyHertz(90, (at) => page.mouse.move(CENTRE.x + Math.sin(at / 14) * 260, CENTRE.y + Math.cos(at / 17) * 160));
    await page.mouse.up({ button: "middle" });
  });
}

/** In and out over the range of a working day. */
export async function zoom(page: Page): Promise<Frames> {
  await page.mouse.move(CENTRE.x, CENTRE.y);
  await page.keyboard.down("Control");
  const frames = await framesDuring(page, async () => {
    await atSixtyHertz(60, () => page.mouse.wheel(0, 40));
    await atSixtyHertz(60, () => page.mouse.wheel(0, -40));
  });
  await page.keyboard.up("Control");
  return frames;
}

/** The header of a card that is on the screen, or the middle of one of the overview's boxes. */
async function cardSpot(page: Page): Promise<{ x: number; y: number } | null> {
  return await page.evaluate(() => {
    for (const card of document.querySelectorAll<HTMLElement>(".react-flow__node")) {
      const box = card.getBoundingClientRect();
      const at = { x: box.left + box.width / 3, y: box.top + 14 };
      const hit = document.elementFromPoint(at.x, at.y);
      if (at.x > 260 && at.x < 1080 && at.y > 80 && at.y < 640 && hit && card.contains(hit)) return at;
    }
    return null;
  });
}

export async function dragOne(page: Page): Promise<Frames | null> {
  const at = await cardSpot(page);
  if (!at) return null;
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const frames = await framesDuring(page, () => atSixtyHertz(60, (step) => page.mouse.move(at.x + Math.sin(step / 9) * 140, at.y + Math.sin(step / 7) * 90)));
  await page.mouse.up();
  return frames;
}

/** Everything selected, dragged by the card or box at the middle. */
export async function dragAll(page: Page): Promise<Frames | null> {
  await page.mouse.move(CENTRE.x, CENTRE.y);
  await page.keyboard.press("Control+a");
  const at = (await cardSpot(page)) ?? (await page.evaluate(nodeOnScreen));
  if (!at) return null;
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const frames = await framesDuring(page, () => atSixtyHertz(60, (step) => page.mouse.move(at.x + Math.sin(step / 9) * 60, at.y + Math.sin(step / 7) * 40)));
  await page.mouse.up();
  await page.keyboard.press("Escape");
  return frames;
}

/** Where a node is drawn near the middle, told by the flow itself: the overview has no elements. */
function nodeOnScreen(): { x: number; y: number } | null {
  const flow = window.__rf;
  if (!flow) return null;
  const { x, y, zoom } = flow.getViewport();
  const frame = document.querySelector(".react-flow")?.getBoundingClientRect();
  for (const { position, width = 236, height = 200 } of flow.getNodes()) {
    const at = { x: (frame?.left ?? 0) + x + (position.x + width / 2) * zoom, y: (frame?.top ?? 0) + y + (position.y + height / 2) * zoom };
    if (at.x > 400 && at.x < 900 && at.y > 200 && at.y < 560) return at;
  }
  return null;
}

export async function boxSelect(page: Page): Promise<Frames> {
  const from = await emptySpot(page);
  await page.keyboard.down("Shift");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const frames = await framesDuring(page, () => atSixtyHertz(60, (step) => page.mouse.move(from.x - step * 6, from.y - step * 5)));
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await page.keyboard.press("Escape");
  return frames;
}

/** Forty characters into a text field; the time from each key to the next frame that shows it. */
export async function type(page: Page): Promise<Frames | null> {
  const field = await onScreen(page, '.react-flow__node [data-card="prompt"] [role="textbox"], .react-flow__node textarea');
  if (!field) return null;
  await field.click({ timeout: 5_000 });
  // The editor is loaded when it is first wanted.
  await page.waitForTimeout(800);
  await page.evaluate(() => {
    window.__keys = [];
    addEventListener("keydown", () => {
      const start = performance.now();
      requestAnimationFrame(() => setTimeout(() => window.__keys?.push(performance.now() - start)));
    }, { capture: true });
  });
  for (let at = 0; at < 40; at += 1) {
    const key = "abcdefgh "[at % 9] ?? "a";
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForTimeout(50);
  }
  await page.keyboard.press("Escape");
  const keys = (await page.evaluate(() => window.__keys ?? [])).sort((a, b) => a - b);
  const at = (share: number) => keys[Math.min(keys.length - 1, Math.floor(keys.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), longest: keys.at(-1) ?? Number.NaN, count: keys.length };
}

/** The first of these that a hand could reach: wholly on the canvas and under nothing. */
export async function onScreen(page: Page, selector: string): Promise<Locator | null> {
  const found = page.locator(selector);
  for (let at = 0; at < (await found.count()); at += 1) {
    const field = found.nth(at);
    const box = await field.boundingBox();
    if (box && box.x > 230 && box.x + box.width < 1_120 && box.y > 60 && box.y + box.height < 640) return field;
  }
  return null;
}

export async function heapMegabytes(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  await client.detach();
  return usedSize / 1024 / 1024;
}
