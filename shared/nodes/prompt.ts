import { z } from "zod";
import type { Problem } from "../graph/problem.ts";
import { defineNode } from "./define.ts";
import type { Inputs } from "./define.ts";
import { textOutput } from "./outputs.ts";

const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** Names of the `{{variables}}` of a text, each once, in the order of their first use. */
function variablesOf(text: string): string[] {
  if (!text.includes("{{")) return [];
  return [...new Set(Array.from(text.matchAll(VARIABLE), ([, name = ""]) => name))];
}

export const prompt = defineNode({
  kind: "prompt",
  role: "source",
  title: "Prompt",
  description: "Text for other nodes. {{name}} makes a text input of that name.",
  category: "sources",
  params: z.object({
    text: z.string().max(100_000).default("").meta({ label: "Text", multiline: true }),
  }),
  inputs: ({ text }) => variablesOf(text).map((name) => ({ name, label: name, type: "text", max: 1, required: true })),
  output: textOutput,
  check: ({ params, inputs }) => [...checkEmpty(params.text), ...checkVariables(params.text, inputs)],
  values: ({ params, inputs }) => [
    {
      type: "text",
      text: params.text.replaceAll(VARIABLE, (_whole, name: string) => {
        const value = inputs[name]?.[0];
        return value?.type === "text" ? value.text : "";
      }),
      origins: [],
    },
  ],
});

function checkEmpty(text: string): Problem[] {
  return text.trim() === "" ? [{ severity: "warning", param: "text", message: "The prompt is empty.", fix: "Write what you want to see." }] : [];
}

function checkVariables(text: string, inputs: Inputs): Problem[] {
  return variablesOf(text)
    .filter((name) => inputs[name]?.[0]?.type !== "text")
    .map((name) => ({
      severity: "error",
      port: name,
      message: `The text uses {{${name}}}, but no text is connected to ${name}.`,
      fix: `Connect a text to ${name}, or take {{${name}}} out of the text.`,
    }));
}
