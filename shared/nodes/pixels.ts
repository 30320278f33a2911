/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The shortest side of a tier: what 720p, 1080p, 2K and 4K mean whatever the aspect. */
export const SHORTEST_SIDE = { "720p": 720, "1080p": 1080, "2k": 1440, "4k": 2160 } as const;

/** A size scaled by a factor, to even pixels as video codecs want them. */
export function scaled({ width, height }: Size, factor: number): Size {
  return { width: even(width * factor), height: even(height * factor) };
}

/** A size scaled so that its shortest side has this many pixels. */
export function withShortestSide(size: Size, pixels: number): Size {
  return scaled(size, pixels / Math.min(size.width, size.height));
}

const parsed = new Map<string, Size>();

/** `16:9` as a size, `1280x720` as a size. Its texts are the few of the service's lists, so each is parsed once. */
export function parseSize(text: string): Size {
  const known = parsed.get(text);
  if (known) return known;
  const [width = 1, height = 1] = text.split(/[:x]/).map(Number);
  const size = { width, height };
  parsed.set(text, size);
  return size;
}

function even(pixels: number): number {
  return Math.round(pixels / 2) * 2;
}
