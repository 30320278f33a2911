import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { bmpFile, imageFile, videoFile } from "../library/samples.ts";
import { cli, graphFile, graphOf, jsonOf, plan, tempFolder } from "./support.ts";

const NODES = { photo: ["imageAsset"], clip: ["generateHappyhorse"] } as const;

async function scene() {
  const folder = tempFolder();
  const file = await graphFile(folder, "sources", graphOf({ ...NODES }, ["photo.image clip.firstFrame"]));
  const place = { home: join(folder, "home"), cwd: folder };
  return { folder, file, place };
}

test.concurrent("--set node.source=path takes a file by its bytes, and refuses one that is no medium with its name and what is accepted; nothing of it is left", async () => {
  const { folder, file, place } = await scene();
  await writeFile(join(folder, "photo"), await imageFile("png", 640, 480));
  expect(await plan(file, place, "--set", "photo.source=photo"), "a name without an ending").toMatchObject({ ok: true, code: 0 });
  const wrong = {
    "page.png": ["<!doctype html><p>404</p>", "is a web page (HTML)"],
    "cut.mp4": [(await videoFile("mp4")).subarray(0, 5_000), "is a damaged mp4 file"],
    "empty.jpg": ["", "is empty (0 bytes)"],
    "song.flac": ["fLaC\0\0\0\x22", "is a FLAC file, which cannot be used here: convert it to MP3, WAV or M4A. Accepted are PNG"],
  } as const;
  for (const [name, [bytes, said]] of Object.entries(wrong)) {
    await writeFile(join(folder, name), bytes);
    const ended = await cli(["plan", file, "--json", "--set", `photo.source=${name}`], place);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toMatchObject({ ok: false, error: { code: "usage", message: expect.stringMatching(new RegExp(`${name}.*${said.replace(/[()]/g, "\\$&")}`)) } });
  }
  expect(existsSync(join(place.home, "tmp")) ? readdirSync(join(place.home, "tmp")) : []).toEqual([]);
  expect(readdirSync(join(place.home, "media"))).toHaveLength(1);
});

test.concurrent("a picture that moves is taken with a warning on its node, a BMP is measured", async () => {
  const { folder, file, place } = await scene();
  const pictures = [await imageFile("png", 640, 480), await imageFile("png", 640, 480)];
  await writeFile(join(folder, "moving.webp"), await sharp(pictures, { join: { animated: true } }).webp().toBuffer());
  await writeFile(join(folder, "scan.bmp"), bmpFile(640, 480));
  expect(JSON.stringify(await plan(file, place, "--set", "photo.source=moving.webp"))).toContain("moving.webp is animated; only its first picture is used.");
  expect(JSON.stringify(await plan(file, place, "--set", "photo.source=scan.bmp"))).not.toContain("animated");
});
