import type { Size } from "../jobs.ts";
import { crossFade, fillWhite, paste, toSprite, toWebp, type Canvas, type Sprite } from "./canvas.ts";
import { svg } from "./card.ts";
import { muxMp4, type TimedFrame } from "./mux.ts";
import { frameOfWebp } from "./vp8.ts";

/** Everything a film needs: two finished pictures (the same one twice when nothing fades) and what moves over them. */
export interface FilmPlan extends Size {
  readonly seconds: number;
  readonly first: Canvas;
  readonly last: Canvas;
  readonly accent: string;
  readonly fps: number;
}

/** Frames times pixels that one film may cost: 75 frames of 1280 × 720, about 1.5 s of one core. */
const PIXEL_BUDGET = 75 * 1280 * 720;

const FEWEST_FRAMES = 40;

/** The frame rate that keeps a film of this size and length within the budget: at most 10, and 2 or what makes 40 frames at least. */
export function affordableFps(size: Size, seconds: number): number {
  const least = Math.min(2, FEWEST_FRAMES / seconds);
  return Math.max(least, Math.min(10, Math.floor(PIXEL_BUDGET / (size.width * size.height * seconds))));
}

interface Movers {
  readonly disc: Sprite;
  readonly glyphs: ReadonlyMap<string, Sprite>;
}

async function drawMovers(plan: FilmPlan): Promise<Movers> {
  const side = Math.max(16, Math.round(Math.min(plan.width, plan.height) / 8));
  const disc = await toSprite(svg({ width: side, height: side }, `<circle cx="${side / 2}" cy="${side / 2}" r="${side / 2 - 1}" fill="${plan.accent}" fill-opacity=".9"/><circle cx="${side * 0.38}" cy="${side * 0.36}" r="${side / 7}" fill="#fff" fill-opacity=".7"/>`));
  const height = Math.max(12, Math.round(Math.min(plan.width, plan.height) / 24));
  const width = Math.round(height * 0.64);
  const glyphs = new Map<string, Sprite>();
  for (const glyph of "0123456789.s") {
    const text = `<text x="${width / 2}" y="${height * 0.8}" text-anchor="middle" font-size="${height * 0.9}" font-weight="bold" font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" fill="#fff">${glyph}</text>`;
    glyphs.set(glyph, await toSprite(svg({ width, height }, `<rect width="${width}" height="${height}" fill="#000" fill-opacity=".45"/>${text}`)));
  }
  return { disc, glyphs };
}

function drawFrame(target: Canvas, plan: FilmPlan, movers: Movers, time: number, end: number): void {
  const share = end === 0 ? 0 : time / end;
  crossFade(target, plan.first, plan.last, share);
  const { disc, glyphs } = movers;
  paste(target, disc, share * (plan.width - disc.width), plan.height * 0.52 - disc.height / 2 - Math.abs(Math.sin(share * Math.PI * 3)) * plan.height * 0.16);
  const label = `${time.toFixed(1)}s`;
  const { width = 0, height = 0 } = glyphs.get("0") ?? {};
  const bar = Math.max(4, Math.round(plan.height / 90));
  let left = plan.width - (label.length + 1) * width;
  for (const glyph of label) {
    const sprite = glyphs.get(glyph);
    if (sprite !== undefined) paste(target, sprite, left, plan.height - height - 2 * bar);
    left += width;
  }
  fillWhite(target, 0, plan.height - bar, Math.round(plan.width * share), bar);
}

/** Draws and muxes a film: the pictures fade, a ball crosses them, the time counts and a bar grows. */
export async function renderFilm(plan: FilmPlan): Promise<Buffer> {
  const count = Math.max(1, Math.round(plan.seconds * plan.fps));
  const movers = await drawMovers(plan);
  const target: Canvas = { width: plan.width, height: plan.height, pixels: Buffer.alloc(plan.width * plan.height * 3) };
  const frames: TimedFrame[] = [];
  for (let index = 0; index < count; index += 1) {
    drawFrame(target, plan, movers, index / plan.fps, (count - 1) / plan.fps);
    frames.push({ data: frameOfWebp(await toWebp(target)), seconds: plan.seconds / count });
  }
  return muxMp4(frames, plan);
}
