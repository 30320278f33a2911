import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { DesktopWindow, ElectronApi } from "./electronApi.ts";

const placeSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(32_768),
  height: z.int().min(1).max(32_768),
  shown: z.enum(["normal", "maximized", "fullScreen"]),
});
/** Where a window is, in screen pixels, and how it fills the display. */
export type WindowPlace = z.infer<typeof placeSchema>;

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const SMALLEST = { width: 900, height: 600 };
const FIRST = { width: 1440, height: 900 };
/** So much of a window's top must be on a display, or it cannot be moved back by hand. */
const GRIP = { width: 120, height: 40 };
/** Moving a window is many events; the place is kept at a pause. */
const PAUSE_MS = 400;

/**
 * The place to open a window at: the remembered one where a display still has it, fitted into that display; otherwise the middle of the first one. `displays`: their work
 * areas, the primary one first.
 */
export function placeOn(displays: readonly Rectangle[], remembered: WindowPlace | null): WindowPlace {
  const home = remembered && displays.find((display) => hasGrip(display, remembered));
  const area = home ?? displays[0] ?? { x: 0, y: 0, ...FIRST };
  const wanted = remembered ?? { ...FIRST, shown: "normal" as const };
  const width = Math.min(Math.max(wanted.width, SMALLEST.width), area.width);
  const height = Math.min(Math.max(wanted.height, SMALLEST.height), area.height);
  const inside = (value: number, start: number, length: number, size: number): number => Math.round(Math.min(Math.max(value, start), start + length - size));
  return {
    x: home && remembered ? inside(remembered.x, area.x, area.width, width) : Math.round(area.x + (area.width - width) / 2),
    y: home && remembered ? inside(remembered.y, area.y, area.height, height) : Math.round(area.y + (area.height - height) / 2),
    width,
    height,
    shown: wanted.shown,
  };
}

function hasGrip(display: Rectangle, place: Rectangle): boolean {
  const overlap = Math.min(display.x + display.width, place.x + place.width) - Math.max(display.x, place.x);
  return overlap >= GRIP.width && place.y >= display.y - GRIP.height && place.y <= display.y + display.height - GRIP.height;
}

/** Remembers where the last window was, in a file. What cannot be read or written costs nothing but the memory. */
export class WindowPlaces {
  readonly #path: string;
  readonly #screen: ElectronApi["screen"];
  readonly #log: (line: string) => void;
  #last: WindowPlace | null;

  constructor(path: string, screen: ElectronApi["screen"], log: (line: string) => void) {
    this.#path = path;
    this.#screen = screen;
    this.#log = log;
    this.#last = this.#read();
  }

  /** Where to open the next window. */
  next(): WindowPlace {
    const primary = this.#screen.getPrimaryDisplay();
    const others = this.#screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    return placeOn([primary, ...others].map(({ workArea }) => workArea), this.#last);
  }

  /** Keeps the place of a window from now on. */
  follow(window: DesktopWindow): void {
    let timer: NodeJS.Timeout | null = null;
    const keep = (): void => {
      timer = null;
      if (window.isDestroyed() || window.isMinimized()) return;
      this.#last = { ...whole(window.getNormalBounds()), shown: window.isFullScreen() ? "fullScreen" : window.isMaximized() ? "maximized" : "normal" };
      void this.#write(this.#last);
    };
    const later = (): void => {
      timer ??= setTimeout(keep, PAUSE_MS);
    };
    window.on("resize", later);
    window.on("move", later);
    window.on("maximize", later);
    window.on("unmaximize", later);
    window.on("enter-full-screen", later);
    window.on("leave-full-screen", later);
    window.on("close", () => {
      if (timer) clearTimeout(timer);
      keep();
    });
    window.once("closed", () => {
      if (timer) clearTimeout(timer);
    });
  }

  #read(): WindowPlace | null {
    try {
      return placeSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch (error) {
      // The first start has none; a damaged one is only a place, and is written anew.
      if (!isMissing(error)) this.#log(`the window's place could not be read: ${String(error)}`);
      return null;
    }
  }

  async #write(place: WindowPlace): Promise<void> {
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeFileAtomic(this.#path, JSON.stringify(place), { fsync: false });
    } catch (error) {
      this.#log(`the window's place could not be kept: ${String(error)}`);
    }
  }
}

function whole({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
