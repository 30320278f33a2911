import { catalogue } from "../../shared/nodes/catalogue.ts";
import { describeKinds } from "../../shared/nodes/describe.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { print, printJson, styled } from "./output.ts";

/** `shotgraph nodes`: the catalogue, derived from the kinds themselves. */
export function nodesCommand(flags: { json?: boolean }): ExitCode {
  const kinds = describeKinds(catalogue);
  if (flags.json) printJson({ ok: true, kinds });
  else print(kinds.map(kindText).join("\n\n"));
  return EXIT.done;
}

function kindText({ kind, title, description, inputs, output, params }: ReturnType<typeof describeKinds>[number]): string {
  const ports = inputs.map(({ name, type, max, required }) => `${name} (${type}${max === 1 ? "" : `, up to ${max ?? "any number"}`}${required ? ", required" : ""})`);
  return [
    `${styled("bold", kind)}  ${title}`,
    `  ${description}`,
    ...(ports.length > 0 ? [`  in      ${ports.join(", ")}`] : []),
    ...(output ? [`  out     ${output.name} (${output.type})`] : []),
    ...params.map(({ name, label, default: value, schema }) => `  ${name.padEnd(20)} ${label}, default ${JSON.stringify(value)}${choices(schema)}`),
  ].join("\n");
}

function choices(schema: unknown): string {
  if (typeof schema !== "object" || schema === null) return "";
  const { enum: values, minimum, maximum } = schema as { enum?: unknown[]; minimum?: number; maximum?: number };
  if (values) return ` (${values.join(", ")})`;
  return minimum !== undefined && maximum !== undefined ? ` (${minimum} to ${maximum})` : "";
}
