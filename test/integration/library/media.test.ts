import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completedTake, fetchMedia, newTake, openTemp, serve, tempFolder } from "./support.ts";
import { imageFile, videoFile, wavFile } from "./samples.ts";
import type { Library } from "../../../shared/contract/library.ts";
import type { StagedMedia, TakeRecord } from "../../../shared/contract/records.ts";

const png = await imageFile("png");

async function staged(library: Library, file = png, expect_: "image" | "video" = "image"): Promise<StagedMedia> {
  const url = await serve((_request, response) => response.end(file));
  return await library.download(url, expect_);
}

async function storedTake(library: Library, change: Parameters<typeof completedTake>[1] = {}): Promise<TakeRecord> {
  const { id } = await completedTake(library, change);
  return await library.store(id, await staged(library));
}

describe("storing", () => {
  test("puts the bytes under their hash and the take with them, and leaves no temporary file", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const take = await storedTake(library);
    const sha256 = take.sha256 ?? "";
    expect(take.state).toBe("stored");
    expect(library.media(sha256)).toMatchObject({ sha256, type: "image", format: "png", width: 320, height: 200, bytes: png.length });
    expect(library.mediaPath(sha256)).toBe(join(home, "media", sha256.slice(0, 2), sha256));
    expect(readFileSync(library.mediaPath(sha256))).toEqual(png);
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
    expect(library.takesOf("key-1")).toEqual([take]);
  });

  test("the same bytes of several takes keep one file and tell of every take, whatever its realm", async () => {
    const home = tempFolder();
    const [sandbox, real] = [await openTemp({ home }), await openTemp({ home, realm: "real" })];
    const takes = await Promise.all([storedTake(sandbox), storedTake(sandbox, { nodeId: "node-2" })]);
    const sha256 = takes[0].sha256 ?? "";
    const { ino } = statSync(sandbox.mediaPath(sha256));
    await storedTake(real, { nodeId: "node-3" });
    expect(statSync(sandbox.mediaPath(sha256)).ino).toBe(ino);
    const sidecar = JSON.parse(readFileSync(`${sandbox.mediaPath(sha256)}.json`, "utf8")) as { takes: { realm: string; node: string }[] };
    expect(sidecar.takes.map((take) => `${take.realm} ${take.node}`).sort()).toEqual(["real node-3", "sandbox node-1", "sandbox node-2"]);
    expect(real.media(sha256)).toBeDefined();
  });

  test("the sidecar can rebuild the index and gives no secret away", async () => {
    const library = await openTemp();
    const take = await storedTake(library);
    const text = readFileSync(`${library.mediaPath(take.sha256 ?? "")}.json`, "utf8");
    const sidecar = JSON.parse(text) as { takes: unknown[] };
    expect(sidecar).toMatchObject({ format: "shotgraph-media", version: 1, media: library.media(take.sha256 ?? ""), imports: [] });
    expect(sidecar.takes).toEqual([{
      realm: "sandbox", key: "key-1", ordinal: 0, service: "jobs", model: "sd2", taskId: `task-${take.id}`, graph: { id: "graph-1", name: "A graph" }, node: "node-1", item: 0,
      run: "run-1", request: take.request, quoted: { min: 160, max: 200 }, billed: 180, creditsRaw: 180,
      createdAt: take.createdAt, submittedAt: take.submittedAt, completedAt: take.completedAt, storedAt: take.storedAt,
    }]);
    expect(text).not.toContain("secret-in");
  });

  test("of what is not completed, or of the wrong type, changes nothing", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const { id } = await library.intend(newTake());
    const file = await staged(library);
    await expect(library.store(id, file)).rejects.toMatchObject({ code: "illegal" });
    const video = await completedTake(library, { mediaType: "video" });
    await expect(library.store(video.id, file)).rejects.toMatchObject({ code: "illegal" });
    expect(library.media(file.facts.sha256)).toBeUndefined();
    expect(readdirSync(join(home, "media"))).toEqual([]);
    expect(existsSync(file.tempPath)).toBe(true);
  });

  test("again after a crash between file and journal is the same as once", async () => {
    const home = tempFolder();
    const library = await openTemp({ home });
    const first = await storedTake(library);
    rmSync(join(home, "library.db-wal"), { force: true });
    await library.close();
    for (const file of ["library.db", "library.db-wal", "library.db-shm"]) rmSync(join(home, file), { force: true });
    const reborn = await openTemp({ home });
    const again = await storedTake(reborn);
    expect(again.sha256).toBe(first.sha256);
    expect(readFileSync(reborn.mediaPath(again.sha256 ?? ""))).toEqual(png);
  });

  test("replaces a file that was cut short on the disk", async () => {
    const library = await openTemp();
    const { sha256 } = await storedTake(library);
    const path = library.mediaPath(sha256 ?? "");
    writeFileSync(path, png.subarray(0, 10));
    await storedTake(library, { nodeId: "again" });
    expect(readFileSync(path)).toEqual(png);
  });
});

describe("media", () => {
  test("that are gone or cut short are not there, and come back with their file", async () => {
    const home = tempFolder();
    const { sha256 } = await storedTake(await openTemp({ home }));
    const path = (await openTemp({ home })).mediaPath(sha256 ?? "");
    writeFileSync(path, png.subarray(1));
    expect((await openTemp({ home })).media(sha256 ?? "")).toBeUndefined();
    rmSync(path);
    const library = await openTemp({ home });
    expect(library.media(sha256 ?? "")).toBeUndefined();
    writeFileSync(path, png);
    expect(library.media(sha256 ?? "")).toBeDefined();
  });

  test("are only ever looked for inside the library", async () => {
    const library = await openTemp();
    for (const name of ["../../../etc/passwd", "", "A".repeat(64), `${"a".repeat(63)}/`]) {
      expect(library.media(name)).toBeUndefined();
      expect(() => library.mediaPath(name)).toThrow(expect.objectContaining({ code: "illegal" }));
    }
  });
});

describe("importing", () => {
  test("copies a file by content, under its own name, and leaves the original alone", async () => {
    const folder = tempFolder();
    const path = join(folder, "My Sound.wav");
    writeFileSync(path, wavFile(1.5), { mode: 0o444 });
    const library = await openTemp();
    const facts = await library.importFile(path);
    expect(facts).toMatchObject({ name: "My Sound.wav", type: "audio", format: "wav", durationSeconds: 1.5, width: null });
    expect(readFileSync(library.mediaPath(facts.sha256))).toEqual(readFileSync(path));
    expect(library.media(facts.sha256)).toEqual({ ...facts, name: undefined });
    const sidecar = readFileSync(`${library.mediaPath(facts.sha256)}.json`, "utf8");
    expect(JSON.parse(sidecar)).toMatchObject({ takes: [], imports: [{ name: "My Sound.wav" }] });
    expect(sidecar, "where it lay is nobody's business").not.toContain(folder);
  });

  test("the same bytes under another name are the same media with both names", async () => {
    const folder = tempFolder();
    for (const name of ["a.png", "b.png"]) writeFileSync(join(folder, name), png);
    const library = await openTemp();
    const [a, b] = await Promise.all([library.importFile(join(folder, "a.png")), library.importFile(join(folder, "b.png"))]);
    await library.importFile(join(folder, "b.png"));
    expect(a.sha256).toBe(b.sha256);
    const sidecar = JSON.parse(readFileSync(`${library.mediaPath(a.sha256)}.json`, "utf8")) as { imports: { name: string }[] };
    expect(sidecar.imports.map((entry) => entry.name).sort()).toEqual(["a.png", "b.png"]);
  });

  test("refuses what it cannot use, names it, and keeps nothing of it", async () => {
    const folder = tempFolder();
    const home = tempFolder();
    const library = await openTemp({ home });
    writeFileSync(join(folder, "notes.txt"), "just text");
    writeFileSync(join(folder, "empty.mp4"), "");
    writeFileSync(join(folder, "half.mp4"), (await videoFile()).subarray(0, 20_000));
    const refusal = async (name: string): Promise<unknown> => library.importFile(join(folder, name)).catch((error: unknown) => error);
    expect(await refusal("notes.txt")).toMatchObject({ code: "not-media", message: expect.stringContaining("notes.txt") });
    expect(await refusal("empty.mp4")).toMatchObject({ code: "empty" });
    expect(await refusal("half.mp4")).toMatchObject({ code: "damaged" });
    expect(await refusal("absent.png")).toMatchObject({ code: "not-found", message: expect.stringContaining("absent.png") });
    expect(await refusal("")).toMatchObject({ code: "not-media", message: expect.stringContaining("folder") });
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
    expect(readdirSync(join(home, "media"))).toEqual([]);
  });
});

describe("exporting", () => {
  async function imported(): Promise<{ library: Library; sha256: string; out: string }> {
    const folder = tempFolder();
    writeFileSync(join(folder, "x.png"), png);
    const library = await openTemp({ fetchMedia });
    const { sha256 } = await library.importFile(join(folder, "x.png"));
    return { library, sha256, out: join(folder, "out", "deeper") };
  }

  test("copies under the asked name with the right extension, with its provenance beside it", async () => {
    const { library, sha256, out } = await imported();
    const path = await library.exportMedia(sha256, out, "Shot 1.jpg");
    expect(path).toBe(join(out, "Shot 1.png"));
    expect(readFileSync(path)).toEqual(png);
    expect(JSON.parse(readFileSync(`${path}.json`, "utf8"))).toMatchObject({ format: "shotgraph-media", media: { sha256 }, imports: [{ name: "x.png" }] });
    expect(readdirSync(out).sort()).toEqual(["Shot 1.png", "Shot 1.png.json"]);
  });

  test("uses what is already there with the same bytes, and never overwrites anything else", async () => {
    const { library, sha256, out } = await imported();
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "shot.png"), "mine");
    writeFileSync(join(out, "shot 2.png.json"), '{"mine":true}');
    mkdirSync(join(out, "shot 3.png"));
    const path = await library.exportMedia(sha256, out, "shot");
    expect(path).toBe(join(out, "shot 4.png"));
    expect(await library.exportMedia(sha256, out, "shot")).toBe(path);
    expect(readFileSync(join(out, "shot.png"), "utf8")).toBe("mine");
    expect(readFileSync(join(out, "shot 2.png.json"), "utf8")).toBe('{"mine":true}');
    expect(existsSync(join(out, "shot 2.png"))).toBe(false);
  });

  test("of different files under one name at the same moment gives each a name of its own", async () => {
    const { library, sha256, out } = await imported();
    const others = await Promise.all([1, 2, 3].map(async (seconds) => {
      const path = join(tempFolder(), "s.wav");
      writeFileSync(path, wavFile(seconds));
      return (await library.importFile(path)).sha256;
    }));
    const paths = await Promise.all([...others, ...others, sha256].map((sha) => library.exportMedia(sha, out, "one name")));
    expect(new Set(paths).size).toBe(4);
    for (const [index, sha] of [...others, ...others].entries()) {
      expect(readFileSync(paths[index] ?? "")).toEqual(readFileSync(library.mediaPath(sha)));
      expect(JSON.parse(readFileSync(`${paths[index]}.json`, "utf8"))).toMatchObject({ media: { sha256: sha } });
    }
    expect(readdirSync(out).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("of media that are not there says so", async () => {
    const { library, out } = await imported();
    await expect(library.exportMedia("0".repeat(64), out, "x")).rejects.toMatchObject({ code: "not-found" });
    expect(existsSync(out)).toBe(false);
  });
});
