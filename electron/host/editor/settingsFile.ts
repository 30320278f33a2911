import { join } from "node:path";
import type { EditorSettings } from "../../../shared/contract/api/host.ts";
import { readSettings, type OpenSettings } from "../../settings/storedSettings.ts";
import { createChannel } from "./channel.ts";
import { writeJson } from "./jsonFile.ts";

export interface SettingsFile {
  readonly value: EditorSettings;
  /** What happened to the stored settings that the user should know. */
  readonly trouble: string | null;
  change(part: Partial<EditorSettings>): Promise<EditorSettings>;
  watch(signal: AbortSignal | undefined): AsyncGenerator<EditorSettings, void>;
}

/** The web host's: a file in the data folder. */
export const settingsInFile: OpenSettings = async (home) => {
  const path = join(home, "editor", "settings.json");
  const { value, keys, trouble } = await readSettings(path);
  return { value, trouble, save: (saved) => writeJson(path, { ...keys, ...saved }) };
};

/** The editor's settings, followed by whoever shows them. */
export async function openSettings(home: string, open: OpenSettings = settingsInFile): Promise<SettingsFile> {
  const stored = await open(home);
  let { value } = stored;
  const channel = createChannel<EditorSettings>();
  let writing: Promise<void> = Promise.resolve();
  return {
    get value() {
      return value;
    },
    trouble: stored.trouble,
    async change(part) {
      value = { ...value, ...part };
      channel.send(value);
      const saved = value;
      // One write after another, so that the last one wins; one that failed keeps nobody from trying again.
      const written = writing.then(() => stored.save(saved));
      writing = written.catch(() => undefined);
      await written;
      return value;
    },
    watch: (signal) => channel.listen(signal, [value]),
  };
}
