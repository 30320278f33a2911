import { expect, test } from "vitest";
import { MediaPlaces } from "../../../electron/engine/mediaPlaces.ts";
import type { MediaUse } from "../../../shared/nodes/define.ts";
import { UNMEASURED } from "../../../shared/nodes/values.ts";

const SHA256 = "a".repeat(64);
const use: MediaUse = { use: "media", as: "url", media: { type: "image", identity: `sha256:${SHA256}`, source: { type: "file", sha256: SHA256, name: "a.png", bytes: 1 }, review: "never", ...UNMEASURED, origins: ["a"] } };

test("a file is placed once per run, and its link is made anew before it can have ended", async () => {
  let now = 0;
  let placed = 0;
  const places = new MediaPlaces({
    ports: {
      library: { media: () => ({ sha256: SHA256 }), mediaPath: () => "/x" },
      hosting: { available: true, why: "", urlFor: async () => `https://bucket.example.org/a?${placed++}` },
      now: () => now,
    },
    signal: new AbortController().signal,
  } as unknown as ConstructorParameters<typeof MediaPlaces>[0]);
  expect(await Promise.all([places.place(use), places.place(use)])).toEqual(["https://bucket.example.org/a?0", "https://bucket.example.org/a?0"]);
  now += 29 * 60_000;
  expect(await places.place(use)).toBe("https://bucket.example.org/a?0");
  // A run may pause for days.
  now += 2 * 24 * 3600_000;
  expect(await places.place(use)).toBe("https://bucket.example.org/a?1");
});
