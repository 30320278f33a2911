import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchElectron, installedElectron } from "../../../electron/start/electronBinary.ts";

let root = "";

/** A checkout whose electron package is as npm leaves it; `installer` is its install.js. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "shotgraph-start-"));
  await put("package.json", '{"version":"45.4.1"}');
});
afterEach(async () => await rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  const file = join(root, "node_modules", "electron", path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
}

describe("Electron is there", () => {
  test("when its program is, in the version that the project asks for", async () => {
    expect(await installedElectron(root)).toBeNull();
    await put("path.txt", "electron");
    await put("dist/version", "45.4.1");
    expect(await installedElectron(root)).toBeNull();
    await put("dist/electron", "");
    expect(await installedElectron(root)).toBe(join(root, "node_modules/electron/dist/electron"));
    await put("dist/version", "44.0.0");
    expect(await installedElectron(root)).toBeNull();
  });
});

describe("fetching it", () => {
  test("answers null when the installer is done", async () => {
    await put("install.js", "");
    expect(await fetchElectron(root)).toBeNull();
  });

  test("answers the reason when there is no network, not a stack", async () => {
    await put("install.js", "Promise.reject(new TypeError('fetch failed: getaddrinfo ENOTFOUND github.com')).catch((error) => { console.error(error.stack); process.exit(1); });");
    expect(await fetchElectron(root)).toBe("fetch failed: getaddrinfo ENOTFOUND github.com");
  });

  test("ends an installer that hangs", async () => {
    await put("install.js", "setInterval(() => {}, 1000);");
    expect(await fetchElectron(root, process.execPath, 300)).toMatch(/longer/);
  });

  test("an installer that is not there is a reason, too", async () => {
    expect(await fetchElectron(root)).toMatch(/install\.js/);
  });
});
