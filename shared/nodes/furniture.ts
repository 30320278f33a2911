import { z } from "zod";

/** Names, not values: what they look like is the theme's affair. */
const COLORS = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"] as const;

export function colorParam(color: (typeof COLORS)[number]) {
  return z.enum(COLORS).default(color).meta({ label: "Colour" });
}
