import { z } from "zod";
import type { GraphNode } from "../../../shared/graph/document.ts";
import type { NodeKind } from "../../../shared/nodes/define.ts";
import { aspectText } from "../../nodes/paramChoices.ts";

export type Choice = { value: string | number; label: string };

/** What a param is edited with. */
export type Control =
  | { is: "choice"; options: readonly Choice[] }
  /** `slider` beside the number where the range is small; empty means null where `nullable`. */
  | { is: "number"; whole: boolean; min: number | null; max: number | null; nullable: boolean; slider: boolean }
  | { is: "switch" }
  | { is: "text"; multiline: boolean; most: number | null }
  | { is: "lines" }
  | { is: "source" }
  /** What is cropped or trimmed by eye. */
  | { is: "fit" }
  /** This version of the form knows no better than to show it. */
  | { is: "other" };

/** A param as a form shows it. */
export interface FieldSpec {
  name: string;
  label: string;
  description: string | null;
  unit: string | null;
  advanced: boolean;
  default: unknown;
  control: Control;
}

interface Schema {
  label?: string | undefined;
  description?: string | undefined;
  unit?: string | undefined;
  advanced?: boolean | undefined;
  multiline?: boolean | undefined;
  type?: string | undefined;
  const?: unknown;
  enum?: (string | number)[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  properties?: Record<string, Schema> | undefined;
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    label: z.string().optional(),
    description: z.string().optional(),
    unit: z.string().optional(),
    advanced: z.boolean().optional(),
    multiline: z.boolean().optional(),
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.union([z.string(), z.number()])).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    properties: z.record(z.string(), schema).optional(),
  }),
);

const SLIDER_STEPS = 60;
const byKind = new WeakMap<NodeKind, readonly FieldSpec[]>();

/** The form of a kind, derived from its params. The same list for the same kind. */
export function fieldsOf(kind: NodeKind): readonly FieldSpec[] {
  const known = byKind.get(kind);
  if (known) return known;
  const defaults: Record<string, unknown> = kind.params.parse({});
  const { properties = {} } = z.toJSONSchema(kind.params, { io: "input" });
  const fields = Object.entries(properties).map(([name, raw]): FieldSpec => {
    const found = schema.safeParse(raw).data ?? {};
    const { label = name, description = null, unit = null, advanced = false } = found;
    return { name, label, description, unit, advanced, default: defaults[name], control: controlOf(found) };
  });
  byKind.set(kind, fields);
  return fields;
}

/** Fields that all of these kinds have alike: what several nodes can be given together. */
export function sharedFields(kinds: readonly NodeKind[]): readonly FieldSpec[] {
  const [first, ...others] = [...new Set(kinds)].map(fieldsOf);
  if (!first || others.length === 0) return first ?? [];
  const alike = (one: FieldSpec) => (other: FieldSpec) => one.name === other.name && JSON.stringify(one.control) === JSON.stringify(other.control);
  return first.filter((field) => others.every((fields) => fields.some(alike(field))));
}

/** What a node's field shows: the document's value, wrong ones too, else the default. */
export function valueIn(node: Pick<GraphNode, "params">, { name, default: standard }: FieldSpec): unknown {
  return Object.hasOwn(node.params, name) ? node.params[name] : standard;
}

/** Differs from the default. */
export function isChanged(value: unknown, { default: standard }: FieldSpec): boolean {
  return JSON.stringify(value) !== JSON.stringify(standard);
}

function controlOf(found: Schema): Control {
  const variants = found.anyOf ?? [];
  const nullable = variants.some(({ type }) => type === "null");
  const real = variants.filter(({ type }) => type !== "null");
  const [only] = real;
  if (variants.length > 0 && only && real.length === 1) {
    if (only.oneOf?.some(({ properties }) => properties?.["type"]?.const === "file")) return { is: "source" };
    return controlOfOne({ ...only, multiline: found.multiline }, nullable);
  }
  if (real.some(({ type }) => type === "array") && real.some(({ type }) => type === "string")) return { is: "lines" };
  return controlOfOne(found, false);
}

function controlOfOne(found: Schema, nullable: boolean): Control {
  const { type, minimum, maximum } = found;
  if (found.enum) return { is: "choice", options: found.enum.map((value) => ({ value, label: labelOf(value, found.unit) })) };
  if (found.properties) return { is: "fit" };
  if (type === "boolean") return { is: "switch" };
  if (type === "string") return { is: "text", multiline: found.multiline ?? false, most: found.maxLength ?? null };
  if (type !== "integer" && type !== "number") return { is: "other" };
  const slider = type === "integer" && !nullable && minimum !== undefined && maximum !== undefined && maximum - minimum <= SLIDER_STEPS;
  return { is: "number", whole: type === "integer", min: minimum ?? null, max: maximum ?? null, nullable, slider };
}

/** `1280x720` is a shape and a size. */
function labelOf(value: string | number, unit: string | undefined): string {
  const size = /^(\d+)x(\d+)$/.exec(String(value));
  if (!size) return unit ? `${value} ${unit}` : String(value);
  const [width, height] = [Number(size[1]), Number(size[2])];
  const plain = `${width} × ${height}`;
  const shape = aspectText(width, height);
  return shape === plain ? plain : `${shape} · ${plain}`;
}
