import { chance, digest } from "../random.ts";

function hex(value: number): string {
  return Math.round(255 * value).toString(16).padStart(2, "0");
}

/** A colour as #rrggbb; hue in turns, saturation and lightness in 0..1. */
function colour(hue: number, saturation: number, lightness: number): string {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const turn = (offset + (((hue % 1) + 1) % 1) * 12) % 12;
    return hex(lightness - spread * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)));
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The colours and shapes of one picture: hues come from the prompt, their arrangement from the task. */
export interface Palette {
  readonly dark: string;
  readonly middle: string;
  readonly light: string;
  readonly accent: string;
  /** A steady number in [0, 1) per name, different for each task. */
  readonly vary: (name: string) => number;
}

export function paletteOf(prompt: string, variety: string): Palette {
  const hue = chance("hue", prompt);
  const turn = 0.12 + 0.16 * chance("turn", prompt);
  const shift = 0.03 * (chance("shift", variety) - 0.5);
  const key = digest(variety);
  return {
    dark: colour(hue + shift, 0.55, 0.17),
    middle: colour(hue + turn / 2 + shift, 0.5, 0.38),
    light: colour(hue + turn + shift, 0.62, 0.64),
    accent: colour(hue + 0.5 + shift, 0.75, 0.72),
    vary: (name) => chance(key, name),
  };
}
