import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { FrameJob, FrameOffer } from "../../../shared/contract/api/frames.ts";
import type { TakeFrame } from "../../../electron/derive/carry.ts";
import { NoFfmpegError } from "../../../electron/derive/ffmpegFrame.ts";
import { createFrameDesk, type FrameDeskOptions } from "../../../electron/host/editor/frames.ts";
import { sha } from "./support.ts";

const folder = await mkdtemp(join(tmpdir(), "shotgraph-frames-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
let paths = 0;

const PNG = new Blob(["a picture"]);

const noFfmpeg: TakeFrame = () => Promise.reject(new NoFfmpegError("there is no ffmpeg"));

function deskWith(options: Partial<FrameDeskOptions> = {}) {
  const told: (string | null)[] = [];
  const desk = createFrameDesk({ onWaiting: (message) => told.push(message), patienceMs: 400, leaseMs: 300, ffmpeg: noFfmpeg, ...options });
  return { desk, told };
}

async function asked(desk: ReturnType<typeof createFrameDesk>, signal?: AbortSignal) {
  const path = join(folder, `${(paths += 1)}.png`);
  const result = desk.takeFrame({ path: "/nowhere", facts: { sha256: sha("video") } as never }, "last", path, signal);
  // Looked at by the test, sooner or later.
  result.catch(() => undefined);
  return { path, result };
}

/** A page: what it is offered, in order. */
function page(desk: ReturnType<typeof createFrameDesk>, window: string) {
  const gone = new AbortController();
  const offered: FrameJob[] = [];
  const read = async (stream: AsyncIterable<FrameOffer>): Promise<void> => {
    for await (const { jobs } of stream) offered.push(...jobs);
  };
  const reading = read(desk.watch(window, gone.signal));
  return { offered, leave: async () => {
    gone.abort();
    await reading;
  } };
}

describe("pictures taken out of videos by a page", () => {
  test("one page has a job, and what it delivers is written where it was asked for", async () => {
    const { desk, told } = deskWith();
    const [one, other] = [page(desk, "one"), page(desk, "other")];
    const { path, result } = await asked(desk);
    await vi.waitFor(() => expect(other.offered).toHaveLength(1));
    const job = one.offered[0]?.id ?? "";
    expect(one.offered[0]).toEqual({ id: job, sha256: sha("video"), at: "last" });
    expect(desk.take({ window: "one", job })).toBe(true);
    expect(desk.take({ window: "other", job })).toBe(false);
    expect(await desk.deliver({ window: "other", job }, PNG)).toBe(false);
    expect(await desk.deliver({ window: "one", job }, PNG)).toBe(true);
    await result;
    expect(await readFile(path, "utf8")).toBe("a picture");
    expect(await desk.deliver({ window: "one", job }, PNG)).toBe(false);
    expect(told).toEqual([]);
  });

  test("a page that goes away, or does not finish in time, gives its job to the next one", async () => {
    const { desk } = deskWith();
    const [one, other] = [page(desk, "one"), page(desk, "other")];
    const { result } = await asked(desk);
    await vi.waitFor(() => expect(one.offered).toHaveLength(1));
    const job = one.offered[0]?.id ?? "";
    desk.take({ window: "one", job });
    await one.leave();
    await vi.waitFor(() => expect(other.offered).toHaveLength(2));
    desk.take({ window: "other", job });
    await vi.waitFor(() => expect(other.offered).toHaveLength(3));
    expect(desk.take({ window: "third", job })).toBe(true);
    await desk.deliver({ window: "third", job }, PNG);
    await result;
  });

  test("without a page ffmpeg does it; without either it waits, says so, and goes on when a page comes", async () => {
    const ffmpeg = vi.fn<TakeFrame>().mockResolvedValueOnce().mockImplementation(noFfmpeg);
    const { desk, told } = deskWith({ ffmpeg, patienceMs: 30 });
    await (await asked(desk)).result;
    expect(told).toEqual([]);

    const { result } = await asked(desk);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toContain("waits for a window of the editor");
    const late = page(desk, "late");
    await vi.waitFor(() => expect(late.offered).toHaveLength(1));
    const job = late.offered[0]?.id ?? "";
    desk.take({ window: "late", job });
    expect(told).toEqual([told[0], null]);
    await desk.deliver({ window: "late", job }, PNG);
    await result;
  });

  test("what a page cannot decode ffmpeg may; otherwise the page's words are the reason", async () => {
    const ffmpeg = vi.fn<TakeFrame>().mockResolvedValueOnce().mockImplementation(noFfmpeg);
    const { desk } = deskWith({ ffmpeg });
    const one = page(desk, "one");
    const failing = async () => {
      one.offered.length = 0;
      const { result } = await asked(desk);
      await vi.waitFor(() => expect(one.offered).toHaveLength(1));
      const job = one.offered[0]?.id ?? "";
      desk.take({ window: "one", job });
      expect(desk.fail({ window: "one", job }, "no decoder for hevc")).toBe(true);
      return result;
    };
    await failing();
    await expect(failing()).rejects.toThrow("no decoder for hevc");
  });

  test("a run that is cancelled waits no longer, and says no more that it does", async () => {
    const { desk, told } = deskWith({ patienceMs: 30 });
    const cancelled = new AbortController();
    const { result } = await asked(desk, cancelled.signal);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    cancelled.abort(new Error("cancelled"));
    await expect(result).rejects.toThrow("cancelled");
    expect(told.at(-1)).toBeNull();
  });
});
