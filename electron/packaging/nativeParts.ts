import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** Processors that are packed for on each system: a universal app of macOS and the installer of Windows hold both. */
const PROCESSORS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = { darwin: ["x64", "arm64"], win32: ["x64", "arm64"], linux: ["x64"] };

/** The packages with sharp's ready-made parts for a system, as `name@version`, of those that sharp names. */
export function nativeParts(platform: NodeJS.Platform, optional: Readonly<Record<string, string>>): string[] {
  const names = (PROCESSORS[platform] ?? []).flatMap((processor) => [`@img/sharp-${platform}-${processor}`, `@img/sharp-libvips-${platform}-${processor}`]);
  return names.flatMap((name) => (optional[name] === undefined ? [] : [`${name}@${optional[name]}`]));
}

/** Brings the ones that npm left out, since they are not for this machine's processor. */
function bringMissing(platform: NodeJS.Platform): void {
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, "node_modules", "sharp", "package.json"), "utf8")) as { optionalDependencies: Record<string, string> };
  const missing = nativeParts(platform, optionalDependencies).filter((part) => !existsSync(join(ROOT, "node_modules", part.slice(0, part.lastIndexOf("@")))));
  if (missing.length === 0) return;
  const npm = process.env["npm_execpath"];
  if (npm === undefined) throw new Error("Start this with npm run package.");
  process.stdout.write(`Bringing ${missing.join(", ")}\n`);
  // They are locked by sharp's own exact versions; `--force` takes what is for another processor, and nothing is written to package.json.
  const { status } = spawnSync(process.execPath, [npm, "install", "--no-save", "--force", "--ignore-scripts", "--no-audit", "--no-fund", ...missing], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error("sharp's parts for the other processor could not be installed.");
}

if (import.meta.main) bringMissing((process.argv[2] as NodeJS.Platform | undefined) ?? process.platform);
