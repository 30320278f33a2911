import { existsSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtPage } from "../../../electron/web/buildPage.ts";
import { tempFolder, write } from "./support.ts";

/** A project whose build writes one file and counts itself. */
function project(): { root: string; build: () => Promise<string[]>; builds: () => number } {
  const root = tempFolder();
  write(root, "renderer/index.html", "source");
  write(root, "renderer/deep/card.tsx", "source");
  write(root, "shared/graph.ts", "source");
  write(root, "package.json", '{"type":"commonjs"}');
  write(
    root,
    "node_modules/vite/bin/vite.js",
    `const fs = require("node:fs");
     if (fs.existsSync("broken")) { console.error("card.tsx: a bracket is missing"); process.exit(1); }
     fs.mkdirSync("dist/renderer", { recursive: true });
     fs.writeFileSync("dist/renderer/index.html", process.argv[2] + String(process.env.VITEST));
     fs.appendFileSync("builds", "x");`,
  );
  const build = async () => {
    const told: string[] = [];
    expect(await builtPage(root, (line) => told.push(line))).toBe(join(root, "dist/renderer"));
    return told;
  };
  return { root, build, builds: () => (existsSync(join(root, "builds")) ? readFileSync(join(root, "builds")).length : 0) };
}

const FUTURE = new Date(Date.now() + 60_000);

test("the page is built when it is missing or older than its sources, and not otherwise", async () => {
  const { root, build, builds } = project();
  expect(await build()).toEqual(["Building the editor (once)…"]);
  expect(readFileSync(join(root, "dist/renderer/index.html"), "utf8")).toBe("buildundefined");
  expect(await build()).toEqual([]);
  utimesSync(join(root, "dist/renderer/index.html"), FUTURE, new Date(Date.now() + 30_000));
  utimesSync(join(root, "renderer/deep/card.tsx"), FUTURE, FUTURE);
  expect(await build()).toEqual(["Building the editor (its sources have changed)…"]);
  expect(builds()).toBe(2);
});

test("a file that went away is a change as well", async () => {
  const { root, build, builds } = project();
  await build();
  rmSync(join(root, "renderer/deep/card.tsx"));
  utimesSync(join(root, "renderer/deep"), FUTURE, FUTURE);
  await build();
  expect(builds()).toBe(2);
});

test("a build that fails says what the builder said", async () => {
  const { root } = project();
  write(root, "broken", "");
  await expect(builtPage(root, () => {})).rejects.toThrow("The editor could not be built:\ncard.tsx: a bracket is missing");
});

test("an installed editor without sources is served as it is", async () => {
  const { root, build, builds } = project();
  rmSync(join(root, "renderer"), { recursive: true });
  write(root, "dist/renderer/index.html", "installed");
  expect(await build()).toEqual([]);
  expect(builds()).toBe(0);
});
