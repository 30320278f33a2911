import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { describe, expect, onTestFinished, test } from "vitest";
import { outputUrl, sandboxFor } from "./client.ts";

const picture = (width: number, height: number): Promise<Buffer> => sharp({ create: { width, height, channels: 3, background: "#246" } }).jpeg().toBuffer();

async function serverOf(bytes: Buffer): Promise<string> {
  const server = createServer((_request, response) => response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/picture.jpg`;
}

describe("sources of this machine", () => {
  test("a hosted file is measured by its bytes, not by its name", async () => {
    const { create, host, query } = await sandboxFor();
    const good = await host(await picture(640, 480));
    expect(await query(await create("sd2", { urls: [good] }))).toMatchObject({ status: "COMPLETED", output: [{ width: 960, height: 720 }] });
    await expect(create("sd2", { urls: [await host(await picture(390, 800))] })).rejects.toThrow("inputs.urls[0]: is 390x800");
    await expect(create("happyhorse", { urls: [await host(await picture(400, 1200))] })).rejects.toThrow("aspect");
    await create("gpt-image-2", { prompt: "p", urls: [await host(await picture(256, 768))] });
    expect(await query(await create("sd2", { urls: [await host(Buffer.from("<html>"))] }))).toMatchObject({ status: "FAILED", error: { code: "SOURCE_NOT_READABLE" } });
  });

  test("a picture that was cut, though its head is whole, fails; one that lies on its side is measured upright", async () => {
    const { create, query, host } = await sandboxFor();
    const whole = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#246", noise: { type: "gaussian", mean: 128, sigma: 40 } } }).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await query(await create("sd2", { urls: [await host(whole.subarray(0, whole.length / 2))] }))).toMatchObject({ status: "FAILED", error: { code: "SOURCE_NOT_READABLE" } });
    expect(await query(await create("sd2", { urls: [await host(whole)] }))).toMatchObject({ output: [{ width: 720, height: 1080 }] });
  });

  test("a BMP, which no one here can decode, is still taken and drawn around", async () => {
    const { create, query, host } = await sandboxFor({ media: "full" });
    const bmp = Buffer.alloc(54 + 400 * 400 * 3);
    bmp.write("BM", 0, "latin1");
    for (const [value, offset] of [[bmp.length, 2], [54, 10], [40, 14], [400, 18], [400, 22]] as const) bmp.writeUInt32LE(value, offset);
    bmp.writeUInt16LE(1, 26);
    bmp.writeUInt16LE(24, 28);
    const url = outputUrl(await query(await create("sd2", { urls: [await host(bmp)], duration: "4s" })));
    expect((await fetch(url)).status).toBe(200);
  });

  test("an output is a source for the next task, and its real duration is billed", async () => {
    const { create, query, asset, sandbox, call } = await sandboxFor();
    const clip = outputUrl(await query(await create("sd2", { prompt: "p", duration: "7s" })));
    const uri = await asset(clip, "VIDEO");
    await create("sd2", { prompt: "q", duration: "4s", videoUrls: [uri], videoInputMode: "reference" });
    const upscale = await call("POST", "/upscale/create", { source: { type: "url", url: clip }, targetResolution: "2k" });
    expect((await call("GET", `/upscale/query?taskId=${String(upscale.body["taskId"])}`)).body).toMatchObject({ status: "completed", creditsConsumed: 7 * 38, result: { probedDurationSeconds: 7 } });
    expect(sandbox.books().billed).toBe(7 * 40 + (4 + 7) * 30 + 7 * 38);
  });

  test("a clip that was cut on its way is noticed, though its index is whole", async () => {
    const { create, query, host, call } = await sandboxFor();
    const clip = Buffer.from(await (await fetch(outputUrl(await query(await create("sd2", { prompt: "p" }))))).arrayBuffer());
    await call("POST", "/assets/upload", { url: await host(clip.subarray(0, clip.length - 10)), type: "VIDEO" });
    expect((await call("GET", "/assets/status?assetId=1")).body).toMatchObject({ status: "FAILED", failReason: expect.stringContaining("no media the service can read") });
  });

  test("a file is taken only under its own hash", async () => {
    const { sandbox, host } = await sandboxFor();
    const put = async (name: string, key = "Bearer k"): Promise<number> => (await fetch(`${sandbox.origin}/sandbox/files/${name}`, { method: "PUT", headers: { authorization: key }, body: "bytes" })).status;
    expect(await put("0".repeat(64))).toBe(400);
    expect(await put("../../etc/passwd")).toBe(404);
    expect(await put("x")).toBe(400);
    expect(await put("0".repeat(64), "")).toBe(401);
    expect(await host(Buffer.from("bytes"))).toBe(await host(Buffer.from("bytes")));
    expect(sandbox.books().files).toBe(1);
    expect((await fetch(`${sandbox.origin}/files/${"0".repeat(64)}`)).status).toBe(404);
  });
});

describe("sources of elsewhere", () => {
  test.each(["http://example.com/a.jpg", "ftp://example.com/a.jpg", "https://user:pass@example.com/a.jpg", "https://10.0.0.8/a.jpg", "https://localhost/a.jpg", "http://127.0.0.1:1/a.jpg", "not a url"])("%s is refused", async (url) => {
    const { call } = await sandboxFor();
    expect(await call("POST", "/jobs/createTask", { model: "sd2", inputs: { urls: [url] } })).toMatchObject({ status: 400, body: { error: { field: "inputs.urls[0]" } } });
    expect(await call("POST", "/assets/upload", { url, type: "IMAGE" })).toMatchObject({ status: 400, body: { error: { field: "url" } } });
  });

  test("an outside host is let in by its form and fails for want of an answer, refunded", async () => {
    const { create, query, credits } = await sandboxFor({ credits: 500 });
    expect(await query(await create("sd2", { urls: ["https://cdn.test.io/a.jpg"] }))).toMatchObject({ status: "FAILED", error: { code: "SOURCE_NOT_REACHABLE", message: expect.stringContaining("never contacts the outside") } });
    expect(await credits()).toEqual({ credits: 500, availableCredits: 500 });
  });

  test.each([
    ["https://cdn.test.io/a.mp4", "1080p", "URL_NOT_REACHABLE"],
    ["https://static.seedance2-pro.com/a.mp4", "1080p", "URL_NOT_REACHABLE"],
    ["https://192.168.0.9/a.mp4", "1080p", "URL_RESOLVES_TO_PRIVATE_IP"],
    ["https://example.com/missing.mp4", "1080p", "URL_NOT_REACHABLE"],
    ["https://example.com/broken.mp4", "1080p", "PROBE_FAILED"],
    ["https://example.com/clip.avi", "1080p", "UNSUPPORTED_MEDIA_TYPE"],
    ["https://example.com/photo.jpg", "1080p", "UNSUPPORTED_MEDIA_TYPE"],
    ["https://example.com/big-201mb.mp4", "1080p", "FILE_TOO_LARGE"],
    ["https://example.com/long-601s.mp4", "1080p", "DURATION_EXCEEDS_LIMIT"],
    ["https://example.com/clip-1920x1080.mp4", "1080p", "SOURCE_RESOLUTION_TOO_HIGH"],
  ])("an upscale of %s to %s fails with %s and costs nothing", async (url, targetResolution, code) => {
    const { call, sandbox } = await sandboxFor();
    const { body } = await call("POST", "/upscale/create", { source: { type: "url", url }, targetResolution });
    expect((await call("GET", `/upscale/query?taskId=${String(body["taskId"])}`)).body).toMatchObject({ status: "failed", creditsConsumed: null, result: null, error: { code } });
    expect(sandbox.books()).toMatchObject({ billed: 0, held: 0 });
  });

  test.each(["http://example.com/a.mp4", "asset://asset-20260326-abc", "a.mp4"])("an upscale of %s is refused", async (url) => {
    const { call } = await sandboxFor();
    expect(await call("POST", "/upscale/create", { source: { type: "url", url }, targetResolution: "2k" })).toMatchObject({ status: 400, body: { error: { field: "source.url" } } });
  });

  test("a bucket on this machine is read only where that was allowed", async () => {
    const url = await serverOf(await picture(800, 800));
    const open = await sandboxFor({ allowPrivateSources: true });
    expect(await open.query(await open.create("sd2", { urls: [url] }))).toMatchObject({ status: "COMPLETED", output: [{ width: 720, height: 720 }] });
    const closed = await sandboxFor();
    await expect(closed.create("sd2", { urls: [url] })).rejects.toThrow("must be an https URL");
  });
});
