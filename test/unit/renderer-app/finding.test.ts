import { describe, expect, test } from "vitest";
import { safeFileName } from "../../../renderer/actions/saving.ts";
import { bytesText, sorted, whenText, type FileEntry } from "../../../renderer/app/dialogs/fileEntries.ts";
import { bestMatches } from "../../../renderer/app/match.ts";

const find = (names: string[], query: string) => bestMatches(names, query, (name) => [name, ""]);

describe("finding by name", () => {
  test("beginnings count more than middles, and short names more than long ones", () => {
    expect(find(["Ungroup", "Group", "Group title"], "gro")).toEqual(["Group", "Group title", "Ungroup"]);
  });

  test("every word must fit, in any order", () => {
    expect(find(["Zoom to fit", "Zoom in"], "fit zoom")).toEqual(["Zoom to fit"]);
  });

  test("initials find long names", () => {
    expect(find(["Duplicate", "Duplicate with inputs"], "dwi")).toEqual(["Duplicate with inputs"]);
  });

  test("what is nowhere is not found", () => {
    expect(find(["Save", "Open…"], "xyz")).toEqual([]);
  });
});

describe("the list of files", () => {
  const entry = (name: string, kind: FileEntry["kind"], bytes = 0, modifiedAt = 0): FileEntry => ({ name, path: `/p/${name}`, kind, bytes, modifiedAt });
  const files = [entry("take 10.shotgraph", "graph", 10, 3), entry("take 2.shotgraph", "graph", 30, 1), entry("still.png", "media"), entry("Zoo", "folder"), entry("archive", "folder")];

  test("has folders first, numbers as numbers, and no media", () => {
    expect(sorted(files, { by: "name", up: true }).map(({ name }) => name)).toEqual(["archive", "Zoo", "take 2.shotgraph", "take 10.shotgraph"]);
  });

  test("keeps folders first when it is turned round", () => {
    expect(sorted(files, { by: "changed", up: false }).map(({ name }) => name)).toEqual(["archive", "Zoo", "take 10.shotgraph", "take 2.shotgraph"]);
    expect(sorted(files, { by: "size", up: false }).map(({ name }) => name)).toEqual(["archive", "Zoo", "take 2.shotgraph", "take 10.shotgraph"]);
  });

  test("says sizes and days as people do", () => {
    expect([bytesText(0), bytesText(999), bytesText(4_200), bytesText(123_456_789)]).toEqual(["0 B", "999 B", "4.2 kB", "123 MB"]);
    const noon = new Date(2026, 4, 3, 12, 5).getTime();
    expect(whenText(noon, noon + 60_000)).toBe("12:05");
    expect(whenText(noon, noon + 86_400_000)).toBe("3 May 2026");
  });
});

describe("names of files", () => {
  test("no name leads out of its folder or is refused by a file system", () => {
    expect(safeFileName("../../etc/passwd")).toBe("-..-etc-passwd");
    expect(safeFileName('a/b\\c:d*e?"f<g>h|i')).toBe("a-b-c-d-e--f-g-h-i");
    expect(safeFileName("  .. ")).toBe("Untitled");
    expect(safeFileName("x".repeat(900))).toHaveLength(200);
  });
});
