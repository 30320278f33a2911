import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { expect, test, vi } from "vitest";
import { type RunningHost, startHostProcess } from "../../fixtures/webHostProcess.ts";
import { largeVideo, videoFile } from "../library/samples.ts";
import { later, tempFolder } from "./support.ts";

const GIGABYTE = 1024 ** 3;

async function startHost(): Promise<{ host: RunningHost; origin: string; session: string }> {
  const host = await startHostProcess(tempFolder());
  later(() => host.kill());
  const { origin, hash } = new URL(host.url);
  const answer = await fetch(`${origin}/session`, { method: "POST", headers: { "content-type": "application/json", origin }, body: JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get("token") }) });
  const { session } = (await answer.json()) as { session: string };
  return { host, origin, session };
}

/** A file as a browser sends it. `stopAfter` bytes the browser is closed. */
async function send({ origin, session }: { origin: string; session: string }, path: string, stopAfter = Infinity): Promise<string> {
  const headers = { origin, authorization: `Bearer ${session}`, "content-length": String(statSync(path).size) };
  return await new Promise((resolve, reject) => {
    const sending = request(`${origin}/upload?name=clip.mp4`, { method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve(text));
    });
    sending.on("error", reject);
    let sent = 0;
    const file = createReadStream(path);
    file.on("data", (piece) => {
      sent += piece.length;
      if (sent > stopAfter) sending.destroy(new Error("stopped"));
    });
    pipeline(file, sending).catch(reject);
  });
}

/** Megabytes that a process ever had in memory. */
function mostMegabytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

test("a file whose sending is stopped leaves nothing", { timeout: 60_000 }, async () => {
  const { host, ...at } = await startHost();
  const path = join(tempFolder(), "large.mp4");
  await largeVideo(path, 300 * 1024 * 1024);
  await expect(send(at, path, 100 * 1024 * 1024)).rejects.toThrow("stopped");
  await vi.waitFor(() => expect(readdirSync(join(host.home, "tmp"))).toEqual([]), 10_000);
  expect(readdirSync(join(host.home, "media"))).toEqual([]);
});

// Only Linux tells what a process ever took.
test.skipIf(!existsSync("/proc/self/status"))("2 GB go through the web host with the memory of a small file", { timeout: 180_000 }, async () => {
  const { host, ...at } = await startHost();
  const folder = tempFolder();
  const [small, large] = [join(folder, "small.mp4"), join(folder, "large.mp4")];
  writeFileSync(small, await videoFile("mp4-index-first", 2));
  await largeVideo(large, 2 * GIGABYTE);
  expect(JSON.parse(await send(at, small))).toMatchObject({ facts: { type: "video" } });
  const before = mostMegabytes(host.pid);
  expect(JSON.parse(await send(at, large))).toMatchObject({ facts: { type: "video", bytes: 2 * GIGABYTE } });
  const after = mostMegabytes(host.pid);
  console.log(`the host had ${before.toFixed(0)} MB after a small file and ${after.toFixed(0)} MB after 2 GB`);
  expect(after - before).toBeLessThan(96);
});
