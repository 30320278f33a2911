import { describe, expect, test } from "vitest";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { nameOf } from "../../../shared/nodes/inputs.ts";
import { image, places, sourceNode, text } from "./support.ts";

const sha256 = "a".repeat(64);
const file = (name: string) => ({ type: "file", sha256, name, bytes: 1234 });
const png: MediaFacts = { sha256, type: "image", format: "png", bytes: 1234, width: 640, height: 480, durationSeconds: null };
const mp4: MediaFacts = { sha256, type: "video", format: "mp4", bytes: 1234, width: 640, height: 480, durationSeconds: 5.04 };
const mp3: MediaFacts = { sha256, type: "audio", format: "mp3", bytes: 1234, width: null, height: null, durationSeconds: 9 };
const url = (address: string) => ({ source: { type: "url", url: address } });

describe("a file of the library", () => {
  test.each([
    ["imageAsset", "image", png, { width: 640, height: 480, duration: null, review: "auto" }],
    ["videoRef", "video", mp4, { duration: { min: 5.04, max: 5.04 }, review: "always" }],
    ["audioRef", "audio", mp3, { width: null, duration: { min: 9, max: 9 }, review: "auto" }],
  ] as const)("%s hands on its bytes and what is measured of them", (kind, type, facts, expected) => {
    const node = sourceNode(kind, { source: file("x") }, [facts]);
    expect(node.problems()).toEqual([]);
    expect(node.values()).toMatchObject([{ type, identity: `sha256:${sha256}`, source: file("x"), format: facts.format, bytes: 1234, origins: [], ...expected }]);
  });

  test("a file that the library has not is missing media, by name", () => {
    const node = sourceNode("imageAsset", { source: file("hero.png") });
    const [problem, ...others] = node.problems();
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", param: "source" });
    expect(problem?.message).toMatch(/^media missing: hero\.png /);
    expect(node.values()).toMatchObject([{ identity: `sha256:${sha256}`, width: null, format: null }]);
  });

  test.each([
    ["imageAsset", mp3, "song is an audio file (mp3); this node needs an image."],
    ["videoRef", png, "song is an image (png); this node needs a video."],
    ["audioRef", mp4, "song is a video (mp4); this node needs an audio file."],
  ] as const)("%s refuses another type of file", (kind, facts, message) => {
    const problems = sourceNode(kind, { source: file("song") }, [facts]).problems();
    expect(problems).toMatchObject([{ severity: "error", param: "source", message }]);
    expect(problems[0]?.fix).toBeTruthy();
  });
});

describe("a URL", () => {
  test.each(["https://example.com/a.png?x=1", "http://localhost:8080/a.png", "http://127.0.0.1/a.png", "http://127.3.2.1:90/a", "http://[::1]:90/a"])("accepted: %s", (address) => {
    const node = sourceNode("imageAsset", url(address));
    expect(node.problems()).toEqual([]);
    expect(node.values()).toMatchObject([{ identity: `url:${address}`, bytes: null, review: "auto" }]);
  });

  test.each([
    ["no URL at all", "photo.png", "not a URL"],
    ["http to another machine", "http://example.com/a.png", "https only"],
    ["http to a name that only looks local", "http://localhost.example.com/a.png", "https only"],
    ["http to an address that only looks local", "http://127.0.0.1.example.com/a.png", "https only"],
    ["a local path", "file:///etc/passwd", "https only"],
    ["data in the URL", "data:image/png;base64,AAAA", "https only"],
    ["a password", "https://me:secret@example.com/a.png", "password"],
    ["a user name", "https://me@example.com/a.png", "password"],
    ["white space", " https://example.com/a.png", "white space"],
  ])("refused: %s", (_name, address, words) => {
    const problems = sourceNode("imageAsset", url(address)).problems();
    expect(places(problems)).toEqual(["error source"]);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.message).not.toContain("secret");
    expect(problems[0]?.fix).toBeTruthy();
  });
});

test("a medium is named in messages without the secrets of a pre-signed URL", () => {
  const port = { name: "images", label: "Images", type: "image", max: 9 } as const;
  const take = image("https://example.com/x", { source: { type: "take", sha256, takeId: 1 } });
  expect(nameOf(image("https://example.com/a.png?signature=secret#x"), port, 1)).toBe("Image 2 (https://example.com/a.png)");
  expect(nameOf(image("https://example.com/x", { source: { type: "file", sha256, name: "hero.png", bytes: 1 } }), port, 0)).toBe("Image 1 (hero.png)");
  expect(nameOf(take, { ...port, label: "First frame", max: 1 }, 0)).toBe("First frame");
});

test("an asset is known by its uri", () => {
  const node = sourceNode("audioRef", { source: { type: "asset", uri: "asset://asset-1" }, review: "never" });
  expect(node.problems()).toEqual([]);
  expect(node.values()).toMatchObject([{ identity: "asset://asset-1", review: "never" }]);
});

test.each(["imageAsset", "videoRef", "audioRef"])("%s with nothing chosen yet says so and hands on nothing", (kind) => {
  const node = sourceNode(kind, {});
  expect(places(node.problems())).toEqual(["error source"]);
  expect(node.problems()[0]?.message).toContain("Nothing is chosen yet");
  expect(node.values()).toEqual([]);
});

test.each([{ source: { type: "path", path: "/etc/passwd" } }, { source: { type: "asset", uri: "https://example.com" } }, { source: { type: "file", sha256: "../x", name: "x", bytes: 1 } }, { review: "maybe" }])(
  "params %j are refused",
  (params) => {
    expect(() => sourceNode("imageAsset", params)).toThrow(Object.keys(params)[0]);
  },
);

describe("a prompt", () => {
  test("fills its variables, each a port of its own", () => {
    const node = sourceNode("prompt", { text: "{{ who }} in {{place}}, {{who}}" }, [], { who: [text("A $& dog")], place: [text("Rome")] });
    expect(node.problems()).toEqual([]);
    expect(node.values()).toEqual([{ type: "text", text: "A $& dog in Rome, A $& dog", origins: [] }]);
  });

  test("a variable without a text is an error on its port", () => {
    const node = sourceNode("prompt", { text: "{{who}} and {{constructor}}" });
    expect(places(node.problems())).toEqual(["error who", "error constructor"]);
    expect(node.values()).toMatchObject([{ text: " and " }]);
  });

  test("an empty one is a warning", () => {
    expect(places(sourceNode("prompt", {}).problems())).toEqual(["warning text"]);
  });
});

describe("a prompt list", () => {
  test.each([
    ["a list", ["one", "", "two\nlines", "  "], ["one", "two\nlines"]],
    ["a text with line breaks", "one\r\n\ntwo\rthree\n", ["one", "two", "three"]],
  ])("%s is an item per line without the empty ones", (_name, lines, expected) => {
    const node = sourceNode("promptList", { lines });
    expect(node.problems()).toEqual([]);
    expect(node.values()).toEqual(expected.map((line) => ({ type: "text", text: line, origins: [] })));
  });

  test.each([[[]], [""], [["", " "]], [undefined]])("%j is empty, which is an error", (lines) => {
    const node = sourceNode("promptList", lines === undefined ? {} : { lines });
    expect(places(node.problems())).toEqual(["error lines"]);
    expect(node.values()).toEqual([]);
  });

  test("other things than texts are refused in words", () => {
    expect(() => sourceNode("promptList", { lines: [1] })).toThrow("must be a list of texts");
  });
});
