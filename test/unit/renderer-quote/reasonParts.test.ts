import { describe, expect, test } from "vitest";
import { reasonParts } from "../../../renderer/ui/reasonParts.ts";

describe("a reason is taken apart into what changed", () => {
  test.each([
    ["cached", [{ is: "cached" }]],
    ["upstream will run", [{ is: "upstream" }]],
    ["resume(task-1, task-2)", [{ is: "resume", tasks: ["task-1", "task-2"] }]],
    ["shared(a#1)", [{ is: "shared", node: "a#1" }]],
    ["param resolution 720p→1080p", [{ is: "param", name: "resolution", before: "720p", after: "1080p" }]],
    ["param duration 5→8, input firstFrame changed", [{ is: "param", name: "duration", before: "5", after: "8" }, { is: "input", name: "firstFrame" }]],
    ["param ratio 1, 2→3, 4, param seed none→7", [{ is: "param", name: "ratio", before: "1, 2", after: "3, 4" }, { is: "param", name: "seed", before: "none", after: "7" }]],
    ["something a newer host says", [{ is: "other", text: "something a newer host says" }]],
    ["constructor", [{ is: "other", text: "constructor" }]],
  ])("%s", (reason, parts) => expect(reasonParts(reason)).toEqual(parts));
});
