import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DocumentError, openDocument, saveDocument } from "../../../electron/documents/files.ts";
import { LIMITS, type Graph } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";

const GRAPH: Graph = {
  format: "shotgraph",
  version: 1,
  id: "g",
  name: "A graph",
  nodes: [{ id: "a", kind: "prompt", position: { x: 1, y: 2 }, params: { text: "x" }, fromTheFuture: { kept: true } }],
  edges: [],
};

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "shotgraph-documents-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("saving", () => {
  test("writes the canonical text, and what is opened again is the same graph, unknown keys and all", async () => {
    const path = join(folder(), "a.shotgraph");
    await saveDocument(path, GRAPH);
    expect(await readFile(path, "utf8")).toBe(serialiseGraph(GRAPH));
    expect(await openDocument(path)).toEqual({ status: "ok", graph: GRAPH });
  });

  test("the same graph gives the same bytes, however its keys came to be", async () => {
    const place = folder();
    const scrambled = { edges: [], nodes: GRAPH.nodes.map((node) => ({ fromTheFuture: node["fromTheFuture"], params: node.params, position: { y: 2, x: 1 }, kind: node.kind, id: node.id })), name: GRAPH.name, id: GRAPH.id, version: GRAPH.version, format: GRAPH.format };
    await saveDocument(join(place, "a.shotgraph"), GRAPH);
    await saveDocument(join(place, "b.shotgraph"), scrambled);
    expect(await readFile(join(place, "b.shotgraph"), "utf8")).toBe(await readFile(join(place, "a.shotgraph"), "utf8"));
  });

  test("the version before is kept as .bak; a first save has none", async () => {
    const place = folder();
    const path = join(place, "a.shotgraph");
    await saveDocument(path, GRAPH);
    expect(await readdir(place)).toEqual(["a.shotgraph"]);
    await saveDocument(path, { ...GRAPH, name: "second" });
    await saveDocument(path, { ...GRAPH, name: "third" });
    expect((await readdir(place)).sort()).toEqual(["a.shotgraph", "a.shotgraph.bak"]);
    expect(await openDocument(`${path}.bak`)).toMatchObject({ graph: { name: "second" } });
    expect(await openDocument(path)).toMatchObject({ graph: { name: "third" } });
  });

  test("is atomic: whoever reads while it is written sees one whole document", async () => {
    const path = join(folder(), "a.shotgraph");
    const large = (name: string): Graph => ({ ...GRAPH, name, nodes: Array.from({ length: 3000 }, (_unused, at) => ({ id: `n${at}`, kind: "prompt", position: { x: at, y: 0 }, params: { text: name.repeat(20) } })) });
    await saveDocument(path, large("0"));
    let writing = true;
    const seen = new Set<string>();
    const reader = (async () => {
      while (writing) {
        for (const one of [path, `${path}.bak`]) {
          const result = await openDocument(one).catch((error: unknown) => (String(error).includes(".bak") ? null : Promise.reject(error)));
          if (result) seen.add(result.status);
        }
      }
    })();
    for (let round = 1; round <= 12; round++) await saveDocument(path, large(String(round)));
    writing = false;
    await reader;
    expect([...seen]).toEqual(["ok"]);
  });

  test.each(["saved", "opened"])("what a killed save has left is gone once the document is %s; what a living process writes, and what is not ours, stays", async (how) => {
    const place = folder();
    const path = join(place, "a.shotgraph");
    await saveDocument(path, GRAPH);
    const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const litter = [`a.shotgraph.${machine}-${pid}-1.part`, `a.shotgraph.bak.${machine}-${pid}-2.part`];
    const kept = [`a.shotgraph.${machine}-${process.pid}-999.part`, `a.shotgraph.00000000-${pid}-1.part`, `b.shotgraph.${machine}-${pid}-1.part`, `a.shotgraph.${machine}-${pid}-1.part.png`, "a.shotgraph.12345"];
    for (const name of [...litter, ...kept]) await writeFile(join(place, name), "half a docu");
    if (how === "saved") await saveDocument(path, GRAPH);
    else await openDocument(path);
    const left = (await readdir(place)).filter((name) => name !== "a.shotgraph" && name !== "a.shotgraph.bak");
    expect(left.sort()).toEqual(kept.sort());
  });

  test("keeps who may read the document", async () => {
    const path = join(folder(), "a.shotgraph");
    await saveDocument(path, GRAPH);
    chmodSync(path, 0o640);
    await saveDocument(path, { ...GRAPH, name: "second" });
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test("a link to a document stays a link; its target is what changes", async () => {
    const place = folder();
    await saveDocument(join(place, "real.shotgraph"), GRAPH);
    await symlink(join(place, "real.shotgraph"), join(place, "link.shotgraph"));
    await saveDocument(join(place, "link.shotgraph"), { ...GRAPH, name: "changed" });
    expect(await openDocument(join(place, "real.shotgraph"))).toMatchObject({ graph: { name: "changed" } });
  });

  test.runIf(process.getuid?.() !== 0)("a folder that does not let us write is named, and the document stays", async () => {
    const place = folder();
    const path = join(place, "a.shotgraph");
    await saveDocument(path, GRAPH);
    chmodSync(place, 0o500);
    onTestFinished(() => chmodSync(place, 0o700));
    await expect(saveDocument(path, { ...GRAPH, name: "lost?" })).rejects.toMatchObject({ name: "DocumentError", message: expect.stringMatching(/a\.shotgraph cannot be saved: you have no permission/) });
    expect(await openDocument(path)).toMatchObject({ graph: { name: "A graph" } });
  });

  test("a folder that is not there is named", async () => {
    const path = join(folder(), "nowhere", "a.shotgraph");
    await expect(saveDocument(path, GRAPH)).rejects.toThrow(new DocumentError(`${path} cannot be saved: there is no such file or folder.`));
  });

  test("a folder in the document's place is named, and nothing is left behind", async () => {
    const place = folder();
    const path = join(place, "a.shotgraph");
    await mkdir(path);
    await expect(saveDocument(path, GRAPH)).rejects.toThrow(/a\.shotgraph cannot be saved: it is a folder/);
    expect(await readdir(place)).toEqual(["a.shotgraph"]);
    expect((await stat(path)).isDirectory()).toBe(true);
  });
});

describe("opening", () => {
  test("no file, or a folder: the error says which and why", async () => {
    const place = folder();
    await expect(openDocument(join(place, "none.shotgraph"))).rejects.toThrow(new DocumentError(`${join(place, "none.shotgraph")} cannot be read: there is no such file or folder.`));
    await expect(openDocument(place)).rejects.toThrow(/is not a file|it is a folder/);
  });

  test("what cannot be a graph by its size is not read", async () => {
    const path = join(folder(), "huge.shotgraph");
    await writeFile(path, "");
    // A hole: it takes no room on the disk.
    await truncate(path, LIMITS.bytes + 1);
    await expect(openDocument(path)).rejects.toThrow(/huge\.shotgraph has 67108865 bytes; a graph has at most 67108864/);
  });

  test("what is no graph is a result with problems, not an exception", async () => {
    const path = join(folder(), "a.shotgraph");
    await writeFile(path, "PK\u0003\u0004");
    expect(await openDocument(path)).toMatchObject({ status: "invalid", problems: [{ severity: "error" }] });
  });
});
