import { join } from "node:path";
import type ElectronStore from "electron-store";
import type { Options, Schema } from "electron-store";
import { z } from "zod";
import { settingsChangeInput, settingsSchema } from "../../../shared/contract/api/host.ts";
import { writeJson } from "../../host/editor/jsonFile.ts";
import { readSettings, setBrokenAside, type OpenSettings } from "../../settings/storedSettings.ts";

type Stored = Record<string, unknown>;

/** electron-store, or what stands in for it: it can only be imported inside Electron. */
export type StoreClass = new (options: Options<Stored>) => Pick<ElectronStore<Stored>, "store" | "path">;

/** What changes of a settings file when it comes to this version, by the version that brought it. A step sees the keys as they are and returns them as they become. */
export type Migrations = Readonly<Record<string, (keys: Readonly<Stored>) => Stored>>;

/** The first version's settings are still what they were. */
const MIGRATIONS: Migrations = {};

/**
 * The settings in electron-store, in the same file as the web host's: its schema refuses what cannot be, its migrations bring older files up to date. What is damaged is set aside before,
 * so that it never keeps the program from starting.
 */
export function settingsInElectronStore(Store: StoreClass, version: string, migrations: Migrations = MIGRATIONS): OpenSettings {
  return async (home) => {
    const folder = join(home, "editor");
    const path = join(folder, "settings.json");
    const steps = Object.fromEntries(Object.entries(migrations).map(([from, step]) => [from, (store: { store: Stored }) => void (store.store = step(store.store))]));
    const options: Options<Stored> = { cwd: folder, name: "settings", projectVersion: version, schema: schemaOfSettings(), clearInvalidConfig: false, ...(Object.keys(steps).length > 0 ? { migrations: steps } : {}) };
    const { store, trouble } = await opened();
    const value = settingsSchema.parse(store.store);
    return {
      value,
      trouble,
      async save(saved) {
        await Promise.resolve();
        store.store = { ...store.store, ...saved };
      },
    };

    /** Migrations come first: only what is still wrong after them is damage. */
    async function opened(): Promise<{ store: InstanceType<StoreClass>; trouble: string | null }> {
      // A file that is no object at all is nothing to migrate.
      const broken = await setBrokenAside(path);
      try {
        return { store: new Store(options), trouble: broken };
      } catch (error) {
        const { keys, trouble } = await readSettings(path);
        if (trouble === null) throw error;
        if (Object.keys(keys).length > 0) await writeJson(path, keys);
        return { store: new Store(options), trouble };
      }
    }
  };
}

/** JSON Schema of each setting, from the one source of their types. */
function schemaOfSettings(): Schema<Stored> {
  const { properties = {} } = z.toJSONSchema(settingsChangeInput, { target: "draft-2020-12" });
  return properties as Schema<Stored>;
}
