import { z } from "zod";
import type { NodeKind } from "../../shared/nodes/define.ts";

/** A param with few possible values, as a card offers it. */
export interface ParamChoice {
  name: string;
  label: string;
  description: string | null;
  options: readonly { value: string | number; label: string }[];
}

const MOST_ON_A_CARD = 4;
const MOST_NUMBERS = 40;

const jsonSchema = z.object({
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  type: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  label: z.string().optional(),
  unit: z.string().optional(),
  description: z.string().optional(),
  advanced: z.boolean().optional(),
});

const byKind = new WeakMap<NodeKind, readonly ParamChoice[]>();

/** The params that matter on the card: those that are not marked `advanced` and have a short list of values. In the kind's order. */
export function choicesOf(kind: NodeKind): readonly ParamChoice[] {
  const known = byKind.get(kind);
  if (known) return known;
  const { properties = {} } = z.toJSONSchema(kind.params, { io: "input" });
  const choices = Object.entries(properties).flatMap(([name, schema]) => choiceOf(name, schema) ?? []);
  const few = choices.slice(0, MOST_ON_A_CARD);
  byKind.set(kind, few);
  return few;
}

function choiceOf(name: string, schema: unknown): ParamChoice | null {
  const { data } = jsonSchema.safeParse(schema);
  if (!data || data.advanced) return null;
  const values = data.enum ?? wholeNumbers(data);
  if (values.length === 0) return null;
  return { name, label: data.label ?? name, description: data.description ?? null, options: values.map((value) => ({ value, label: labelOf(value, data.unit) })) };
}

function wholeNumbers({ type, minimum, maximum }: z.infer<typeof jsonSchema>): number[] {
  if (type !== "integer" || minimum === undefined || maximum === undefined || maximum - minimum >= MOST_NUMBERS) return [];
  return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
}

function labelOf(value: string | number, unit: string | undefined): string {
  if (unit) return `${value} ${unit}`;
  const size = /^(\d+)x(\d+)$/.exec(String(value));
  return size ? aspectText(Number(size[1]), Number(size[2])) : String(value);
}

/** Shapes that people know by name. */
const KNOWN = ["1:1", "4:3", "3:4", "16:9", "9:16", "21:9", "3:2", "2:3"] as const;

/** `16:9`, the nearest name of a shape; `1280 × 540` where none is near. */
export function aspectText(width: number, height: number): string {
  const off = (name: string): number => {
    const [w = 1, h = 1] = name.split(":").map(Number);
    return Math.abs(Math.log(width / height / (w / h)));
  };
  const nearest = KNOWN.reduce((best, name) => (off(name) < off(best) ? name : best));
  return off(nearest) < 0.02 ? nearest : `${width} × ${height}`;
}
