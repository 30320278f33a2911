import { WIRE_TYPES } from "../scene/edgeTable.ts";

/** The tokens that the canvas paints with: a canvas cannot read variables by itself. */
export interface Colours {
  bg: string;
  surface: string;
  raised: string;
  line: string;
  lineStrong: string;
  text: string;
  dim: string;
  faint: string;
  accent: string;
  accentSoft: string;
  ok: string;
  run: string;
  bad: string;
  dots: string;
  font: string;
  /** By wire type, in the order of WIRE_TYPES. */
  wires: readonly string[];
}

let colours: Colours | null = null;
const listeners = new Set<() => void>();

/** The theme's colours now. */
export function currentColours(): Colours {
  colours ??= read();
  return colours;
}

/** Told when the theme changes. */
export function onThemeChange(listener: () => void): () => void {
  if (listeners.size === 0) observer().observe(document.documentElement, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) observer().disconnect();
  };
}

let watching: MutationObserver | null = null;

function observer(): MutationObserver {
  watching ??= new MutationObserver(() => {
    colours = null;
    for (const listener of listeners) listener();
  });
  return watching;
}

function read(): Colours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    bg: token("bg"),
    surface: token("surface"),
    raised: token("raised"),
    line: token("line"),
    lineStrong: token("line-strong"),
    text: token("text"),
    dim: token("dim"),
    faint: token("faint"),
    accent: token("accent"),
    accentSoft: token("accent-soft"),
    ok: token("ok"),
    run: token("run"),
    bad: token("bad"),
    dots: token("dots"),
    font: token("font"),
    wires: WIRE_TYPES.map((type) => token(`port-${type}`)),
  };
}
