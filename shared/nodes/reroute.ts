import { z } from "zod";
import { defineNode } from "./define.ts";

/** Its output is named `out`, as it has no type of its own. */
export const reroute = defineNode({
  kind: "reroute",
  role: "through",
  title: "Reroute",
  description: "Hands on what it is given, to lead a wire around.",
  category: "arrange",
  params: z.object({}),
  inputs: () => [{ name: "in", label: "In", type: "any", max: 1 }],
  output: { name: "out", label: "Out", type: "any", max: Number.POSITIVE_INFINITY },
});
