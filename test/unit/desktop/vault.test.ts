import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ElectronApi } from "../../../electron/desktop/electronApi.ts";
import { openVault } from "../../../electron/desktop/secrets/vault.ts";

type SafeStorage = ElectronApi["safeStorage"];

let home = "";
const lines: string[] = [];
const log = (line: string) => void lines.push(line);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "shotgraph-vault-"));
  lines.length = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Encrypts by turning bits over, under a key that may be changed. */
function keychain({ backend = "gnome_libsecret", available = true }: { backend?: ReturnType<SafeStorage["getSelectedStorageBackend"]>; available?: boolean } = {}) {
  const state = { key: 7, newest: 7, locked: false };
  const turn = (bytes: Buffer, key: number) => Buffer.from(bytes.map((byte) => byte ^ key));
  const safeStorage: SafeStorage = {
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text) => Promise.resolve(Buffer.concat([Buffer.from([state.newest]), turn(Buffer.from(text), state.newest)])),
    decryptStringAsync: (bytes) => {
      if (state.locked) return Promise.reject(new Error("the keychain is locked"));
      return Promise.resolve({ result: turn(bytes.subarray(1), bytes[0]!).toString(), shouldReEncrypt: bytes[0] !== state.newest });
    },
  };
  return { safeStorage, state };
}

const saved = () => JSON.parse(readFileSync(join(home, "secrets.json"), "utf8")) as { secrets: Record<string, string> };

test("a saved secret is encrypted on disk, for this user alone, and there again at the next start", async () => {
  const { safeStorage } = keychain();
  const vault = await openVault({ safeStorage, platform: "linux", home, log });
  await vault!.write("seegenKey", "sk-very-secret");
  const path = join(home, "secrets.json");
  expect(readFileSync(path, "utf8")).not.toContain("sk-very-secret");
  expect(Buffer.from(saved().secrets["seegenKey"]!, "base64").toString()).not.toContain("sk-very-secret");
  expect(process.platform === "win32" || (statSync(path).mode & 0o777) === 0o600).toBe(true);
  const next = await openVault({ safeStorage, platform: "linux", home, log });
  expect(next!.protection).toBe("os");
  expect(await next!.load()).toEqual({ values: { seegenKey: "sk-very-secret" }, unreadable: [] });
  await next!.write("seegenKey", null);
  expect((await next!.load()).values).toEqual({});
});

test("without a keyring on Linux it says that nothing protects what is saved; macOS and Windows have no such backend", async () => {
  const { safeStorage } = keychain({ backend: "basic_text" });
  expect((await openVault({ safeStorage, platform: "linux", home, log }))!.protection).toBe("none");
  expect((await openVault({ safeStorage, platform: "darwin", home, log }))!.protection).toBe("os");
  expect((await openVault({ safeStorage, platform: "win32", home, log }))!.protection).toBe("os");
});

test("nothing can be saved where the system cannot encrypt", async () => {
  const { safeStorage } = keychain({ available: false });
  expect(await openVault({ safeStorage, platform: "linux", home, log })).toBeNull();
  expect(await openVault({ safeStorage: { ...safeStorage, isAsyncEncryptionAvailable: () => Promise.reject(new Error("no bus")) }, platform: "linux", home, log })).toBeNull();
});

test("a secret is encrypted anew when the system's key has changed", async () => {
  const { safeStorage, state } = keychain();
  const vault = (await openVault({ safeStorage, platform: "linux", home, log }))!;
  await vault.write("seegenKey", "sk-one");
  await vault.write("bucketSecret", "s3-two");
  const before = saved().secrets;
  state.newest = 9;
  expect((await vault.load()).values).toEqual({ seegenKey: "sk-one", bucketSecret: "s3-two" });
  const after = saved().secrets;
  expect(Buffer.from(after["seegenKey"]!, "base64")[0]).toBe(9);
  expect(Buffer.from(after["bucketSecret"]!, "base64")[0]).toBe(9);
  expect(after).not.toEqual(before);
  expect((await vault.load()).values).toEqual({ seegenKey: "sk-one", bucketSecret: "s3-two" });
});

test("a locked keychain loses nothing: the secret is said to be unreadable and stays", async () => {
  const { safeStorage, state } = keychain();
  const vault = (await openVault({ safeStorage, platform: "linux", home, log }))!;
  await vault.write("seegenKey", "sk-one");
  state.locked = true;
  expect(await vault.load()).toEqual({ values: {}, unreadable: ["seegenKey"] });
  // Another secret is written beside it.
  await vault.write("bucketSecret", "s3-two");
  state.locked = false;
  expect((await vault.load()).values).toEqual({ seegenKey: "sk-one", bucketSecret: "s3-two" });
});

test("a damaged file is set aside and said to be, without quoting it", async () => {
  const { safeStorage } = keychain();
  writeFileSync(join(home, "secrets.json"), '{"version":1,"secrets":{"seegenKey":"sk-in-clear');
  const vault = (await openVault({ safeStorage, platform: "linux", home, log }))!;
  expect(await vault.load()).toEqual({ values: {}, unreadable: [] });
  expect(readFileSync(join(home, "secrets.json.damaged"), "utf8")).toContain("sk-in-clear");
  expect(lines.join("\n")).toContain("set aside");
  expect(lines.join("\n")).not.toContain("sk-in-clear");
});

test("secrets of a later version stay in the file", async () => {
  const { safeStorage } = keychain();
  writeFileSync(join(home, "secrets.json"), JSON.stringify({ version: 1, secrets: { ofLater: "AAAA" } }));
  const vault = (await openVault({ safeStorage, platform: "linux", home, log }))!;
  await vault.write("seegenKey", "sk-one");
  expect(saved().secrets["ofLater"]).toBe("AAAA");
});
