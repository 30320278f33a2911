import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createPackage } from "@electron/asar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setFuses } from "../../electron/packaging/fuses.ts";
import { checkPackedFiles, needlessPackages } from "../../electron/packaging/packedFiles.ts";
import { fakeElectron } from "./fakeElectron.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotgraph-guards-"));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

/** An archive of these files, with what every app has. */
async function archive(files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries({ "package.json": "{}", "dist/desktop/main/main.mjs": 'import "zod";', ...files })) {
    await mkdir(dirname(join(folder, "app", path)), { recursive: true });
    await writeFile(join(folder, "app", path), text);
  }
  await createPackage(join(folder, "app"), join(folder, "app.asar"));
  return join(folder, "app.asar");
}

describe("packing is refused", () => {
  test.each([
    ["dist/desktop/main/main.mjs.map", /a source map/],
    ["node_modules/zod/index.d.ts", /a TypeScript source/],
    ["node_modules/zod/tests/all.js", /a test/],
    ["dist/renderer/app.test.js", /a test/],
    ["node_modules/zod/README.md", /documentation/],
    ["dist/desktop/.env.local", /a secret/],
    ["dist/desktop/signing.p12", /a secret/],
    ["dist/desktop/library.db", /somebody's data/],
    ["electron/host/index.js", /no part of the app/],
    ["docs/index.html", /no part of the app/],
  ])("with %s in it", async (path, why) => expect((await checkPackedFiles(await archive({ [path]: "x" }), {})).join("\n")).toMatch(why));

  test("with the value of a secret of the environment in what we bundled", async () => {
    const env = { SEEGEN_API_KEY: "sk-0123456789abcdef", CSC_KEY_PASSWORD: "another secret", HOME: "/home/somebody" };
    const found = await checkPackedFiles(await archive({ "dist/renderer/index.js": 'const key = "sk-0123456789abcdef"; // /home/somebody' }), env);
    expect(found).toEqual(["dist/renderer/index.js contains the value of SEEGEN_API_KEY"]);
  });

  test("with a private key", async () => {
    const head = ["-----BEGIN", "RSA PRIVATE KEY-----"].join(" ");
    expect(await checkPackedFiles(await archive({ "dist/renderer/key.txt": head }), {})).toEqual(["dist/renderer/key.txt contains a private key"]);
  });
});

test("an archive as it should be is not refused", async () => {
  const path = await archive({ "dist/renderer/index.html": "", "node_modules/zod/package.json": "{}", "node_modules/zod/LICENSE.md": "MIT", "resources/examples/a.shotgraph": "{}" });
  expect(await checkPackedFiles(path, {})).toEqual([]);
});

test("a package that nothing imports is named, one that another package needs is not", async () => {
  const path = await archive({
    "node_modules/zod/package.json": '{"dependencies":{"deep":"1"}}',
    "node_modules/deep/package.json": "{}",
    "node_modules/react/package.json": "{}",
  });
  expect(await needlessPackages(path)).toEqual(["react"]);
});

test("an Electron with a fuse that nobody has thought about is refused", async () => {
  await fakeElectron(folder, "46.0.0", "1011000111");
  await expect(setFuses(join(folder, "electron"), false)).rejects.toThrow(/strictlyRequireAllFuses/);
});
