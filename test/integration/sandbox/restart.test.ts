import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { manualClock, startSandbox } from "../../../electron/sandbox/index.ts";
import { clientOf, outputUrl, sandboxFor, type Json } from "./client.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sandbox-state-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("a sandbox with a state folder goes on where it was", () => {
  test("tasks, credits, assets and files; URLs of before are still its own", async () => {
    const stateDir = folder();
    const clock = manualClock();
    const first = await startSandbox({ stateDir, clock, credits: 1000, media: "quick" });
    const before = clientOf(first);
    const running = await before.create("sd2", { prompt: "p" });
    const hosted = await before.host(Buffer.from("bytes"));
    const uri = await before.asset("https://example.com/a.jpg", "IMAGE");
    await first.close();

    await clock.advance(10 * 60_000);
    const second = await startSandbox({ stateDir, clock, credits: 9, media: "quick" });
    onTestFinished(() => second.close());
    const after = clientOf(second);
    const done = await after.query(running);
    expect(done).toMatchObject({ status: "COMPLETED", creditsUsed: 200 });
    expect(await after.credits()).toEqual({ credits: 800, availableCredits: 800 });
    expect((await fetch(outputUrl(done))).status).toBe(200);
    expect(await (await fetch(hosted.replace(first.origin, second.origin))).text()).toBe("bytes");
    await after.create("sd2", { urls: [uri] });
    const oldUrl = outputUrl(done).replace(second.origin, first.origin);
    expect((await after.call("POST", "/assets/upload", { url: oldUrl, type: "VIDEO" })).body).toMatchObject({ assetId: 2 });
    expect(await after.create("sd2", { prompt: "p" })).not.toBe(running);
  });

  test("what a killed one was still receiving is cleared away", async () => {
    const stateDir = folder();
    mkdirSync(join(stateDir, "files"));
    writeFileSync(join(stateDir, "files", "incoming-1"), "half");
    const sandbox = await startSandbox({ stateDir });
    onTestFinished(() => sandbox.close());
    expect(readdirSync(join(stateDir, "files"))).toEqual([]);
  });

  test("the port can be kept, and a port that is taken is an error", async () => {
    const stateDir = folder();
    const first = await startSandbox({ stateDir });
    await expect(startSandbox({ port: first.port })).rejects.toThrow("EADDRINUSE");
    await first.close();
    const second = await startSandbox({ stateDir, port: first.port });
    expect(second.origin).toBe(first.origin);
    await second.close();
  });
});

interface Hook {
  readonly url: string;
  readonly received: Json[];
}

async function hook(answers: number[]): Promise<Hook> {
  const received: Json[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString("utf8")) as Json);
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

describe("webhooks", () => {
  test("bring what the query would say, and are tried again until a 2xx", async () => {
    const { url, received } = await hook([500, 302]);
    const { create, query, sandbox } = await sandboxFor();
    const id = await create("sd2", { prompt: "p" }, { callBackUrl: url });
    await expect.poll(() => sandbox.books().webhooks.delivered).toBe(1);
    expect(received).toHaveLength(3);
    expect(received.at(-1)).toEqual(await query(id));
  });

  test("are given up after three retries, 1, 5 and 30 s apart", async () => {
    const { url, received } = await hook([500, 500, 500, 500, 500]);
    const clock = manualClock();
    const { create, sandbox } = await sandboxFor({ clock, speed: 1 });
    await create("sd2", { prompt: "p" }, { callBackUrl: url });
    await clock.advance(10 * 60_000);
    for (const [delay, attempts] of [[0, 1], [999, 1], [1, 2], [4999, 2], [1, 3], [29_999, 3], [1, 4]] as const) {
      await clock.advance(delay);
      await expect.poll(() => received.length).toBe(attempts);
      // The next sleep begins when the answer is in.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect.poll(() => sandbox.books().webhooks).toEqual({ delivered: 0, failed: 1, withheld: 0 });
  });

  test("never leave this machine", async () => {
    const { create, sandbox } = await sandboxFor();
    await create("sd2", { prompt: "p" }, { callBackUrl: "https://example.com/hook" });
    expect(sandbox.books().webhooks).toEqual({ delivered: 0, failed: 0, withheld: 1 });
  });

  test("come for upscales in their own shape", async () => {
    const { url, received } = await hook([]);
    const { call } = await sandboxFor();
    await call("POST", "/upscale/create", { source: { type: "url", url: "https://example.com/missing.mp4" }, targetResolution: "2k", callBackUrl: url });
    await expect.poll(() => received[0]).toMatchObject({ status: "failed", error: { code: "URL_NOT_REACHABLE" } });
  });
});
