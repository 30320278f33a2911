import { z } from "zod";
import { defineNode } from "./define.ts";
import { checkFileName, DEFAULT_FILE_NAME } from "./fileName.ts";

const fileName = z
  .string()
  .max(255)
  .superRefine((template, context) => {
    for (const { message, fix } of checkFileName(template)) context.addIssue({ code: "custom", message: `${message} ${fix}` });
  });

export const output = defineNode({
  kind: "output",
  role: "sink",
  title: "Output",
  description: "Names results and saves them to the folder of the run.",
  category: "arrange",
  params: z.object({
    name: fileName.default(DEFAULT_FILE_NAME).meta({ label: "File name", description: "{graph}, {node}, {item}, {take} and {date} are filled in." }),
  }),
  inputs: () => [{ name: "in", label: "Result", type: "any", max: 1, required: true }],
  output: null,
});
