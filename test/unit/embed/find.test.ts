import { expect, test } from "vitest";
import { findEmbedded, type Found } from "../../../shared/embed/find.ts";
import { MARK } from "../../../shared/embed/payload.ts";

const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const u32 = (value: number) => Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
const le32 = (value: number) => u32(value).toReversed();
const u16 = (value: number) => Uint8Array.of(value >> 8, value & 255);
const OURS = latin("payload");

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function found(...parts: readonly Uint8Array[]): Promise<Found | null> {
  const bytes = joined(...parts);
  return findEmbedded({ size: bytes.length, read: async (position, length) => bytes.slice(position, position + length) });
}

const PNG = latin("\x89PNG\r\n\x1a\n");
const chunk = (name: string, content: Uint8Array) => joined(u32(content.length), latin(name), content, u32(0));
const text = (keyword: string = MARK.text, flags = "\x01\0\0\0") => chunk("iTXt", joined(latin(`${keyword}\0${flags}`), OURS));
const packed = { packed: joined(OURS) };

test("a PNG gives what stands in our text, and in no other", async () => {
  expect(await found(PNG, chunk("IHDR", latin("x")), text("Comment"), text(), chunk("IEND", latin("")))).toEqual(packed);
  expect(await found(PNG, text(MARK.text, "\0\0\0\0"), chunk("IEND", latin("")))).toBeNull();
  expect(await found(PNG, chunk("IEND", latin("")), text())).toBeNull();
  expect(await found(PNG, u32(0xffffffff), latin("iTXt"), OURS)).toBeNull();
  expect(await found(PNG, u32(1))).toBeNull();
});

const segment = (marker: number, content: Uint8Array) => joined(Uint8Array.of(0xff, marker), u16(content.length + 2), content);
const part = (number: number, of: number, content: string) => segment(0xea, joined(latin(MARK.segment), u16(number), u16(of), latin(content)));
const SOI = Uint8Array.of(0xff, 0xd8);
const SCAN = joined(Uint8Array.of(0xff, 0xda), latin("pixels"));

test("a JPEG gives all its parts in their order, or nothing", async () => {
  expect(await found(SOI, segment(0xe0, latin("JFIF")), part(0, 2, "pay"), part(1, 2, "load"), SCAN)).toEqual(packed);
  expect(await found(SOI, part(0, 2, "pay"), SCAN)).toBeNull();
  expect(await found(SOI, part(1, 2, "load"), part(0, 2, "pay"), SCAN)).toBeNull();
  expect(await found(SOI, SCAN, part(0, 1, "payload"))).toBeNull();
  expect(await found(SOI, Uint8Array.of(0xff, 0xe0, 0, 1), part(0, 1, "payload"))).toBeNull();
  expect(await found(SOI, latin("no segment"), part(0, 1, "payload"))).toBeNull();
});

const riff = (name: string, content: Uint8Array) => joined(latin(name), le32(content.length), content, content.length % 2 === 1 ? Uint8Array.of(0) : new Uint8Array());
const WEBP = latin("RIFF\0\0\0\0WEBP");

test("a WebP gives its chunk, also behind one of odd length", async () => {
  expect(await found(WEBP, riff("VP8 ", latin("odd")), riff(MARK.chunk, OURS))).toEqual(packed);
  expect(await found(WEBP, riff("VP8 ", latin("even")))).toBeNull();
  expect(await found(WEBP, latin(MARK.chunk), le32(0x7fffffff))).toBeNull();
});

const box = (name: string, content: Uint8Array) => joined(u32(content.length + 8), latin(name), content);
const FTYP = box("ftyp", latin("isom"));
const ours = box("uuid", joined(Uint8Array.from(MARK.uuid), OURS));

test("an MP4 gives its box behind boxes of any kind of length, and not one of another kind", async () => {
  const wide = joined(u32(1), latin("mdat"), u32(0), u32(20), latin("data"));
  expect(await found(FTYP, wide, ours)).toEqual(packed);
  expect(await found(FTYP, box("uuid", joined(new Uint8Array(16), OURS)))).toBeNull();
  expect(await found(FTYP, u32(0), latin("mdat"), latin("to the end"), ours)).toBeNull();
  expect(await found(FTYP, u32(4), latin("free"), ours)).toBeNull();
});

const EBML = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3);
const OPEN = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const element = (id: readonly number[], content: Uint8Array) => joined(Uint8Array.from(id), Uint8Array.of(0x40 | (content.length >> 8), content.length & 255), content);
const tags = (name: string) => element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], element([0x67, 0xc8], joined(element([0x45, 0xa3], latin(name)), element([0x44, 0x87], latin("graph"))))));
const segmentOf = (...children: readonly Uint8Array[]) => joined(EBML, Uint8Array.of(0x80), Uint8Array.of(0x18, 0x53, 0x80, 0x67), OPEN, ...children);

test("a WebM gives its tag, behind clusters that are left open and tags of others", async () => {
  const cluster = joined(Uint8Array.of(0x1f, 0x43, 0xb6, 0x75), OPEN, element([0xe7], latin("t")));
  expect(await found(segmentOf(cluster, tags("TITLE"), tags(MARK.text.toUpperCase())))).toEqual({ text: "graph" });
  expect(await found(segmentOf(tags("TITLE")))).toBeNull();
  expect(await found(segmentOf(joined(Uint8Array.of(0xec), OPEN), tags(MARK.text.toUpperCase())))).toBeNull();
  expect(await found(segmentOf(Uint8Array.of(0, 0)))).toBeNull();
});

test("a file of any other kind, and one that ends in its head, gives nothing", async () => {
  for (const head of ["", "GIF89a", "RIFF\0\0\0\0WAVE", "ID3", "\x89PNG"]) expect(await found(latin(head), text(), ours)).toBeNull();
});
