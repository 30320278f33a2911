import type { Size } from "../jobs.ts";
import type { Palette } from "./palette.ts";
import { escapeXml, wrap } from "./text.ts";

/** A reference as it is shown in the picture it was wired to. */
export interface Thumbnail {
  readonly label: string;
  /** A JPEG; null when the bytes cannot be shown (audio, or a codec the sandbox cannot decode). */
  readonly jpeg: Buffer | null;
}

/** What is written on a picture. */
export interface CardText {
  readonly headline: string;
  readonly prompt: string;
  readonly footer: string;
  readonly thumbnails: readonly Thumbnail[];
}

/** An SVG document of `size` around its content. */
export function svg(size: Size, content: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">${content}</svg>`);
}

/** The scene behind the text: a sky, a sun and hills whose colours are the prompt's and whose shapes are the task's. */
export function scenery(size: Size, palette: Palette): string {
  const { width, height } = size;
  const sunX = width * (0.2 + 0.6 * palette.vary("sunX"));
  const sunY = height * (0.18 + 0.22 * palette.vary("sunY"));
  const radius = Math.min(width, height) * (0.1 + 0.1 * palette.vary("sunR"));
  const hills = [0, 1, 2].map((layer) => {
    const base = height * (0.5 + 0.15 * layer);
    const rise = height * (0.06 + 0.14 * palette.vary(`rise${layer}`));
    const peak = width * palette.vary(`peak${layer}`);
    const fill = layer === 0 ? palette.middle : palette.dark;
    return `<path d="M0 ${height}V${base}C${peak * 0.5} ${base - rise} ${peak} ${base - rise * 1.3} ${width * 0.6} ${base}S${width} ${base - rise} ${width} ${base}V${height}Z" fill="${fill}" fill-opacity="${0.5 + 0.2 * layer}"/>`;
  });
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="${palette.vary("tilt").toFixed(2)}" y2="1"><stop offset="0" stop-color="${palette.dark}"/><stop offset=".55" stop-color="${palette.middle}"/><stop offset="1" stop-color="${palette.light}"/></linearGradient></defs>`
    + `<rect width="${width}" height="${height}" fill="url(#sky)"/>`
    + `<circle cx="${sunX}" cy="${sunY}" r="${radius * 1.6}" fill="${palette.accent}" fill-opacity=".18"/><circle cx="${sunX}" cy="${sunY}" r="${radius}" fill="${palette.accent}" fill-opacity=".85"/>${hills.join("")}`;
}

/** More in a row would leave no room for their labels in an upright picture. */
const THUMBNAILS_PER_ROW = 6;

function thumbnailStrip(size: Size, unit: number, thumbnails: readonly Thumbnail[]): string {
  if (thumbnails.length === 0) return "";
  const gap = unit * 0.5;
  const perRow = Math.min(THUMBNAILS_PER_ROW, thumbnails.length);
  const side = Math.min(unit * 6, (size.width - 2 * unit * 1.5 - gap * (perRow - 1)) / perRow);
  return thumbnails.map((thumbnail, index) => {
    const left = unit * 1.5 + (index % perRow) * (side + gap);
    const top = unit * 4.2 + Math.floor(index / perRow) * (side + unit * 1.6);
    const picture = thumbnail.jpeg === null
      ? `<path d="M${left + side * 0.4} ${top + side * 0.3}v${side * 0.4}l${side * 0.3} ${-side * 0.2}Z" fill="#fff"/>`
      : `<image x="${left}" y="${top}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid meet" href="data:image/jpeg;base64,${thumbnail.jpeg.toString("base64")}"/>`;
    return `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#000" fill-opacity=".45" stroke="#fff" stroke-opacity=".8" stroke-width="${unit * 0.08}"/>${picture}`
      + `<text x="${left + side / 2}" y="${top + side + unit * 1.05}" text-anchor="middle" font-size="${unit * 0.8}" fill="#fff">${escapeXml(thumbnail.label)}</text>`;
  }).join("");
}

/** The text over a picture: what was asked (top), what was wired to it (strip), the prompt (below). `opacity` is that of the panels behind it. */
export function caption(size: Size, text: CardText, opacity = 0.45): string {
  const unit = Math.max(10, Math.min(size.width, size.height) / 30);
  const lines = wrap(text.prompt, (size.width - 3 * unit) / (unit * 1.35), 7);
  const lineHeight = unit * 1.75;
  const panel = lines.length * lineHeight + unit * 2.6;
  const top = size.height - panel - unit;
  const body = lines.map((line, index) => `<text x="${unit * 1.5}" y="${top + unit * 1.7 + index * lineHeight}" font-size="${unit * 1.35}" fill="#fff">${escapeXml(line)}</text>`).join("");
  return `<g font-family="Inter,Helvetica,Arial,'DejaVu Sans',sans-serif"><rect y="0" width="${size.width}" height="${unit * 3}" fill="#000" fill-opacity="${opacity}"/>`
    + `<text x="${unit * 1.5}" y="${unit * 2}" font-size="${unit * 1.15}" font-weight="bold" fill="#fff">${escapeXml(text.headline)}</text>${thumbnailStrip(size, unit, text.thumbnails)}`
    + `<rect y="${top}" width="${size.width}" height="${panel + unit}" fill="#000" fill-opacity="${opacity}"/>${body}`
    + `<text x="${unit * 1.5}" y="${size.height - unit * 1.7}" font-size="${unit * 0.8}" fill="#fff" fill-opacity=".75">${escapeXml(text.footer)}</text></g>`;
}
