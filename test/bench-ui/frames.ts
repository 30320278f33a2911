import type { Page } from "@playwright/test";

/** Frame times of a gesture in ms. */
export interface Frames {
  median: number;
  p95: number;
  longest: number;
  count: number;
}

declare global {
  interface Window {
    __frames?: { stop: () => number[] };
  }
}

/** Records the time between frames while `gesture` is made. */
export async function framesDuring(page: Page, gesture: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    let running = true;
    const tick = (now: number) => {
      times.push(now - last);
      last = now;
      if (running) requestAnimationFrame(tick);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(tick);
    });
    window.__frames = {
      stop: () => {
        running = false;
        return times;
      },
    };
  });
  await gesture();
  const times = (await page.evaluate(() => window.__frames?.stop() ?? [])).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), longest: times.at(-1) ?? Number.NaN, count: times.length };
}

const FRAME_MS = 1000 / 60;

/** Calls `step(i)` sixty times a second, `steps` times: as fast as a hand and a wheel send events. */
export async function atSixtyHertz(steps: number, step: (at: number) => Promise<unknown>): Promise<void> {
  const start = performance.now();
  for (let at = 0; at < steps; at += 1) {
    await step(at);
    const due = start + (at + 1) * FRAME_MS;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((wake) => setTimeout(wake, wait));
  }
}
