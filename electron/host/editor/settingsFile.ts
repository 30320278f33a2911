import { rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { settingsSchema, type EditorSettings } from "../../../shared/contract/api/host.ts";
import { createChannel } from "./channel.ts";
import { readJson, writeJson } from "./jsonFile.ts";

export interface SettingsFile {
  readonly value: EditorSettings;
  change(part: Partial<EditorSettings>): Promise<EditorSettings>;
  watch(signal: AbortSignal | undefined): AsyncGenerator<EditorSettings, void>;
}

/** The editor's settings in the data folder. A damaged file is set aside and defaults are used. */
export async function openSettings(home: string): Promise<SettingsFile> {
  const path = join(home, "editor", "settings.json");
  const known = await readJson(path, z.record(z.string(), z.unknown()), (damaged) => rename(damaged, `${damaged}.damaged`));
  let value = settingsSchema.parse(known ?? {});
  const channel = createChannel<EditorSettings>();
  let writing: Promise<void> = Promise.resolve();
  return {
    get value() {
      return value;
    },
    async change(part) {
      value = { ...value, ...part };
      channel.send(value);
      const saved = value;
      // One write after another, so that the last one wins.
      writing = writing.then(() => writeJson(path, saved));
      await writing;
      return value;
    },
    watch: (signal) => channel.listen(signal, [value]),
  };
}
