import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { extractAll } from "@electron/asar";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wrongFuses } from "../../electron/packaging/fuses.ts";
import { checkPackedFiles, needlessPackages, packedBytes, packedFiles, type PackedFile } from "../../electron/packaging/packedFiles.ts";
import manifest from "../../package.json" with { type: "json" };
import { packForLinux, type Packed } from "./pack.ts";

/** Without Electron itself. What makes it larger deserves a look at `npm run docs:packed`. */
const LARGEST_APP = 40_000_000;
/** What the page is bundled of must not come a second time. */
const PAGE_ONLY = ["react", "react-dom", "@mantine", "@xyflow", "@codemirror", "elkjs", "i18next", "zustand", "@tabler"];
const BUILD_ONLY = ["electron", "electron-builder", "vite", "vitest", "typescript", "playwright-core", "@playwright", "node"];

const run = promisify(execFile);
let packed: Packed;
let files: PackedFile[];

beforeAll(async () => {
  packed = await packForLinux();
  files = packedFiles(packed.archive);
});
afterAll(async () => await rm(packed.folder, { recursive: true, force: true }));

async function text(path: string): Promise<string> {
  return (await packedBytes(packed.archive, files.find((file) => file.path === path)!)).toString("utf8");
}

const bundles = (): PackedFile[] => files.filter(({ path }) => /^dist\/desktop\/.*\.[cm]?js$/.test(path));
const packages = (): string[] => [...new Set(files.flatMap(({ path }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))];

describe("what is packed", () => {
  test("is what runs: no tests, maps, sources, documents, secrets or data of anybody", async () => expect(await checkPackedFiles(packed.archive)).toEqual([]));

  test("is all that runs", async () => {
    const paths = new Set(files.map(({ path }) => path));
    expect(paths).toContain(manifest.main);
    expect(paths).toContain("dist/renderer/index.html");
    expect(bundles().length).toBeGreaterThanOrEqual(3);
    expect(files.filter(({ path }) => path.startsWith("resources/examples/")).length).toBeGreaterThanOrEqual(5);
  });

  test("has of node_modules only what the bundles import, and nothing that is in the page already", async () => {
    expect(await needlessPackages(packed.archive)).toEqual([]);
    expect(packages().filter((name) => [...PAGE_ONLY, ...BUILD_ONLY].some((other) => name === other || name.startsWith(`${other}/`)))).toEqual([]);
  });

  test("keeps the licences of what it brings", () => {
    const licensed = new Set(files.flatMap(({ path }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\/licen[sc]e/i.exec(path)?.[1] ?? []));
    expect(licensed.size).toBeGreaterThan(packages().length * 0.8);
  });

  test("names the program, and no tool that made it", async () => {
    const shipped = JSON.parse(await text("package.json")) as Record<string, unknown>;
    expect(shipped).toMatchObject({ name: "shotgraph", version: manifest.version, main: manifest.main, type: "module" });
    expect(Object.keys(shipped)).not.toContain("devDependencies");
    expect(Object.keys(shipped)).not.toContain("scripts");
  });

  test("is small", () => expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(LARGEST_APP));

  test("has native parts outside of the archive, where the system can load them, and those of this system alone", () => {
    const native = files.filter(({ path }) => /\.(node|so(\.[\d.]+)?|dylib|dll)$/.test(path));
    expect(native.map(({ path }) => path.split("/")[2]).toSorted((a = "", b = "") => a.localeCompare(b))).toEqual(["sharp-libvips-linux-x64", "sharp-linux-x64"]);
    expect(native.every(({ unpacked }) => unpacked)).toBe(true);
    expect(files.filter(({ path, unpacked }) => unpacked && !path.startsWith("node_modules/@img/"))).toEqual([]);
  });

  test("forks no Node: with the runAsNode fuse off only utilityProcess could", async () => {
    const forks = await Promise.all(
      bundles().map(async ({ path }) => {
        const code = await text(path);
        const imports = [...code.matchAll(/import\s*{([^}]*)}\s*from\s*["']node:(?:child_process|cluster)["']/g)].map(([, names = ""]) => names);
        const whole = /import\s+(\*\s+as\s+)?[\w$]+\s+from\s*["'](node:)?(child_process|cluster)["']/.test(code);
        return whole || imports.some((names) => /\bfork\b/.test(names)) || /ELECTRON_RUN_AS_NODE\s*[:=]\s*["'`]1/.test(code) ? [path] : [];
      }),
    );
    expect(forks.flat()).toEqual([]);
  });
});

describe("the fuses of the packed binary", () => {
  test("are as decided, one by one", async () => {
    const binary = join(packed.app, "shotgraph-editor");
    expect(await wrongFuses(binary)).toEqual([]);
    const wire = await getCurrentFuseWire(binary);
    const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      nodeCliInspect: false,
      cookieEncryption: true,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      filePrivileges: false,
    });
  });

  test("without the choices of electron-builder.yml they would be otherwise", async () => expect(await wrongFuses(join(packed.folder, "electron", "electron"))).toContain("RunAsNode"));
});

describe("beside the archive", () => {
  test("lie the command line's wrapper, which can be started, and the icon of windows", async () => {
    expect((await stat(join(packed.app, "resources", "bin", "shotgraph"))).mode & 0o111).toBe(0o111);
    expect((await stat(join(packed.app, "resources", "icon.png"))).size).toBeGreaterThan(1_000);
  });

  test("there is no place to update from, unless the release workflow names one", async () => await expect(stat(join(packed.app, "resources", "app-update.yml"))).rejects.toThrow(/ENOENT/));
});

describe("the command line that travels with the app", () => {
  let unpacked = "";
  beforeAll(async () => {
    unpacked = await mkdtemp(join(tmpdir(), "shotgraph-unpacked-"));
    extractAll(packed.archive, unpacked);
  });
  afterAll(async () => await rm(unpacked, { recursive: true, force: true }));

  /** The packed program on the stand-in for Electron, called as the wrapper calls it; its files are those of the archive and no others. */
  async function shotgraph(...args: string[]): Promise<{ stdout: string; code: number }> {
    const standIn = join(import.meta.dirname, "..", "desktop", "standIn", "register.ts");
    try {
      const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", "--import", pathToFileURL(standIn).href, join(unpacked, manifest.main), "--cli", "--", ...args], { cwd: unpacked, env: { ...process.env, SHOTGRAPH_HOME: join(unpacked, "home") } });
      return { stdout, code: 0 };
    } catch (error) {
      return error as { stdout: string; code: number };
    }
  }

  test("says its version", async () => expect((await shotgraph("--version")).stdout.trim()).toBe(manifest.version));

  test("runs the demo with every library it needs, sharp included", async () => {
    const { stdout, code } = await shotgraph("demo", "--out", join(unpacked, "results"), "--speed", "Infinity");
    expect(code).toBe(0);
    expect(stdout).toMatch(/billed|credits/i);
  });

  test("keeps its exit codes", async () => expect((await shotgraph("plan", "missing.shotgraph", "--json")).code).toBe(2));
});

describe("electron-builder.yml", () => {
  test("is validated by electron-builder when it packs: a key that it does not know is refused", async () => {
    await expect(packForLinux({ ...({ fuse: { runAsNode: true } } as object) })).rejects.toThrow(/fuse/);
  });

  test("names no certificate, password or account", async () => {
    const config = await readFile(join(import.meta.dirname, "..", "..", "electron-builder.yml"), "utf8");
    expect(config).not.toMatch(/password|cscLink|certificate(File|Sha)|teamId|issuer|token/i);
  });
});
