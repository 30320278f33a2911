import { join } from "node:path";
import type { AfterPackContext } from "electron-builder";
import { setFuses, wrongFuses } from "./fuses.ts";
import { checkPackedFiles } from "./packedFiles.ts";

/**
 * electron-builder calls this when an app folder is complete and before it is signed: refuses what must not be shipped, sets the fuses and reads them back.
 * The halves of a universal app are left alone; the whole follows.
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }: AfterPackContext): Promise<void> {
  if (appOutDir.endsWith("-temp")) return;
  const mac = electronPlatformName === "darwin";
  const program = packager.appInfo.productFilename;
  const resources = mac ? join(appOutDir, `${program}.app`, "Contents", "Resources") : join(appOutDir, "resources");
  const problems = await checkPackedFiles(join(resources, "app.asar"));
  if (problems.length > 0) throw new Error(`This must not be shipped:\n${problems.join("\n")}`);
  const binary = join(appOutDir, mac ? `${program}.app` : electronPlatformName === "win32" ? `${program}.exe` : executableOf(packager, program));
  // An unsigned app still needs a signature of its own to start on Apple's processors; flipping breaks the one that it came with.
  await setFuses(binary, mac && process.platform === "darwin");
  const wrong = await wrongFuses(binary);
  if (wrong.length > 0) throw new Error(`These fuses of ${binary} did not take: ${wrong.join(", ")}`);
}

/** Only the packager of Linux has a name of its own for the program. */
function executableOf(packager: AfterPackContext["packager"], otherwise: string): string {
  return "executableName" in packager && typeof packager.executableName === "string" ? packager.executableName : otherwise;
}
