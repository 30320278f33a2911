import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Conf from "conf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsInElectronStore, type Migrations, type StoreClass } from "../../../electron/desktop/settings/electronStore.ts";
import { openSettings, settingsInFile } from "../../../electron/host/editor/settingsFile.ts";
import type { OpenSettings } from "../../../electron/settings/storedSettings.ts";
import { settingsSchema } from "../../../shared/contract/api/host.ts";

/** electron-store is this class with Electron's folders; under Node it cannot be imported. */
const Store = class extends Conf {
  constructor({ name, ...options }: ConstructorParameters<StoreClass>[0]) {
    super({ ...options, configName: name ?? "config" });
  }
} as unknown as StoreClass;

let home = "";
const path = () => join(home, "editor", "settings.json");
const put = (text: string) => writeFileSync(path(), text);
const onDisk = () => JSON.parse(readFileSync(path(), "utf8")) as Record<string, unknown>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "shotgraph-settings-"));
  mkdirSync(join(home, "editor"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const KINDS: readonly [string, OpenSettings][] = [
  ["the web host's file", settingsInFile],
  ["the desktop's electron-store", settingsInElectronStore(Store, "1.0.0")],
];

describe.each(KINDS)("settings in %s", (_name, open) => {
  test("are the defaults where there is no file, without a word", async () => {
    expect(await openSettings(home, open)).toMatchObject({ value: settingsSchema.parse({}), trouble: null });
  });

  test("are there again after a change", async () => {
    const settings = await openSettings(home, open);
    await settings.change({ theme: "light", askAbove: 20 });
    expect((await openSettings(home, open)).value).toMatchObject({ theme: "light", askAbove: 20, welcomed: false });
  });

  test("of a damaged file are defaults; the file is set aside and the user is told where", async () => {
    put('{"theme":"light","ask');
    const settings = await openSettings(home, open);
    expect(settings.value.theme).toBe("system");
    expect(settings.trouble).toContain(`${path()}.damaged`);
    expect(readFileSync(`${path()}.damaged`, "utf8")).toBe('{"theme":"light","ask');
    await settings.change({ theme: "dark" });
    expect(await openSettings(home, open)).toMatchObject({ value: { theme: "dark" }, trouble: null });
  });

  test("of a list or a number are damaged too", async () => {
    put("[1,2]");
    expect((await openSettings(home, open)).trouble).toContain("damaged");
  });

  test("keep what is sound beside one value that cannot be", async () => {
    put(JSON.stringify({ theme: "pink", askAbove: 20, panels: { left: "wide" } }));
    const settings = await openSettings(home, open);
    expect(settings.value).toMatchObject({ theme: "system", askAbove: 20 });
    expect(settings.trouble).toMatch(/"theme", "panels" are as at first/);
    expect(existsSync(`${path()}.damaged`)).toBe(true);
  });

  test("keep keys of a later version through a change", async () => {
    put(JSON.stringify({ theme: "light", ofLater: { a: 1 } }));
    const settings = await openSettings(home, open);
    expect(settings.trouble).toBeNull();
    await settings.change({ askAbove: 7 });
    expect(onDisk()).toMatchObject({ theme: "light", askAbove: 7, ofLater: { a: 1 } });
  });

  test("come in the order of their changes, and tell who follows them", async () => {
    const settings = await openSettings(home, open);
    const seen: number[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const { askAbove } of settings.watch(stop.signal)) seen.push(askAbove);
    })();
    await Promise.all([settings.change({ askAbove: 1 }), settings.change({ askAbove: 2 }), settings.change({ askAbove: 3 })]);
    stop.abort();
    await reading;
    expect(seen).toEqual([500, 1, 2, 3]);
    expect(onDisk()["askAbove"]).toBe(3);
  });
});

describe("the desktop's settings", () => {
  const migrations: Migrations = { "1.1.0": ({ theme, ...keys }) => ({ ...keys, theme: theme === "night" ? "dark" : theme }) };

  test("of an older version are brought up to date, which is no damage", async () => {
    put(JSON.stringify({ theme: "night", askAbove: 9 }));
    const settings = await openSettings(home, settingsInElectronStore(Store, "1.1.0", migrations));
    expect(settings).toMatchObject({ value: { theme: "dark", askAbove: 9 }, trouble: null });
    expect(existsSync(`${path()}.damaged`)).toBe(false);
  });

  test("are migrated once", async () => {
    put(JSON.stringify({ theme: "night" }));
    let times = 0;
    const counting: Migrations = { "1.1.0": (keys) => ((times += 1), { ...keys, theme: "dark" }) };
    await openSettings(home, settingsInElectronStore(Store, "1.1.0", counting));
    await openSettings(home, settingsInElectronStore(Store, "1.1.0", counting));
    expect(times).toBe(1);
  });

  test("refuse what their schema does not know to be possible", async () => {
    const stored = await settingsInElectronStore(Store, "1.0.0")(home);
    await expect(stored.save({ ...stored.value, askAbove: -1 })).rejects.toThrow(/askAbove/);
  });

  test("are the same file as the web host's", async () => {
    await (await openSettings(home, settingsInFile)).change({ theme: "light" });
    const desktop = await openSettings(home, settingsInElectronStore(Store, "1.0.0"));
    expect(desktop.value.theme).toBe("light");
    await desktop.change({ askAbove: 3 });
    expect((await openSettings(home, settingsInFile)).value).toMatchObject({ theme: "light", askAbove: 3 });
  });
});
