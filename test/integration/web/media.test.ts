import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test, vi } from "vitest";
import { createGrant } from "../../../electron/library/serve/grants.ts";
import { createMediaResponder, type ServedMedia } from "../../../electron/library/serve/mediaResponse.ts";
import { Thumbnails } from "../../../electron/library/serve/thumbnails.ts";
import { bmpFile, imageFile, wavFile } from "../library/samples.ts";
import { type Ask, ask, fakeHost, startTestHost, tempFolder, write } from "./support.ts";

const SHA = "ab".repeat(32);
const MINUTE = 60_000;

/** A host with one file in its library. */
async function serving(bytes: Uint8Array, format: string) {
  const home = tempFolder();
  const path = write(home, "media/file", bytes);
  const media: ServedMedia = { path, format, bytes: bytes.length };
  const secret = randomBytes(32);
  const clock = { at: Date.parse("2026-03-01T12:10:00Z") };
  const thumbs = join(home, "thumbs");
  const responder = createMediaResponder({ pathOf: (sha256) => (sha256 === SHA ? media : undefined), thumbs, secret, now: () => clock.at });
  const web = await startTestHost({ host: { ...fakeHost(), media: responder } });
  const grant = createGrant(secret, clock.at);
  const get = (query = "", headers: Ask["headers"] = {}, method = "GET") => ask(web, `${grant.base}${SHA}${query}`, { method, headers });
  const put = (body: Uint8Array, headers: Ask["headers"] = {}, sha = SHA) =>
    ask(web, `${grant.base}${sha}/poster`, { method: "PUT", headers: { origin: web.origin, "content-type": "image/webp", ...headers }, body });
  return { web, path, secret, clock, grant, thumbs, responder, get, put, kept: () => readdirSync(thumbs, { recursive: true }).map(String).filter((name) => name.endsWith(".webp")) };
}

const DIGITS = Buffer.from("0123456789");

describe("only who was given leave gets media", () => {
  test("an address is valid for 30 to 60 minutes, and the same for 30", async () => {
    const { clock, grant, get } = await serving(DIGITS, "mp4");
    expect(grant.expiresAt).toBe(Date.parse("2026-03-01T13:00:00Z"));
    expect((await get()).headers["cache-control"]).toBe("private, max-age=3000, immutable");
    clock.at = grant.expiresAt - 1;
    expect((await get()).status).toBe(200);
    clock.at = grant.expiresAt;
    expect((await get()).status).toBe(403);
  });

  test("a forged, altered or missing grant gets nothing, not even whether the file is there", async () => {
    const { web, clock, grant, secret } = await serving(DIGITS, "mp4");
    const [, , given = ""] = grant.base.split("/");
    const [expiry = "", signature = ""] = given.split(".");
    const later = (Number.parseInt(expiry, 36) + 30 * MINUTE).toString(36);
    const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    const forged = [`${later}.${signature}`, `${expiry}.${flipped}`, `${expiry}.${signature.slice(1)}`, `${expiry}.`, `.${signature}`, expiry, "x", `0${expiry}.${signature}`, `${expiry.toUpperCase()}.${signature}`, `${expiry}.${signature}.${signature}`];
    for (const one of [...forged, createGrant(randomBytes(32), clock.at).base.split("/")[2] ?? ""]) {
      for (const sha256 of [SHA, "cd".repeat(32)]) expect([one, (await ask(web, `/media/${one}/${sha256}`)).status]).toEqual([one, 403]);
    }
    expect((await ask(web, `/media/${SHA}`)).status).toBe(404);
    expect((await ask(web, `/media//${SHA}`)).status).toBe(404);
    // The same secret and time give the same leave; that is what makes an address cacheable.
    expect(createGrant(secret, clock.at + 15 * MINUTE)).toEqual(grant);
    expect(createGrant(secret, clock.at + 25 * MINUTE)).not.toEqual(grant);
  });

  test("leave for media is leave for nothing else", async () => {
    const { web, path, grant } = await serving(DIGITS, "mp4");
    const attacks = [`../../../media/file`, `..%2f..%2fmedia%2ffile`, path, encodeURIComponent(path), `${SHA}/../file`, SHA.toUpperCase(), SHA.slice(1), `${SHA}0`, `${SHA}/`, `${SHA}/poster/x`, `${SHA}%00`, ""];
    for (const name of attacks) expect([name, (await ask(web, `${grant.base}${name}`)).status]).toEqual([name, 404]);
    expect((await ask(web, `${grant.base}${"cd".repeat(32)}`)).status).toBe(404);
  });

  test("another site, another origin and other methods get nothing", async () => {
    const { web, grant, get, put } = await serving(DIGITS, "mp4");
    expect((await get("", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await put(DIGITS, { origin: null })).status).toBe(403);
    for (const method of ["POST", "PUT"]) expect((await ask(web, `${grant.base}${SHA}`, { method, headers: { origin: web.origin } })).status).toBe(405);
    expect((await ask(web, `${grant.base}${SHA}/poster`)).status).toBe(405);
  });
});

describe("bytes of unknown origin are never a page", () => {
  test.each([
    ["mp4", "video/mp4"],
    ["png", "image/png"],
    ["m4a", "audio/mp4"],
    ["svg", "application/octet-stream"],
    ["html", "application/octet-stream"],
  ])("%s is sent as %s, with every guard", async (format, type) => {
    const { get, responder, grant } = await serving(Buffer.from("<script>alert(1)</script>"), format);
    // Electron has nothing around it that would add them.
    const alone = await responder(new Request(`http://127.0.0.1${grant.base}${SHA}`));
    for (const name of ["x-content-type-options", "content-security-policy", "cross-origin-resource-policy"]) expect(alone.headers.has(name)).toBe(true);
    await alone.body?.cancel();
    for (const answer of [await get(), await get("", { range: "bytes=0-3" }), await get("", {}, "HEAD")]) {
      expect(answer.headers).toMatchObject({
        "content-type": type,
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "accept-ranges": "bytes",
        etag: `"${SHA}"`,
      });
    }
  });

  test.each([
    ["Shot 1.mp4", `attachment; filename="Shot 1.mp4"; filename*=UTF-8''Shot%201.mp4`],
    ["evil.exe", `attachment; filename="evil.exe.mp4"; filename*=UTF-8''evil.exe.mp4`],
    ["../../.bashrc", `attachment; filename="_.._.bashrc.mp4"; filename*=UTF-8''_.._.bashrc.mp4`],
    [`a"; filename=b.exe; x="`, `attachment; filename="a_; filename=b.exe; x=_.mp4"; filename*=UTF-8''a_%3B%20filename%3Db.exe%3B%20x%3D_.mp4`],
    ["a\r\nSet-Cookie: x=1", `attachment; filename="a__Set-Cookie_ x=1.mp4"; filename*=UTF-8''a__Set-Cookie_%20x%3D1.mp4`],
    ["猫's (1).mp4", `attachment; filename="_'s (1).mp4"; filename*=UTF-8''%E7%8C%AB%27s%20%281%29.mp4`],
    ["", `attachment; filename="abababababab.mp4"; filename*=UTF-8''abababababab.mp4`],
  ])("a download named %j is an attachment with the extension of its bytes", async (name, header) => {
    const { get } = await serving(DIGITS, "mp4");
    const { status, headers, text } = await get(`?download=${encodeURIComponent(name)}`);
    expect([status, text, headers["content-disposition"]]).toEqual([200, "0123456789", header]);
    expect(headers["set-cookie"]).toBeUndefined();
  });
});

describe("ranges", () => {
  test.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=4-", 206, "456789", "bytes 4-9/10"],
    ["bytes=9-", 206, "9", "bytes 9-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-10", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=5-99999999999999999999", 206, "56789", "bytes 5-9/10"],
    ["Bytes=2-3", 206, "23", "bytes 2-3/10"],
    ["bytes=10-", 416, null, "bytes */10"],
    ["bytes=99999999999999999999-", 416, null, "bytes */10"],
    ["bytes=-0", 416, null, "bytes */10"],
    // One part only; the whole file is always allowed.
    ["bytes=0-1,4-5", 200, "0123456789", undefined],
    ["bytes=3-2", 200, "0123456789", undefined],
    ["bytes=-", 200, "0123456789", undefined],
    ["bytes=a-b", 200, "0123456789", undefined],
    ["bytes=0x1-2", 200, "0123456789", undefined],
    ["bytes=--1", 200, "0123456789", undefined],
    ["pages=0-3", 200, "0123456789", undefined],
  ])("%s", async (range, status, text, contentRange) => {
    const { get } = await serving(DIGITS, "mp4");
    const answer = await get("", { range });
    expect([answer.status, answer.headers["content-range"]]).toEqual([status, contentRange]);
    expect(text === null || (answer.text === text && answer.headers["content-length"] === String(text.length))).toBe(true);
  });

  test("a part of another version is never mixed in", async () => {
    const { get } = await serving(DIGITS, "mp4");
    const range = "bytes=0-3";
    expect((await get("", { range, "if-range": `"${SHA}"` })).status).toBe(206);
    for (const tag of [`W/"${SHA}"`, `"${"cd".repeat(32)}"`, "Sun, 01 Mar 2026 12:00:00 GMT", SHA]) expect((await get("", { range, "if-range": tag })).status).toBe(200);
  });

  test("what the browser has is not sent again", async () => {
    const { get } = await serving(DIGITS, "mp4");
    for (const tag of [`"${SHA}"`, `W/"${SHA}"`, `"x", "${SHA}"`, "*"]) {
      const answer = await get("", { "if-none-match": tag, range: "bytes=0-3" });
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, "", `"${SHA}"`]);
    }
    expect((await get("", { "if-none-match": `"x"` })).status).toBe(200);
  });

  test("HEAD says everything and sends nothing", async () => {
    const { get } = await serving(DIGITS, "mp4");
    const answer = await get("", { range: "bytes=0-3" }, "HEAD");
    expect([answer.status, answer.body.length, answer.headers["content-length"]]).toEqual([200, 0, "10"]);
  });

  test("a large file arrives whole, in pieces", async () => {
    const bytes = randomBytes(5_000_001);
    const { get } = await serving(bytes, "mp4");
    expect((await get()).body.equals(bytes)).toBe(true);
    expect((await get("", { range: "bytes=1234567-4567890" })).body.equals(bytes.subarray(1_234_567, 4_567_891))).toBe(true);
  });
});

describe("files that are not what they should be", () => {
  test("a file that is gone or cut is an error, never half a film", async () => {
    const { path, get } = await serving(DIGITS, "mp4");
    truncateSync(path, 5);
    expect((await get()).status).toBe(500);
    rmSync(path);
    expect((await get()).status).toBe(404);
  });

  test.runIf(process.platform === "linux")("who goes away leaves no open file, in the middle or before the start", async () => {
    const { web, path, grant } = await serving(randomBytes(20_000_000), "mp4");
    const openFiles = () => readdirSync("/proc/self/fd").filter((fd) => linkOf(fd) === path).length;
    for (let count = 0; count < 5; count += 1) {
      await new Promise<void>((done) => {
        const request = httpRequest(`${web.origin}${grant.base}${SHA}`, (response) => {
          response.once("data", () => {
            expect(openFiles()).toBeGreaterThan(0);
            request.destroy();
            done();
          });
        });
        request.on("error", () => {});
        request.end();
      });
    }
    await vi.waitFor(() => expect(openFiles()).toBe(0));
  });

  test("the work for a request stops when its client goes", async () => {
    let signal: AbortSignal | undefined;
    const web = await startTestHost({
      host: {
        ...fakeHost(),
        media: async (request) => {
          signal = request.signal;
          await new Promise((done) => request.signal.addEventListener("abort", done));
          return new Response("too late");
        },
      },
    });
    const request = httpRequest(`${web.origin}/media/x`);
    request.on("error", () => {});
    request.end();
    await vi.waitFor(() => expect(signal?.aborted).toBe(false));
    request.destroy();
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  });

  test.runIf(process.platform === "linux")("a body that nobody reads is closed when the request is given up", async () => {
    const { responder, path, grant } = await serving(randomBytes(1_000_000), "mp4");
    const openFiles = () => readdirSync("/proc/self/fd").filter((fd) => linkOf(fd) === path).length;
    const cancelled = await responder(new Request(`http://127.0.0.1${grant.base}${SHA}`));
    expect(openFiles()).toBe(1);
    await cancelled.body?.cancel();
    expect(openFiles()).toBe(0);
    const gone = new AbortController();
    const answer = await responder(new Request(`http://127.0.0.1${grant.base}${SHA}`, { signal: gone.signal }));
    expect(openFiles()).toBe(1);
    gone.abort();
    await vi.waitFor(() => expect(openFiles()).toBe(0));
    await expect(answer.arrayBuffer()).rejects.toThrow("abort");
  });
});

function linkOf(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null;
  }
}

describe("thumbnails", () => {
  test.each([160, 320, 640, 1280])("%d pixels wide, and made once", async (width) => {
    const { get, kept } = await serving(await imageFile("png", 2000, 1000), "png");
    const answer = await get(`?w=${width}`);
    expect(answer.headers).toMatchObject({ "content-type": "image/webp", "x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'", etag: `"${SHA}-${width}"`, "cache-control": "private, max-age=3000, immutable" });
    expect(await sharp(answer.body).metadata()).toMatchObject({ format: "webp", width, height: width / 2 });
    expect(kept()).toEqual([`ab/${SHA}-${width}.webp`]);
    expect((await get(`?w=${width}`, { "if-none-match": `"${SHA}-${width}"` })).status).toBe(304);
  });

  test("many who ask at once wait for one", async () => {
    const { get, path } = await serving(await imageFile("png", 1500, 1000), "png");
    const [first, ...others] = await Promise.all([get("?w=320"), ...Array.from({ length: 20 }, () => get("?w=320"))]);
    for (const other of others) expect(other.body.equals(first.body)).toBe(true);
    const thumbnails = new Thumbnails(join(tempFolder(), "thumbs"));
    const [one, two] = await Promise.all([thumbnails.get({ sha256: SHA, path, format: "png" }, 640), thumbnails.get({ sha256: SHA, path, format: "png" }, 640)]);
    expect(one === two && one !== null).toBe(true);
    // It is on the disk now: the file itself is not read again.
    rmSync(path);
    expect((await get("?w=320")).body.equals(first.body)).toBe(true);
  });

  test("only the four widths", async () => {
    const { get, kept } = await serving(await imageFile("png", 100, 100), "png");
    for (const width of ["0", "1", "321", "-160", "1e9", "", "320x", "NaN", "99999"]) expect((await get(`?w=${width}`)).status).toBe(400);
    expect(() => kept()).toThrow("ENOENT");
  });

  test("a small image is not blown up, a photograph stands upright, a film strip keeps its first frame", async () => {
    const small = await serving(await imageFile("png", 100, 60), "png");
    expect(await sharp((await small.get("?w=640")).body).metadata()).toMatchObject({ width: 100, height: 60 });
    const turned = await sharp({ create: { width: 400, height: 200, channels: 3, background: "#123456" } }).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await sharp((await (await serving(turned, "jpeg")).get("?w=160")).body).metadata()).toMatchObject({ width: 160, height: 320 });
    const tall = await serving(await imageFile("png", 100, 4000), "png");
    expect((await sharp((await tall.get("?w=160")).body).metadata()).height).toBeLessThanOrEqual(640);
  });

  test("what cannot be scaled here is sent as it is", async () => {
    const bmp = bmpFile().subarray(0, 100);
    const { get } = await serving(bmp, "bmp");
    const answer = await get("?w=160");
    expect([answer.status, answer.headers["content-type"], answer.body.equals(bmp)]).toEqual([200, "image/bmp", true]);
  });

  test("a BMP, which sharp does not read, is scaled like the others", async () => {
    const { get } = await serving(bmpFile(400, 300), "bmp");
    const answer = await get("?w=160");
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "image/webp"]);
    expect(await sharp(answer.body).metadata()).toMatchObject({ width: 160, height: 120 });
  });

  test("one that the disk has damaged is made again", async () => {
    const { get, kept, thumbs } = await serving(await imageFile("png", 400, 400), "png");
    const whole = (await get("?w=160")).body;
    for (const broken of [Buffer.alloc(0), whole.subarray(0, 100), Buffer.alloc(500)]) {
      writeFileSync(join(thumbs, kept()[0]!), broken);
      expect((await get("?w=160")).body.equals(whole)).toBe(true);
      expect(readFileSync(join(thumbs, kept()[0]!)).equals(whole)).toBe(true);
    }
  });

  test("a folder that cannot be written costs time, not the picture", async () => {
    const { get, thumbs } = await serving(await imageFile("png", 400, 400), "png");
    writeFileSync(thumbs, "a file where the folder should be");
    expect(await sharp((await get("?w=160")).body).metadata()).toMatchObject({ format: "webp", width: 160 });
    const film = await serving(DIGITS, "mp4");
    writeFileSync(film.thumbs, "a file where the folder should be");
    expect((await film.put(await imageFile("webp", 64, 36))).status).toBe(507);
  });
});

describe("posters", () => {
  const poster = (width = 640, height = 360) => imageFile("webp", width, height);

  test("a video has none until one was put; then it has it in every width, and keeps the first", async () => {
    const { get, put } = await serving(DIGITS, "mp4");
    const before = await get("?w=320");
    expect([before.status, before.headers["cache-control"]]).toEqual([404, "no-store"]);
    expect((await put(await poster())).status).toBe(201);
    const after = await get("?w=320");
    expect(await sharp(after.body).metadata()).toMatchObject({ format: "webp", width: 320, height: 180 });
    expect((await put(await poster(320, 320))).status).toBe(204);
    expect(await sharp((await get("?w=160")).body).metadata()).toMatchObject({ width: 160, height: 90 });
    // The film itself is what it was.
    expect((await get()).text).toBe("0123456789");
  });

  test("an audio may have one, an image needs none, what is not there gets none", async () => {
    expect((await (await serving(wavFile(), "wav")).put(await poster())).status).toBe(201);
    expect((await (await serving(await imageFile("png"), "png")).put(await poster())).status).toBe(409);
    expect((await (await serving(DIGITS, "mp4")).put(await poster(), {}, "cd".repeat(32))).status).toBe(404);
  });

  test("anything but a small, whole, still WebP is refused and nothing is kept", async () => {
    const { get, put } = await serving(DIGITS, "mp4");
    const good = await poster();
    const animated = await sharp(Buffer.concat([Buffer.alloc(3 * 64 * 64, 200), Buffer.alloc(3 * 64 * 64, 20)]), { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } }).webp({ loop: 0 }).toBuffer();
    const lying = Buffer.from(good);
    lying.fill(0xff, good.length / 2);
    for (const [what, bytes, status] of [
      ["html", Buffer.from("<!doctype html><script>alert(1)</script>"), 415],
      ["png", await imageFile("png"), 415],
      ["svg", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), 415],
      ["empty", Buffer.alloc(0), 415],
      ["cut", good.subarray(0, good.length - 100), 415],
      ["something behind it", Buffer.concat([good, Buffer.from("<script>")]), 415],
      ["a WAV, also RIFF", wavFile(), 415],
      ["too wide", await sharp({ create: { width: 1281, height: 10, channels: 3, background: "#000" } }).webp().toBuffer(), 422],
      ["too many pixels", await sharp({ create: { width: 2000, height: 2000, channels: 3, background: "#000" } }).webp().toBuffer(), 422],
      ["animated", animated, 422],
      ["nonsense inside", lying, 422],
      ["too many bytes", Buffer.alloc(512 * 1024 + 1), 413],
    ] as const) {
      expect([what, (await put(bytes)).status]).toEqual([what, status]);
    }
    expect((await put(good, { "content-type": "image/png" })).status).toBe(415);
    expect((await put(good, { "content-type": null })).status).toBe(415);
    expect((await get("?w=320")).status).toBe(404);
    expect((await put(good)).status).toBe(201);
  });

  test("an endless poster is cut off", async () => {
    const { web, grant } = await serving(DIGITS, "mp4");
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${web.origin}${grant.base}${SHA}/poster`, { method: "PUT", headers: { origin: web.origin, "content-type": "image/webp", "transfer-encoding": "chunked" } }, (response) => resolve(response.statusCode ?? 0));
      request.on("error", reject);
      for (let count = 0; count < 20; count += 1) request.write(Buffer.alloc(64 * 1024));
    });
    expect(status).toBe(413);
  });
});
