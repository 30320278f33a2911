import { z } from "zod";
import { defineNode } from "./define.ts";
import { colorParam } from "./furniture.ts";

export const note = defineNode({
  kind: "note",
  role: "furniture",
  title: "Note",
  description: "A remark on the canvas.",
  category: "arrange",
  params: z.object({
    text: z.string().max(100_000).default("").meta({ label: "Text", multiline: true }),
    color: colorParam("yellow"),
  }),
  inputs: () => [],
  output: null,
});
