import { describe, expect, test } from "vitest";
import { fieldsOf, isChanged, sharedFields, valueIn } from "../../../renderer/inspector/form/fieldSpec.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { node } from "../plan/support.ts";

const kind = (name: string) => catalogue.get(name)!;
const field = (of: string, name: string) => fieldsOf(kind(of)).find((one) => one.name === name)!;

describe("a form is derived from a kind's params", () => {
  test("every param of every kind has a control of its own, a label and its default", () => {
    for (const one of catalogue.values()) {
      const fields = fieldsOf(one);
      expect(fields.map(({ name }) => name)).toEqual(Object.keys(one.params.shape));
      for (const { control, label, name } of fields) {
        expect(control.is, `${one.kind}.${name}`).not.toBe("other");
        expect(label, `${one.kind}.${name}`).not.toBe(name);
      }
    }
  });

  test("with units, limits, advanced ones and what may be empty", () => {
    expect(field("generateSd2", "duration")).toMatchObject({ unit: "s", default: 5, advanced: false, control: { is: "number", whole: true, min: 4, max: 15, slider: true, nullable: false } });
    expect(field("generateHappyhorse", "seed")).toMatchObject({ default: null, advanced: true, control: { is: "number", nullable: true, slider: false } });
    expect(field("generateSd2", "upscaleResolution").control).toMatchObject({ is: "choice", options: [{ value: "none" }, { value: "1080p" }, { value: "2k" }, { value: "4k" }] });
    expect(field("generateSd2", "resolution").control).toMatchObject({ options: expect.arrayContaining([{ value: "1280x720", label: "16:9 · 1280 × 720" }]) });
    expect(field("promptList", "lines").control).toEqual({ is: "lines" });
    expect(field("imageAsset", "source").control).toEqual({ is: "source" });
    expect(field("note", "text").control).toMatchObject({ is: "text", multiline: true });
    expect(field("group", "collapsed").control).toEqual({ is: "switch" });
  });

  test("several kinds share what they have alike, and nothing else", () => {
    expect(sharedFields([kind("generateSd2"), kind("generateHappyhorse")]).map(({ name }) => name)).toEqual(["outputResolution"]);
    expect(sharedFields([kind("generateSd2"), kind("generateSd2")])).toHaveLength(5);
    expect(sharedFields([kind("gptImage2"), kind("prompt")])).toEqual([]);
  });

  test("a field shows what the document says, sense or not, and knows when it differs from the default", () => {
    const duration = field("generateSd2", "duration");
    expect(valueIn(node("v", "generateSd2", { duration: 99 }), duration)).toBe(99);
    expect(isChanged(valueIn(node("v", "generateSd2"), duration), duration)).toBe(false);
    expect(isChanged(valueIn(node("v", "generateSd2", { duration: 5 }), duration), duration)).toBe(false);
    expect(isChanged(99, duration)).toBe(true);
  });
});
