import { readdir, readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { openLibrary } from "../../../electron/library/index.ts";
import { hashFile } from "../../../electron/library/importFile.ts";
import { fetchMedia } from "../library/support.ts";
import { imageFile, videoFile } from "../library/samples.ts";
import { ask, fakeHost, later, newSession, startTestHost, tempFolder, write } from "./support.ts";

async function withLibrary(largestUpload?: number) {
  const home = tempFolder();
  const library = await openLibrary({ home, realm: "sandbox", account: "tester", fetchMedia });
  later(() => library.close());
  const web = await startTestHost({ host: { ...fakeHost(), uploads: (name, stream) => library.importStream(name, stream) }, ...(largestUpload === undefined ? {} : { largestUpload }) });
  const session = await newSession(web);
  const upload = (name: string, body: Uint8Array | string, headers: Record<string, string | null> = {}) =>
    ask(web, `/upload?name=${encodeURIComponent(name)}`, { method: "POST", headers: { origin: web.origin, authorization: `Bearer ${session}`, ...headers }, body });
  const leftovers = async () => await readdir(join(home, "tmp"));
  return { home, library, web, session, upload, leftovers };
}

describe("a file is taken into the library", () => {
  test.each([
    ["image", imageFile("png")],
    ["video", videoFile("mp4")],
  ])("an %s arrives whole, under its own name", async (type, making) => {
    const { home, library, upload, leftovers } = await withLibrary();
    const bytes = await making;
    const { status, text } = await upload("Füße der Katze.bin", bytes);
    const { facts } = JSON.parse(text) as { facts: { sha256: string } };
    expect([status, facts]).toEqual([200, expect.objectContaining({ type, bytes: bytes.length, name: "Füße der Katze.bin" })]);
    const path = write(home, "original", bytes);
    expect(facts.sha256).toBe(await hashFile(path));
    expect(await readFile(library.mediaPath(facts.sha256))).toEqual(bytes);
    expect(library.media(facts.sha256)).toMatchObject({ type });
    expect(await leftovers()).toEqual([]);
  });

  test("a name is no path", async () => {
    const { upload } = await withLibrary();
    const bytes = await imageFile("png");
    for (const [name, kept] of [
      ["../../etc/passwd.png", "passwd.png"],
      ["C:\\Users\\me\\a.png", "a.png"],
      ["a\n\u0000b.png", "ab.png"],
    ] as const) {
      expect(JSON.parse((await upload(name, bytes)).text)).toMatchObject({ facts: { name: kept } });
    }
    for (const name of ["", "/", "..", "x".repeat(1_001)]) expect((await upload(name, bytes)).status).toBeGreaterThanOrEqual(400);
  });
});

/** Status of an upload whose body never ends. */
function unfinished(web: { origin: string }, session: string, headers: Record<string, string>, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${web.origin}/upload?name=big.png`, { method: "POST", headers: { origin: web.origin, authorization: `Bearer ${session}`, ...headers } }, (response) => resolve(response.statusCode ?? 0));
    request.on("error", reject);
    request.flushHeaders();
    if (bytes > 0) request.write(Buffer.alloc(bytes));
    later(() => request.destroy());
  });
}

describe("nobody else puts anything there", () => {
  test("without a session, or with a wrong one", async () => {
    const { web, session, upload, leftovers } = await withLibrary();
    const bytes = await imageFile("png");
    for (const authorization of [null, "", "Bearer", `Bearer ${"x".repeat(43)}`, session, `bearer ${session}x`, `Basic ${session}`]) {
      const { status, text } = await upload("a.png", bytes, { authorization });
      expect([authorization, status]).toEqual([authorization, 401]);
      expect(JSON.parse(text)).toMatchObject({ error: { code: "noSession" } });
    }
    expect((await ask(web, `/upload?name=a.png&session=${session}`, { method: "POST", headers: { origin: web.origin }, body: bytes })).status).toBe(401);
    expect((await upload("a.png", bytes, { origin: "https://evil.example" })).status).toBe(403);
    expect(await leftovers()).toEqual([]);
  });

  test("what is too large is refused at once when it says so, and cut off when it does not", async () => {
    const { web, session, upload, leftovers } = await withLibrary(10_000);
    const said = await upload("big.png", Buffer.alloc(20_000), { "content-length": "20000" });
    expect([said.status, JSON.parse(said.text)]).toEqual([413, { error: { code: "tooLarge", message: expect.stringContaining("big.png is larger than") } }]);
    const unsaid = await upload("big.png", Buffer.concat([await imageFile("png", 8, 8), Buffer.alloc(20_000)]), { "transfer-encoding": "chunked" });
    expect([unsaid.status, JSON.parse(unsaid.text)]).toEqual([413, { error: { code: "tooLarge", message: expect.stringContaining("big.png") } }]);
    expect(await leftovers()).toEqual([]);
    // Neither waits for the rest of the body.
    expect(await unfinished(web, session, { "content-length": "20000" }, 0)).toBe(413);
    expect(await unfinished(web, session, { "transfer-encoding": "chunked" }, 20_000)).toBe(413);
    // 10,000 bytes themselves are no more than 10,000.
    expect((await upload("x.png", Buffer.alloc(10_000))).status).toBe(422);
  });
});

describe("a file that cannot be used says why, and leaves nothing", () => {
  test("no media, damaged, empty", async () => {
    const { upload, leftovers } = await withLibrary();
    const png = await imageFile("png");
    for (const [bytes, code] of [
      [Buffer.from("<!doctype html><script>alert(1)</script>"), "not-media"],
      [png.subarray(0, png.length / 2), "damaged"],
      [Buffer.alloc(0), "empty"],
    ] as const) {
      const { status, text } = await upload("evil.png", bytes);
      expect([status, JSON.parse(text)]).toEqual([422, { error: { code, message: expect.stringContaining("evil.png") } }]);
    }
    expect(await leftovers()).toEqual([]);
  });

  test("a library that is only read says so", async () => {
    const home = tempFolder();
    const library = await openLibrary({ home, realm: "sandbox", account: "tester", fetchMedia, readOnly: true });
    later(() => library.close());
    const web = await startTestHost({ host: { ...fakeHost(), uploads: (name, stream) => library.importStream(name, stream) } });
    const session = await newSession(web);
    const { status, text } = await ask(web, "/upload?name=a.png", { method: "POST", headers: { origin: web.origin, authorization: `Bearer ${session}` }, body: await imageFile("png") });
    expect([status, JSON.parse(text)]).toMatchObject([409, { error: { code: "read-only" } }]);
  });

  test("a browser that goes away half-way", async () => {
    const { web, session, leftovers, library } = await withLibrary();
    const request = httpRequest(`${web.origin}/upload?name=half.png`, { method: "POST", headers: { origin: web.origin, authorization: `Bearer ${session}`, "content-length": "1000000" } });
    request.on("error", () => {});
    request.write(await imageFile("png"));
    await vi.waitFor(async () => expect(await leftovers()).toHaveLength(1));
    request.destroy();
    await vi.waitFor(async () => expect(await leftovers()).toEqual([]));
    expect(library.runs()).toEqual([]);
  });
});
