import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = process.platform === "win32" ? ["ffmpeg.exe", "ffmpeg.cmd", "ffmpeg.bat"] : ["ffmpeg"];

/** Why no frame can be taken here, as the end of a sentence; undefined where ffmpeg is on the PATH. */
export function whyNoFfmpeg(path: string = process.env["PATH"] ?? ""): string | undefined {
  const isThere = path.split(delimiter).some((folder) => folder !== "" && NAMES.some((name) => mayRun(join(folder, name))));
  return isThere ? undefined : "ffmpeg is installed: there is none on the PATH.";
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for this user: both mean no.
    return false;
  }
}
