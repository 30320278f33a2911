import { expect, test } from "vitest";
import type { DerivePort } from "../../../electron/engine/ports.ts";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { graphOf } from "../../fixtures/graphs.ts";
import { memoryLibrary } from "../../fixtures/memoryLibrary.ts";
import { memoryService } from "../../fixtures/memoryService.ts";
import { bench } from "./harness.ts";

const CLIP = "a".repeat(64);
const facts = (sha256: string, durationSeconds: number): MediaFacts => ({ sha256, type: "video", format: "mp4", bytes: 900, width: 1280, height: 720, durationSeconds });
const graph = (seconds: number) =>
  graphOf([["p", "prompt", { text: "x" }], ["c", "videoRef", { source: { type: "file", sha256: CLIP, name: "clip.mp4", bytes: 900 }, fit: { seconds } }], ["v", "generateSd2", { duration: 5 }]], ["p.text > v.prompt", "c.video > v.videos"]);

/** A library with a clip of 20 s, and a maker whose cuts come out at `seconds`. */
function place(seconds: number) {
  const made = new Map<string, MediaFacts>();
  const library = memoryLibrary();
  const media = library.media.bind(library);
  library.media = (sha256) => (sha256 === CLIP ? facts(CLIP, 20) : ([...made.values()].find((one) => one.sha256 === sha256) ?? media(sha256)));
  library.derived = (identity) => made.get(identity);
  const asked: string[] = [];
  const derive: DerivePort = {
    async make({ identity }) {
      const known = made.get(identity);
      if (known) return known;
      asked.push(identity);
      const cut = facts("b".repeat(64), seconds);
      made.set(identity, cut);
      return cut;
    },
  };
  return { asked, ...bench(memoryService(), library, undefined, derive) };
}

test("what is made here is made once, and what was made is what goes out", async () => {
  const { asked, service, run } = place(14.9);
  expect((await run(graph(15))).outcome).toBe("done");
  expect(asked).toEqual([`video{"seconds":15}(sha256:${CLIP})`]);
  expect(service.uploads).toMatchObject([{ url: `https://hosted.example/${"b".repeat(64)}` }]);
  expect((await run(graph(15))).steps[0]).toMatchObject({ status: "cached" });
  expect(asked).toHaveLength(1);
});

test("what comes out otherwise than foretold is judged again before anything is sent", async () => {
  const { service, run } = place(16);
  const result = await run(graph(15));
  expect(result.steps[0]).toMatchObject({ status: "failed", error: { code: "invalid_input", message: expect.stringMatching(/16 s.*at most 15 s.*Nothing was sent/) } });
  expect([service.posts, service.uploads.length]).toEqual([0, 0]);
});

test("what cannot be made fails what needs it, for nothing", async () => {
  const { service, library } = place(1);
  const broken = bench(service, library, undefined, { make: () => Promise.reject(new Error("the clip cannot be cut")) });
  expect((await broken.run(graph(15))).steps[0]).toMatchObject({ status: "failed", error: { message: "the clip cannot be cut" } });
  expect(service.posts).toBe(0);
});
