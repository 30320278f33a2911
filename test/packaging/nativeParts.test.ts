import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nativeParts } from "../../electron/packaging/nativeParts.ts";

const sharp = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "node_modules", "sharp", "package.json"), "utf8")) as { optionalDependencies: Record<string, string> };

test.each([
  ["darwin", ["@img/sharp-darwin-x64", "@img/sharp-libvips-darwin-x64", "@img/sharp-darwin-arm64", "@img/sharp-libvips-darwin-arm64"]],
  ["win32", ["@img/sharp-win32-x64", "@img/sharp-win32-arm64"]],
  ["linux", ["@img/sharp-linux-x64", "@img/sharp-libvips-linux-x64"]],
] as const)("on %s sharp is packed for every processor of the targets, in the versions that sharp names", (platform, names) => {
  const parts = nativeParts(platform, sharp.optionalDependencies);
  expect(parts.map((part) => part.slice(0, part.lastIndexOf("@")))).toEqual(names);
  expect(parts.every((part) => /@\d+\.\d+\.\d+$/.test(part))).toBe(true);
});
