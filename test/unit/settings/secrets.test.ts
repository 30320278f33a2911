import { describe, expect, it } from "vitest";
import { openSecretStore, type SecretName, type SecretVault } from "../../../electron/settings/secrets.ts";

function memoryVault(saved: Partial<Record<SecretName, string>> = {}, unreadable: SecretName[] = []): SecretVault & { saved: Partial<Record<SecretName, string>>; writes: [SecretName, string | null][] } {
  const writes: [SecretName, string | null][] = [];
  return {
    protection: "os",
    saved,
    writes,
    load: () => Promise.resolve({ values: { ...saved }, unreadable }),
    write(name, value) {
      writes.push([name, value]);
      if (value === null) delete saved[name];
      else saved[name] = value;
      return Promise.resolve();
    },
  };
}

describe("secrets", () => {
  it("of the environment win and cannot be replaced from within", async () => {
    const vault = memoryVault({ seegenKey: "saved-key" });
    const store = await openSecretStore({ env: { SEEGEN_API_KEY: " from-env ", SHOTGRAPH_S3_SECRET_ACCESS_KEY: "bucket" }, vault });
    expect(await store.get("seegenKey")).toBe("from-env");
    expect(await store.get("bucketSecret")).toBe("bucket");
    expect(store.status()).toEqual({ protection: "os", names: { seegenKey: "environment", bucketSecret: "environment" } });
    await expect(store.put("seegenKey", "other", "saved")).rejects.toMatchObject({ code: "environment", message: expect.stringContaining("SEEGEN_API_KEY") });
    expect(vault.writes).toEqual([]);
  });

  it("are saved only where there is a vault; without one they end with the process", async () => {
    const store = await openSecretStore({ env: { SEEGEN_API_KEY: "  " }, vault: null });
    expect(store.status()).toEqual({ protection: "memory", names: { seegenKey: "absent", bucketSecret: "absent" } });
    await expect(store.put("seegenKey", "k", "saved")).rejects.toMatchObject({ code: "cannotSave" });
    expect(await store.get("seegenKey")).toBeNull();
    await store.put("seegenKey", " k ", "session");
    expect(await store.get("seegenKey")).toBe("k");
    expect(store.status().names.seegenKey).toBe("session");
    const next = await openSecretStore({ env: {}, vault: null });
    expect(await next.get("seegenKey")).toBeNull();
  });

  it("are there again at the next start when saved", async () => {
    const vault = memoryVault();
    const store = await openSecretStore({ env: {}, vault });
    await store.put("bucketSecret", "s3", "saved");
    expect(store.status().names.bucketSecret).toBe("saved");
    expect(await (await openSecretStore({ env: {}, vault })).get("bucketSecret")).toBe("s3");
    await store.put("bucketSecret", null, "saved");
    expect(await (await openSecretStore({ env: {}, vault })).get("bucketSecret")).toBeNull();
  });

  it("for the session take a saved one away, which would come back unexpected", async () => {
    const vault = memoryVault({ seegenKey: "old" });
    const store = await openSecretStore({ env: {}, vault });
    await store.put("seegenKey", "new", "session");
    expect(vault.saved).toEqual({});
    expect(await store.get("seegenKey")).toBe("new");
    expect(vault.writes).toEqual([["seegenKey", null]]);
  });

  it("that cannot be read are said to be, and stay until replaced", async () => {
    const vault = memoryVault({}, ["seegenKey"]);
    const store = await openSecretStore({ env: {}, vault });
    expect(store.status().names.seegenKey).toBe("unreadable");
    expect(await store.get("seegenKey")).toBeNull();
    expect(vault.writes).toEqual([]);
    await store.put("seegenKey", "again", "saved");
    expect(store.status().names.seegenKey).toBe("saved");
  });

  it("stay as they were when they cannot be written", async () => {
    const vault = { ...memoryVault({ seegenKey: "old" }), write: () => Promise.reject(new Error("disk full")) };
    const store = await openSecretStore({ env: {}, vault });
    const changes: string[] = [];
    store.onChange((name) => changes.push(name));
    await expect(store.put("seegenKey", "new", "saved")).rejects.toThrow("disk full");
    expect(await store.get("seegenKey")).toBe("old");
    expect(changes).toEqual([]);
  });

  it("tell who listens, and the last of several wins", async () => {
    const vault = memoryVault();
    const store = await openSecretStore({ env: {}, vault });
    const changes: string[] = [];
    const stop = store.onChange((name) => changes.push(name));
    await Promise.all([store.put("seegenKey", "a", "saved"), store.put("seegenKey", "b", "saved")]);
    expect(await store.get("seegenKey")).toBe("b");
    expect(vault.saved).toEqual({ seegenKey: "b" });
    expect(changes).toEqual(["seegenKey", "seegenKey"]);
    stop();
    await store.put("seegenKey", null, "session");
    expect(changes).toHaveLength(2);
    await expect(store.put("seegenKey", "  ", "session")).rejects.toMatchObject({ code: "empty" });
  });
});
