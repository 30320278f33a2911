import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentJsonSchema } from "../../../shared/graph/jsonSchema.ts";

test("the JSON Schema in resources is the one of this code", () => {
  const saved: unknown = JSON.parse(readFileSync(new URL("../../../resources/shotgraph.schema.json", import.meta.url), "utf8"));
  expect(saved).toEqual(documentJsonSchema());
});

test("the JSON Schema asks for what a document must have and allows more everywhere", () => {
  expect(documentJsonSchema()).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["format", "version", "id", "name", "nodes"],
    additionalProperties: {},
    properties: { format: { const: "shotgraph" }, version: { const: 1 }, nodes: { maxItems: 50_000, items: { required: ["id", "kind", "position"], additionalProperties: {} } } },
  });
});
