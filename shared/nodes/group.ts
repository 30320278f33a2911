import { z } from "zod";
import { defineNode } from "./define.ts";
import { colorParam } from "./furniture.ts";

const side = z.number().min(40).max(100_000);

export const group = defineNode({
  kind: "group",
  role: "furniture",
  title: "Group",
  description: "A frame around nodes that belong together.",
  category: "arrange",
  params: z.object({
    color: colorParam("grey"),
    collapsed: z.boolean().default(false).meta({ label: "Collapsed" }),
    width: side.default(480).meta({ label: "Width", unit: "px", advanced: true }),
    height: side.default(320).meta({ label: "Height", unit: "px", advanced: true }),
  }),
  inputs: () => [],
  output: null,
});
