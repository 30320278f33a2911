import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cleanLibrary } from "../../../electron/library/care/clean.ts";
import { rebuildLibrary } from "../../../electron/library/care/rebuild.ts";
import { sizeOfLibrary } from "../../../electron/library/care/size.ts";
import { verifyLibrary } from "../../../electron/library/care/verify.ts";
import { imageFile } from "./samples.ts";
import { fetchMedia, openTemp, tempFolder } from "./support.ts";

const nothing = { fetchMedia, mend: null, patience: { delaysMs: [1], stallMs: 5_000 } };

/** A library with one import and one file that was made of it, closed. */
async function scene() {
  const home = tempFolder();
  const library = await openTemp({ home });
  const photo = join(tempFolder(), "photo.png");
  writeFileSync(photo, await imageFile("png", 64, 64));
  const { sha256: original } = await library.importFile(photo);
  const identity = `image{"maxLongestSide":32}(sha256:${original})`;
  const small = await imageFile("png", 32, 32);
  const staged = await library.stageDerived(async (path) => writeFileSync(path, small), "The small one");
  const { sha256: derived } = await library.keepDerived(identity, staged);
  const [originalPath, derivedPath] = [library.mediaPath(original), library.mediaPath(derived)];
  await library.close();
  return { home, identity, original, derived, originalPath, derivedPath, small };
}

function thumbnailOf(home: string, sha256: string, what = "320"): string {
  const path = join(home, "thumbs", sha256.slice(0, 2), `${sha256}-${what}.webp`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "RIFF");
  return path;
}

describe("a file that was made here of another one", () => {
  test("counts as what it is, not as an import", async () => {
    const { home, small } = await scene();
    expect(await sizeOfLibrary({ home })).toMatchObject({ imported: { files: 1 }, derived: { files: 1, bytes: small.length }, paid: { files: 0 } });
    const library = await openTemp({ home });
    expect((await library.queries.listMedia({})).items.map(({ name }) => name)).toEqual(["photo.png"]);
  });

  test("can be cleaned away with its thumbnails, and is then made again", async () => {
    const { home, identity, original, derived, derivedPath } = await scene();
    const [kept, stray] = [thumbnailOf(home, original), thumbnailOf(home, derived, "poster")];
    const { removable } = await cleanLibrary({ home, apply: true, takes: [] });
    expect(removable.map(({ kind }) => kind).sort()).toEqual(["derived", "derived", "thumb"]);
    expect([derivedPath, `${derivedPath}.json`, stray, kept].map((path) => existsSync(path))).toEqual([false, false, false, true]);
    expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ files: 1, problems: [], lost: 0 });
    expect((await openTemp({ home })).derived(identity)).toBeUndefined();
    expect(await cleanLibrary({ home, apply: false, takes: [] })).toMatchObject({ removable: [], kept: [] });
  });

  test("stays while what it was made of is lost, as it cannot be made again", async () => {
    const { home, originalPath, derivedPath } = await scene();
    rmSync(originalPath);
    const { removable, kept } = await cleanLibrary({ home, apply: true, takes: [] });
    expect(removable).toEqual([]);
    expect(kept).toMatchObject([{ path: derivedPath, why: expect.stringContaining("cannot be made again") }]);
    expect(existsSync(derivedPath)).toBe(true);
  });

  test("that is damaged is thrown away and counts as mended; one that is gone is no loss", async () => {
    const { home, identity, derived, derivedPath } = await scene();
    writeFileSync(derivedPath, "other bytes");
    expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ problems: [{ sha256: derived, mended: true, advice: expect.stringContaining("made again") }], lost: 0 });
    expect(existsSync(derivedPath)).toBe(false);
    expect((await openTemp({ home })).derived(identity)).toBeUndefined();
    const again = await scene();
    rmSync(again.derivedPath);
    expect(await verifyLibrary({ home: again.home, ...nothing })).toMatchObject({ problems: [], lost: 0 });
  });

  test("is known again after the index was lost, and is still no import", async () => {
    const { home, identity, derived } = await scene();
    writeFileSync(join(home, "library.db"), readFileSync(join(home, "library.db")).fill(0xff, 0, 100));
    expect(await rebuildLibrary({ home })).toMatchObject({ media: 2, missing: [] });
    const library = await openTemp({ home });
    expect(library.derived(identity)).toMatchObject({ sha256: derived, width: 32, details: { alpha: false, animated: false } });
    expect((await library.queries.listMedia({})).items).toHaveLength(1);
    await library.close();
    expect(await sizeOfLibrary({ home })).toMatchObject({ imported: { files: 1 }, derived: { files: 1 } });
  });

  test("that is missing when the index is made anew is not missed", async () => {
    const { home, derivedPath } = await scene();
    writeFileSync(join(home, "library.db"), readFileSync(join(home, "library.db")).fill(0xff, 0, 100));
    rmSync(derivedPath);
    expect(await rebuildLibrary({ home })).toMatchObject({ media: 1, missing: [] });
  });

  test("that is imported as well is an import", async () => {
    const { home, small, derivedPath } = await scene();
    const library = await openTemp({ home });
    const path = join(tempFolder(), "small.png");
    writeFileSync(path, small);
    await library.importFile(path);
    await library.close();
    expect(await sizeOfLibrary({ home })).toMatchObject({ imported: { files: 2 }, derived: { files: 0 } });
    expect((await cleanLibrary({ home, apply: true, takes: [] })).removable).toEqual([]);
    expect(existsSync(derivedPath)).toBe(true);
  });
});

test("details that an older version did not measure come with verify, which finds nothing wrong", async () => {
  const { home, original } = await scene();
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(join(home, "library.db"));
  database.exec("UPDATE media SET details = NULL");
  database.close();
  const before = await openTemp({ home });
  expect(before.media(original)).not.toHaveProperty("details");
  await before.close();
  expect(await verifyLibrary({ home, ...nothing })).toMatchObject({ problems: [], lost: 0 });
  expect((await openTemp({ home })).media(original)).toMatchObject({ details: { alpha: false, animated: false } });
});
