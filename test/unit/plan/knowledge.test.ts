import { expect, expectTypeOf, test } from "vitest";
import type { Library } from "../../../shared/contract/library.ts";
import type { KeyParts as RecordedKeyParts, TakeRecord } from "../../../shared/contract/records.ts";
import { NOTHING_KNOWN, type KeyParts, type Knowledge, type KnownTake } from "../../../shared/plan/knowledge.ts";

test("what the planner knows of takes and keys is what the library keeps of them", () => {
  expectTypeOf<KeyParts>().toEqualTypeOf<RecordedKeyParts>();
  expectTypeOf<TakeRecord>().toExtend<KnownTake>();
  expectTypeOf<Pick<Library, "takesOf" | "media" | "derived" | "lastKey">>().toExtend<Omit<Knowledge, "revision">>();
  // The types above are checked by the compiler; this fails when a key is added to one of the two only and somebody casts it away.
  const parts: KeyParts = { key: "k", params: { a: "1" }, inputs: { b: "2" } };
  const recorded: RecordedKeyParts = parts;
  const back: KeyParts = recorded;
  expect(Object.keys(back).sort()).toEqual(["inputs", "key", "params"]);
});

test("a library that holds nothing answers so", () => {
  expect([NOTHING_KNOWN.takesOf("k", "g"), NOTHING_KNOWN.media("s"), NOTHING_KNOWN.lastKey("g", "n", 0), NOTHING_KNOWN.revision]).toEqual([[], undefined, undefined, 0]);
});
