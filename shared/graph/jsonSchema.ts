import { z } from "zod";
import { graphSchema } from "./document.ts";

/** The JSON Schema of a `.shotgraph` document (draft 2020-12), for editors and other programs. */
export function documentJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(graphSchema, { io: "input" }) };
}
