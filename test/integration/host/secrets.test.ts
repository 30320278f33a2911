import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../electron/sandbox/index.ts";
import { openSecretStore, type SecretName, type SecretVault } from "../../../electron/settings/secrets.ts";
import type { SecretStatus } from "../../../shared/contract/api/secrets.ts";
import type { HostClient } from "../../../renderer/state/client.ts";
import { ended, startHost, tempFolder } from "./support.ts";

const GOOD = "sk-good-key-of-the-test-0001";
const OTHER = "sk-other-key-of-the-test-0002";
const BAD = "sk-bad-key-of-the-test-9999";

let service: Sandbox | null = null;

afterEach(async () => {
  await service?.close();
  service = null;
});

async function serviceAt(speed = Infinity): Promise<string> {
  service = await startSandbox({ speed, apiKeys: [GOOD, OTHER], credits: 1000 });
  return service.url;
}

async function statusOf(client: HostClient): Promise<SecretStatus> {
  const stop = new AbortController();
  for await (const status of await client.secrets.watch(undefined, { signal: stop.signal })) {
    stop.abort();
    return status;
  }
  throw new Error("no status");
}

function vaultOf(protection: "os" | "none"): SecretVault & { saved: Map<SecretName, string> } {
  const saved = new Map<SecretName, string>();
  return {
    protection,
    saved,
    load: () => Promise.resolve({ values: Object.fromEntries(saved), unreadable: [] }),
    write(name, value) {
      if (value === null) saved.delete(name);
      else saved.set(name, value);
      return Promise.resolve();
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("a key", () => {
  test("is tested against the balance, and testing keeps nothing", async () => {
    const baseUrl = await serviceAt();
    const { client, home } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() } });
    expect(await client.secrets.test({ key: GOOD })).toEqual({ ok: true, credits: 1000, available: 1000 });
    expect(await client.secrets.test({ key: BAD })).toMatchObject({ ok: false, code: "unauthorised" });
    expect(await client.secrets.test({ key: "two words" })).toMatchObject({ ok: false, code: "malformed" });
    expect((await statusOf(client)).names.seegenKey).toBe("absent");
    expect((await client.system.info()).hasKey).toBe(false);
    expect(home).toBeTruthy();
  });

  test("that the service does not take is not kept, and no answer repeats it", async () => {
    const baseUrl = await serviceAt();
    const { client } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() } });
    const refused = await client.secrets.keep({ name: "seegenKey", value: BAD, keep: "session" });
    expect(refused).toMatchObject({ ok: false, code: "unauthorised" });
    expect(JSON.stringify(refused)).not.toContain(BAD);
    expect((await client.system.info()).hasKey).toBe(false);
  });

  test("that nobody can be asked about is not kept", async () => {
    const baseUrl = await serviceAt();
    await service?.close();
    service = null;
    const { client } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() } });
    expect(await client.secrets.keep({ name: "seegenKey", value: GOOD, keep: "session" })).toMatchObject({ ok: false, code: "unreachable" });
    expect((await statusOf(client)).names.seegenKey).toBe("absent");
  }, 60_000);

  test("opens the service without a restart, and its going closes it", async () => {
    const baseUrl = await serviceAt();
    const { client } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() } });
    expect(await client.secrets.keep({ name: "seegenKey", value: ` ${GOOD}\n`, keep: "session" })).toMatchObject({ ok: true, test: { available: 1000 } });
    expect(await statusOf(client)).toEqual({ protection: "memory", names: { seegenKey: "session", bucketSecret: "absent" } });
    expect((await client.system.info()).hasKey).toBe(true);
    expect(await client.system.switchRealm({ realm: "service" })).toMatchObject({ ok: true });
    expect((await client.account.refresh()).available).toBe(1000);
    const opened = await client.graphs.create({ template: "text-to-video" });
    const run = await client.runs.start({ session: opened.session, accepted: 1000 });
    if (run.status !== "started") throw new Error(run.status);
    expect((await ended(client, run.runId)).outcome).toBe("done");
    expect(await client.secrets.forget({ name: "seegenKey" })).toMatchObject({ ok: true });
    expect((await client.system.info()).hasKey).toBe(false);
    const again = await client.graphs.create({ template: "keyframe-upscale" });
    expect(await client.runs.start({ session: again.session, accepted: 100_000 })).toMatchObject({ status: "refused", code: "noKey" });
  }, 60_000);

  test("is not changed under a run that uses it", async () => {
    const baseUrl = await serviceAt(60);
    const { client } = await startHost(undefined, { settings: { apiKey: GOOD, baseUrl, home: tempFolder() }, realm: "service", secrets: await openSecretStore({ env: {}, vault: null }).then(async (store) => (await store.put("seegenKey", GOOD, "session"), store)) });
    const opened = await client.graphs.create({ template: "text-to-video" });
    const run = await client.runs.start({ session: opened.session, accepted: 1000 });
    if (run.status !== "started") throw new Error(run.status);
    expect(await client.secrets.keep({ name: "seegenKey", value: OTHER, keep: "session" })).toMatchObject({ ok: false, code: "busy" });
    expect(await client.secrets.forget({ name: "seegenKey" })).toMatchObject({ ok: false, code: "busy" });
    expect((await ended(client, run.runId)).outcome).toBe("done");
    expect(await client.secrets.keep({ name: "seegenKey", value: OTHER, keep: "session" })).toMatchObject({ ok: true });
  }, 60_000);

  test("that is entered while a run waits for one lets the run go on", async () => {
    const baseUrl = await serviceAt();
    const secrets = await openSecretStore({ env: {}, vault: null });
    await secrets.put("seegenKey", GOOD, "session");
    const { client } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() }, realm: "service", secrets });
    service?.setScenario({ rules: [{ match: { endpoint: "createTask" }, fault: { kind: "http", status: 401 }, times: 1 }] });
    const opened = await client.graphs.create({ template: "text-to-video" });
    const run = await client.runs.start({ session: opened.session, accepted: 1000 });
    if (run.status !== "started") throw new Error(run.status);
    for await (const update of await client.runs.watch()) if (update.type === "run" && update.run.state === "paused") break;
    expect(await client.secrets.keep({ name: "seegenKey", value: GOOD, keep: "session" })).toMatchObject({ ok: true });
    expect((await ended(client, run.runId)).outcome).toBe("done");
  }, 60_000);

  test("of the environment is used and cannot be replaced in the page", async () => {
    const baseUrl = await serviceAt();
    const { client } = await startHost(undefined, { settings: { apiKey: GOOD, baseUrl, home: tempFolder() } });
    expect((await statusOf(client)).names.seegenKey).toBe("environment");
    expect(await client.secrets.keep({ name: "seegenKey", value: OTHER, keep: "session" })).toMatchObject({ ok: false, code: "environment" });
  });

  test("is saved where nothing protects it only when the user says so", async () => {
    const baseUrl = await serviceAt();
    const vault = vaultOf("none");
    const { client } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home: tempFolder() }, secrets: await openSecretStore({ env: {}, vault }) });
    expect(await client.secrets.keep({ name: "seegenKey", value: GOOD, keep: "saved" })).toMatchObject({ ok: false, code: "unprotected" });
    expect(vault.saved.size).toBe(0);
    expect(await client.secrets.keep({ name: "seegenKey", value: GOOD, keep: "saved", unprotected: true })).toMatchObject({ ok: true });
    expect(vault.saved.get("seegenKey")).toBe(GOOD);
    expect((await statusOf(client)).names.seegenKey).toBe("saved");
  });

  test("is in no file of the data folder, whatever was done with it", async () => {
    const baseUrl = await serviceAt();
    const home = tempFolder();
    const { client, host } = await startHost(undefined, { settings: { apiKey: null, baseUrl, home } });
    await client.secrets.keep({ name: "seegenKey", value: GOOD, keep: "session" });
    await client.secrets.keep({ name: "bucketSecret", value: OTHER, keep: "session" });
    await client.system.switchRealm({ realm: "service" });
    const opened = await client.graphs.create({ template: "text-to-video" });
    const run = await client.runs.start({ session: opened.session, accepted: 1000 });
    if (run.status === "started") await ended(client, run.runId);
    await host.close();
    const holding = filesIn(home).filter((path) => [GOOD, OTHER].some((secret) => readFileSync(path).includes(secret)));
    expect(holding).toEqual([]);
  }, 60_000);
});

describe("the window", () => {
  test("is told where files of open graphs and of the library lie, and of no other", async () => {
    const { client, home } = await startHost();
    const path = join(home, "mine.shotgraph");
    const opened = await client.graphs.create({ template: "text-to-video" });
    expect(await client.desktop.placeOf({ session: opened.session })).toMatchObject({ path: null, message: expect.stringContaining("save it first") });
    await client.graphs.save({ session: opened.session, path });
    expect(await client.desktop.placeOf({ session: opened.session })).toEqual({ path, message: null });
    expect(await client.desktop.placeOf({ sha256: "0".repeat(64) })).toMatchObject({ path: null });
    expect(await client.desktop.placeOf({ exported: "/etc/passwd" })).toMatchObject({ path: null });
    expect(await client.desktop.copyForDrag({ sha256: "0".repeat(64), name: "x" })).toMatchObject({ path: null });
  });

  test("drags and shows results under names that say what they are", async () => {
    const { client, home } = await startHost();
    const opened = await client.graphs.create({ template: "product-still" }).catch(() => client.graphs.create({ template: "text-to-video" }));
    const run = await client.runs.start({ session: opened.session, accepted: 100_000 });
    if (run.status !== "started") throw new Error(run.status);
    await ended(client, run.runId);
    const [item] = (await client.library.list({})).items;
    const sha256 = item?.facts.sha256 ?? "";
    const copy = await client.desktop.copyForDrag({ sha256, name: "../Beach: run" });
    expect(copy.message).toBeNull();
    expect(copy.path?.startsWith(join(home, "drag", sha256))).toBe(true);
    expect(readFileSync(copy.path ?? "").length).toBeGreaterThan(1000);
    const shown = await client.desktop.placeOf({ sha256 });
    expect(shown.path?.startsWith(home)).toBe(true);
    const out = join(home, "out");
    mkdirSync(out);
    const exported = await client.library.exportTo({ sha256, folder: out, name: "clip" });
    expect(await client.desktop.placeOf({ exported: exported.path ?? "" })).toEqual({ path: exported.path, message: null });
    writeFileSync(join(out, "other.mp4"), "x");
    expect(await client.desktop.placeOf({ exported: join(out, "other.mp4") })).toMatchObject({ path: null });
  }, 60_000);

  test("empties the list of recent graphs, and still knows them as the user's own", async () => {
    const { client, home } = await startHost();
    const path = join(home, "mine.shotgraph");
    const opened = await client.graphs.create({});
    await client.graphs.save({ session: opened.session, path });
    expect(await client.graphs.recents()).toHaveLength(1);
    expect(await client.graphs.clearRecents()).toEqual([]);
    await client.graphs.close({ session: opened.session });
    expect(await client.graphs.open({ path })).toMatchObject({ status: "opened", foreign: false });
    expect(await client.graphs.recents()).toHaveLength(1);
  });
});
