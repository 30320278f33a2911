import { copyFile, readFile, rename } from "node:fs/promises";
import { settingsSchema, type EditorSettings } from "../../shared/contract/api/host.ts";

/** Where the editor's settings lie. The web host has a file, the desktop electron-store; both are asked the same way. */
interface StoredSettings {
  /** What was there when it was opened, with defaults in the place of what is missing or damaged. */
  readonly value: EditorSettings;
  /** What the user should know: that a damaged file was set aside, and where it is. */
  readonly trouble: string | null;
  /** Resolves when it is on disk. Keys that this version does not know stay. */
  save(value: EditorSettings): Promise<void>;
}

export type OpenSettings = (home: string) => Promise<StoredSettings>;

export interface SoundSettings {
  value: EditorSettings;
  /** All keys of the file, the unknown ones too. */
  keys: Readonly<Record<string, unknown>>;
  trouble: string | null;
}

/** Moves a file that is no JSON object aside as `<path>.damaged`, and says so; null when it is sound, or there is none. */
export async function setBrokenAside(path: string): Promise<string | null> {
  const text = await textOf(path);
  if (text === null || objectIn(text)) return null;
  await rename(path, asideOf(path));
  return `The settings could not be read and are back to what they were at first. The damaged file is kept as ${asideOf(path)}.`;
}

/**
 * Reads a settings file. A broken one is set aside; of one with some values that cannot be, a copy is put there and only those take their defaults. None is no trouble.
 */
export async function readSettings(path: string): Promise<SoundSettings> {
  const broken = await setBrokenAside(path);
  const keys = objectIn((await textOf(path)) ?? "") ?? {};
  const value = settingsSchema.parse(keys);
  const wrong = Object.entries(value).filter(([key, sound]) => Object.hasOwn(keys, key) && !isAs(keys[key], sound));
  if (wrong.length === 0) return { value, keys, trouble: broken };
  await copyFile(path, asideOf(path));
  const names = wrong.map(([key]) => `"${key}"`).join(", ");
  return { value, keys: { ...keys, ...Object.fromEntries(wrong) }, trouble: `The settings held values that cannot be, so ${names} ${wrong.length === 1 ? "is" : "are"} as at first. The file as it was is kept as ${asideOf(path)}.` };
}

const asideOf = (path: string): string => `${path}.damaged`;

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    // Half a file, or no JSON at all.
    return null;
  }
}

/** Whether a value was taken as it is; what a later version adds to an object is no damage. */
function isAs(found: unknown, sound: unknown): boolean {
  if (typeof sound !== "object" || sound === null) return found === sound;
  if (typeof found !== "object" || found === null) return false;
  return Object.entries(sound).every(([key, value]) => isAs((found as Record<string, unknown>)[key], value));
}
