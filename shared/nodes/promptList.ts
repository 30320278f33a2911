import { z } from "zod";
import { defineNode } from "./define.ts";
import { textOutput } from "./outputs.ts";

/** A list of texts as it is, or one text with a line per item; what is empty is no item. */
function linesOf(lines: readonly string[] | string): string[] {
  const all = typeof lines === "string" ? lines.split(/\r\n|\r|\n/) : lines;
  return all.filter((line) => line.trim() !== "");
}

const text = z.string().max(100_000);

export const promptList = defineNode({
  kind: "promptList",
  role: "source",
  title: "Prompt list",
  description: "One text per line. What it feeds runs once for each.",
  category: "sources",
  params: z.object({
    lines: z
      .union([z.array(text).max(10_000), text], { error: "must be a list of texts, or one text with a line per item" })
      .transform(linesOf)
      .default([])
      .meta({ label: "Lines", multiline: true, description: "One item per line; empty lines are dropped." }),
  }),
  inputs: () => [],
  output: textOutput,
  check: ({ params }) =>
    params.lines.length === 0 ? [{ severity: "error", param: "lines", message: "The list is empty.", fix: "Write one prompt per line." }] : [],
  values: ({ params }) => params.lines.map((line) => ({ type: "text", text: line, origins: [] })),
});
