import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32, deflateRawSync } from "node:zlib";
import { goodParts, KEY, type Parts, REQUEST, shaOf, zipParts, zipped } from "../../fixtures/bundleParts.ts";
import { zipOf, type ZipPart } from "../../fixtures/zip.ts";
import { imageFile, wavFile } from "../library/samples.ts";
import { place } from "./support.ts";

const OTHER_PICTURE = await imageFile("png", 37, 23);

test("what a bundle holds is taken in once: files under their names, takes for their graph alone, and nothing in the ledger", async () => {
  const { library, take } = await place();
  const bytes = zipped(await goodParts());
  expect(await take(bytes)).toEqual({ media: 2, takes: 1 });
  expect(library.takesOf(KEY, "g-1")).toMatchObject([{ origin: "bundle", state: "stored", billed: 15, nodeId: "n", urls: [], body: null }]);
  expect(library.takesOf(KEY, "g-2")).toEqual([]);
  expect(library.takesOf(KEY)).toEqual([]);
  expect([library.ledger(), library.runs(), library.queries.spend()]).toEqual([[], [], { reserved: 0, billed: 0, refunded: 0, unknown: 0 }]);
  const { items } = await library.queries.listMedia({});
  expect(items.map(({ name, take }) => name ?? take?.origin ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual(["bundle", "source.png"]);
  expect(await take(bytes)).toEqual({ media: 2, takes: 0 });
  // The same takes for a copy with an id of its own are its own.
  expect(await take(bytes, "g-copy")).toEqual({ media: 2, takes: 1 });
  expect([library.takesOf(KEY, "g-copy").length, library.takesOf(KEY, "g-1").length]).toEqual([1, 1]);
});

test("what is adopted answers for every graph, and still is in no ledger", async () => {
  const { library, take } = await place();
  await take(zipped(await goodParts()));
  expect(library.bundledTakes("g-1")).toBe(1);
  expect(await library.adopt({ graphId: "g-2" })).toBe(0);
  expect(await library.adopt({ graphId: "g-1" })).toBe(1);
  expect(library.takesOf(KEY, "g-2")).toMatchObject([{ origin: "adopted" }]);
  expect([library.bundledTakes("g-1"), library.ledger()]).toEqual([0, []]);
});

interface Attack {
  /** What an attacker does to a good bundle. */
  change?: (parts: Parts) => void;
  /** Or to the entries of its archive. */
  entries?: (entries: ZipPart[], parts: Parts) => ZipPart[];
  zip?: Parameters<typeof zipOf>[1];
  bytes?: (bytes: Buffer) => Buffer;
  says: RegExp;
}

const firstTake = (parts: Parts) => parts.takes?.takes[0] ?? {};
const also = (name: string, more: Partial<ZipPart> = {}) => (entries: ZipPart[]) => [...entries, { name, data: "x", ...more }];
const onFirst = (change: Partial<ZipPart>) => (entries: ZipPart[]) => entries.map((entry, at) => (at === 0 ? { ...entry, ...change } : entry));

const ATTACKS: Record<string, Attack> = {
  "a path out of its folder": { entries: also("media/../../evil.sh"), says: /leads out of its folder/ },
  "an absolute path": { entries: also("/etc/passwd"), says: /absolute path/ },
  "a drive of Windows": { entries: also("C:evil.exe"), says: /absolute path/ },
  "a share of Windows": { entries: also("\\\\host\\share\\evil"), says: /absolute path/ },
  "a backslash": { entries: also("media\\..\\evil"), says: /absolute path|Windows/ },
  "a control character in a name": { entries: also("graph.json\u0000.png"), says: /control characters/ },
  "a link": { entries: onFirst({ attributes: 0o120777 << 16 }), says: /no file but a link/ },
  "a device": { entries: onFirst({ attributes: 0o020666 << 16 }), says: /no file but a link or a device/ },
  "the same entry twice": { entries: also("graph.json"), says: /Two of its entries/ },
  "two names that differ by case": { entries: also("Graph.JSON"), says: /Two of its entries/ },
  "a name that no bundle has": { entries: also("readme.txt"), says: /which no bundle has/ },
  "an archive in the archive": {
    change: (parts) => {
      const inner = zipOf([{ name: "x", data: "y" }]);
      const [file] = parts.media;
      const [listed] = parts.manifest.media;
      if (!file || !listed) return;
      Object.assign(listed, { sha256: shaOf(inner), bytes: inner.length });
      Object.assign(file, { name: `media/${shaOf(inner)}.png`, data: inner });
      (parts.graph["nodes"] as { params: { source?: { sha256: string } } }[])[0]!.params.source!.sha256 = shaOf(inner);
    },
    says: /ZIP archive/,
  },
  encryption: { entries: (entries) => onFirst({ flags: 1, packedSize: String(entries[0]?.data).length + 12 })(entries), says: /encrypted/ },
  "strong encryption": { entries: onFirst({ flags: 0x40 }), says: /encrypt/ },
  "a method that is not used": { entries: onFirst({ method: 12 }), says: /method \(12\)/ },
  "packed media": { entries: (entries) => entries.map((entry) => (String(entry.name).startsWith("media/") ? { ...entry, method: 8 } : entry)), says: /method \(8\)/ },
  "a bomb": { entries: (entries) => entries.map((entry) => (entry.name === "takes.json" ? { ...entry, data: Buffer.alloc(30_000_000, 0x20) } : entry)), says: /would unpack to 30000000 bytes/ },
  "a bomb that lies about its size": {
    entries: (entries) => entries.map((entry) => (entry.name === "takes.json" ? { ...entry, packed: deflateRawSync(Buffer.alloc(30_000_000, 0x20)), size: 500_000, crc: crc32(Buffer.alloc(500_000, 0x20)) } : entry)),
    says: /damaged|too many bytes/,
  },
  "an endless number of entries": { zip: { count: 60_000 }, says: /holds 60000 entries/ },
  "a directory that lists more than there is": { zip: { count: 9 }, says: /damaged, cut off/ },
  "two entries over the same bytes": { entries: (entries) => entries.map((entry, at) => (at === 1 ? { ...entry, at: 0 } : entry)), says: /in the middle of another one|not what the directory/ },
  "a gap between entries": { entries: (entries) => entries.map((entry, at) => (at === 1 ? { ...entry, packed: Buffer.concat([deflateRawSync(String(entry.data)), Buffer.alloc(99)]), packedSize: deflateRawSync(String(entry.data)).length } : entry)), says: /after a gap/ },
  "bytes before the directory": { zip: { between: Buffer.alloc(50) }, says: /hidden in it/ },
  "a comment": { zip: { comment: Buffer.from("hello") }, says: /hidden in it/ },
  "bytes behind the archive": { bytes: (bytes) => Buffer.concat([bytes, Buffer.alloc(5)]), says: /damaged, cut off/ },
  "bytes before the archive": { bytes: (bytes) => Buffer.concat([Buffer.from("PK\u0003\u0004"), bytes]), says: /damaged|not what|after a gap/ },
  "another name in the local head": { entries: onFirst({ localName: "manifesT.json" }), says: /not what the directory says/ },
  "another checksum in the local head": { entries: onFirst({ localCrc: 7 }), says: /not what the directory says/ },
  "another flag in the local head": { entries: onFirst({ localFlags: 0x800 }), says: /not what the directory says/ },
  "a wrong checksum": { entries: (entries) => entries.map((entry) => (entry.name === "graph.json" ? { ...entry, crc: 1 } : entry)), says: /graph.json is damaged/ },
  "half of it": { bytes: (bytes) => bytes.subarray(0, bytes.length / 2), says: /damaged, cut off/ },
  "nothing but a beginning": { bytes: (bytes) => bytes.subarray(0, 4), says: /damaged, cut off/ },
  "no manifest": { entries: (entries) => entries.slice(1), says: /no manifest.json/ },
  "no graph": { entries: (entries) => entries.filter(({ name }) => name !== "graph.json"), says: /no graph.json/ },
  "a manifest without end": { change: (parts) => void (parts.manifest["filler"] = "x".repeat(9_000_000)), says: /manifest.json has \d+ bytes; at most/ },
  "a manifest that is no text": { entries: onFirst({ data: Buffer.from([0xff, 0xfe, 0x00]) }), says: /no text|no JSON/ },
  "a manifest nested beyond reason": { entries: onFirst({ data: `{"format":"shotgraph-bundle","x":${"[".repeat(200)}${"]".repeat(200)}}` }), says: /nested deeper/ },
  "a key that reaches into prototypes": { entries: onFirst({ data: '{"format":"shotgraph-bundle","__proto__":{"a":1}}' }), says: /__proto__/ },
  "another kind of archive": { change: (parts) => void (parts.manifest["format"] = "docx"), says: /no bundle of Shotgraph/ },
  "another graph than announced": { change: (parts) => void (parts.graph["id"] = "g-victim"), says: /another graph/ },
  "a graph that is none": { change: (parts) => void (parts.graph["nodes"] = "all"), says: /cannot be opened/ },
  "media that are listed and not there": { change: (parts) => void parts.media.pop(), says: /does not hold it/ },
  "media that are there and not listed": { change: (parts) => void parts.media.push({ name: `media/${"0".repeat(64)}.png`, data: Buffer.from("x") }), says: /does not list/ },
  "media that nothing names": { change: (parts) => void ((parts.graph["nodes"] as { params: object }[])[0]!.params = {}), says: /neither its graph nor a take names/ },
  "media of another length": { change: (parts) => void (parts.manifest.media[0]!["bytes"] = 7), says: /and the list says 7/ },
  "media with other bytes than their name says": { change: (parts) => void parts.media[1]!.data.writeUInt8(0x55, parts.media[1]!.data.length - 20), says: /other bytes than its name says|damaged png/ },
  "a whole picture under the name of another one": {
    change: (parts) => {
      parts.media[0]!.data = OTHER_PICTURE;
      parts.manifest.media[0]!["bytes"] = OTHER_PICTURE.length;
    },
    says: /other bytes than its name says/,
  },
  "media of another type than its take": {
    change: (parts) => {
      const sound = wavFile(1);
      Object.assign(parts.media[1]!, { name: `media/${shaOf(sound)}.png`, data: sound });
      Object.assign(parts.manifest.media[1]!, { sha256: shaOf(sound), bytes: sound.length });
      Object.assign(firstTake(parts), { sha256: shaOf(sound) });
    },
    says: /is audio, and a take of it is to be image/,
  },
  "a take under another key": { change: (parts) => void Object.assign(firstTake(parts), { key: "a".repeat(64) }), says: /forged: its key/ },
  "a take with another request": { change: (parts) => void Object.assign(firstTake(parts), { request: { ...REQUEST, body: { prompt: "a dog" } } }), says: /forged: its key/ },
  "a take with more in its request": { change: (parts) => void Object.assign(firstTake(parts), { request: { ...REQUEST, more: 1 } }), says: /forged: its key/ },
  "a take of another model": { change: (parts) => void Object.assign(firstTake(parts), { model: "sd2" }), says: /another model than its request/ },
  "a take of another media type": { change: (parts) => void Object.assign(firstTake(parts), { mediaType: "video" }), says: /it is to be video/ },
  "a take without its file": { change: (parts) => void Object.assign(firstTake(parts), { sha256: "b".repeat(64) }), says: /has no file/ },
  "a take with a bill below zero": { change: (parts) => void Object.assign(firstTake(parts), { billed: -5 }), says: /takes.json is not as it should be/ },
  "a take with an account or a task": { change: (parts) => void Object.assign(firstTake(parts), { taskId: "task_1" }), says: /takes.json is not as it should be/ },
  "more takes than announced": { change: (parts) => void (parts.manifest["takes"] = 0), says: /announces 0 takes and holds 1/ },
  "a realm that is a path": { change: (parts) => void (parts.takes!.realm = "../service"), says: /takes.json is not as it should be/ },
};

describe("refused with its reason, and nothing is left behind:", () => {
  test.for(Object.entries(ATTACKS))("%s", async ([, { change, entries, zip, bytes, says }]) => {
    const { library, take, files } = await place();
    const parts = await goodParts();
    change?.(parts);
    const archive = zipOf(entries ? entries(zipParts(parts), parts) : zipParts(parts), zip);
    await expect(take(bytes ? bytes(archive) : archive)).rejects.toThrow(says);
    expect([files(), library.takesOf(KEY, "g-1")]).toEqual([[], []]);
  });
});

test("a bundle of a newer Shotgraph says so", async () => {
  const { take } = await place();
  const parts = await goodParts();
  parts.manifest["version"] = 2;
  await expect(take(zipped(parts))).rejects.toMatchObject({ code: "tooNew", message: expect.stringContaining("newer Shotgraph") as unknown });
});

test("takes of one realm never answer in another", async () => {
  const { library, take } = await place();
  const parts = await goodParts();
  if (parts.takes) parts.takes.realm = "api.example.com";
  expect(await take(zipped(parts))).toEqual({ media: 2, takes: 1 });
  expect(library.takesOf(KEY, "g-1")).toEqual([]);
  expect(await library.adopt({ graphId: "g-1" })).toBe(0);
});

test("whatever is changed in a good bundle, it is refused, or its takes are as they were and its files are what they are called", async () => {
  const good = zipped(await goodParts());
  const { library, take, files } = await place();
  await take(good);
  const [before] = library.takesOf(KEY, "g-1");
  const there = files().toSorted();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), fc.option(fc.nat(good.length), { nil: undefined, freq: 4 }), async (changes, cut) => {
      const bad = Buffer.from(good);
      for (const [at, byte] of changes) bad[at] = byte;
      // A graph of its own each time, so that what is let in shows.
      const graph = `g-${(runs += 1)}`;
      const outcome: unknown = await take(cut === undefined ? bad : bad.subarray(0, cut), graph).then(() => new Error("taken"), (error: unknown) => error);
      expect(outcome).toBeInstanceOf(Error);
      for (const { id: _id, ordinal: _ordinal, graphId: _graph, taskId: _task, storedAt: _at, ...record } of library.takesOf(KEY, graph)) expect(before).toMatchObject(record);
      expect(library.takesOf(KEY)).toEqual([]);
      expect(files().toSorted()).toEqual(there);
    }),
    { numRuns: 300 },
  );
}, 60_000);
