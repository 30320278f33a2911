import { z } from "zod";
import type { Catalogue } from "./catalogue.ts";
import type { NodeKind, PortSpec } from "./define.ts";

/** A port as `shotgraph nodes --json` shows it; max is null where there is no limit. */
interface PortDescription {
  name: string;
  label: string;
  type: PortSpec["type"];
  max: number | null;
  required: boolean;
}

interface ParamDescription {
  name: string;
  label: string;
  default: unknown;
  /** JSON Schema (2020-12) of what may stand in a document, with its label, unit and description. */
  schema: unknown;
}

/** Everything of a kind that is data: for the command line and the docs. */
export interface KindDescription {
  kind: string;
  title: string;
  description: string;
  category: NodeKind["category"];
  role: NodeKind["role"];
  /** As they are with the default params; a prompt has one more for each {{name}} in its text. */
  inputs: PortDescription[];
  output: PortDescription | null;
  params: ParamDescription[];
}

export function describeKinds(catalogue: Catalogue): KindDescription[] {
  return [...catalogue.values()].map(describeKind);
}

function describeKind(kind: NodeKind): KindDescription {
  const defaults: Record<string, unknown> = kind.params.parse({});
  const { properties = {} } = z.toJSONSchema(kind.params, { io: "input" });
  return {
    kind: kind.kind,
    title: kind.title,
    description: kind.description,
    category: kind.category,
    role: kind.role,
    inputs: kind.inputs(defaults).map(describePort),
    output: kind.output && describePort(kind.output),
    params: Object.entries(properties).map(([name, schema]) => ({ name, label: labelOf(schema) ?? name, default: defaults[name], schema })),
  };
}

function describePort({ name, label, type, max, required }: PortSpec): PortDescription {
  return { name, label, type, max: Number.isFinite(max) ? max : null, required: required ?? false };
}

function labelOf(schema: unknown): string | undefined {
  return z.object({ label: z.string() }).safeParse(schema).data?.label;
}
