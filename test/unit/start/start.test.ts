import { describe, expect, test } from "vitest";
import { start, type Ending } from "../../../electron/start/start.ts";
import type { Way } from "../../../electron/start/way.ts";

const way: Way = { in: "electron", args: ["--speed=60"], otherwise: ["film.shotgraph"] };

/** A start whose every step is told in order. `programs`: what `installed` answers, one after the other. */
function rig(programs: (string | null)[], { why = null, ending = { code: 0, lived: 60_000, interrupted: false } }: { why?: string | null; ending?: Ending } = {}) {
  const told: string[] = [];
  const parts: Parameters<typeof start>[1] = {
    tell: (line) => void told.push(line),
    installed: () => Promise.resolve(programs.shift() ?? null),
    fetch: () => Promise.resolve(why),
    build: () => Promise.resolve().then(() => void told.push("built")),
    run: (program, args) => {
      told.push(`ran ${program} ${args.join(" ")}`);
      return Promise.resolve(ending);
    },
    browser: (args) => {
      told.push(`browser ${args.join(" ")}`);
      return Promise.resolve();
    },
  };
  return { told, begin: () => start(way, parts), parts };
}

describe("npm start", () => {
  test("runs Electron that is there, built, and says so in one line", async () => {
    const { told, begin } = rig(["/e/electron", "/e/electron"]);
    expect(await begin()).toBe(0);
    expect(told).toEqual(["built", expect.stringContaining("window of its own"), "ran /e/electron --speed=60"]);
  });

  test("fetches what is missing", async () => {
    const { told, begin } = rig([null, "/e/electron"]);
    expect(await begin()).toBe(0);
    expect(told[0]).toMatch(/^Fetching Electron/);
    expect(told.at(-1)).toBe("ran /e/electron --speed=60");
  });

  test("a download that fails is no error: it names the reason and serves a browser", async () => {
    const { told, begin } = rig([null], { why: "getaddrinfo ENOTFOUND github.com" });
    expect(await begin()).toBeNull();
    expect(told.at(-2)).toBe("In a browser instead: Electron could not be fetched (getaddrinfo ENOTFOUND github.com).");
    expect(told.at(-1)).toBe("browser film.shotgraph");
    expect(told).not.toContain("built");
  });

  test("Electron that ends at once is no error either", async () => {
    const { told, begin } = rig(["/e/electron", "/e/electron"], { ending: { code: 133, lived: 400, interrupted: false } });
    expect(await begin()).toBeNull();
    expect(told.at(-1)).toBe("browser film.shotgraph");
  });

  test.each([
    [{ code: 3, lived: 60_000, interrupted: false }, 3],
    [{ code: 130, lived: 500, interrupted: true }, 130],
    [{ code: 0, lived: 500, interrupted: false }, 0],
  ])("an editor that was there (%j) hands on its exit code", async (ending, code) => {
    const { told, begin } = rig(["/e/electron", "/e/electron"], { ending });
    expect(await begin()).toBe(code);
    expect(told.at(-1)).toMatch(/^ran/);
  });

  test("a browser that was asked for is served without another word; else the reason is told", async () => {
    const { told, parts } = rig([]);
    await start({ in: "browser", args: ["--port", "0"], why: null }, parts);
    await start({ in: "browser", args: [], why: "there is no display" }, parts);
    expect(told).toEqual(["browser --port 0", "In a browser (there is no display).", "browser "]);
  });
});
