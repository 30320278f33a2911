import { describe, expect, test } from "vitest";
import { isDownload, isPageAddress } from "../../../electron/desktop/addresses.ts";
import { isWithin } from "../../../electron/desktop/ipc/size.ts";
import { createLeaving } from "../../../electron/desktop/leaving.ts";
import { collectOpenings } from "../../../electron/desktop/openings.ts";
import { readCall } from "../../../electron/desktop/options.ts";
import { placeOn, type WindowPlace } from "../../../electron/desktop/windowPlace.ts";

const FIRST = { x: 0, y: 0, width: 1_920, height: 1_040 };
const SECOND = { x: 1_920, y: 0, width: 1_280, height: 984 };

describe("a window opens", () => {
  const place = (part: Partial<WindowPlace> = {}): WindowPlace => ({ x: 2_000, y: 100, width: 1_000, height: 700, shown: "normal", ...part });

  test("in the middle of the first display the first time, no larger than it", () => {
    expect(placeOn([FIRST], null)).toEqual({ x: 240, y: 70, width: 1_440, height: 900, shown: "normal" });
    expect(placeOn([{ x: 0, y: 25, width: 1_024, height: 700 }], null)).toMatchObject({ x: 0, y: 25, width: 1_024, height: 700 });
  });

  test("where it was, on whichever display", () => {
    expect(placeOn([FIRST, SECOND], place())).toEqual(place());
    expect(placeOn([FIRST, SECOND], place({ shown: "maximized" })).shown).toBe("maximized");
  });

  test("on a display that is there, when its own is gone", () => {
    expect(placeOn([FIRST], place())).toEqual({ x: 460, y: 170, width: 1_000, height: 700, shown: "normal" });
  });

  test("so that it can be taken hold of", () => {
    const displays = [FIRST];
    for (const lost of [place({ x: 1_915 }), place({ x: -990 }), place({ x: 0, y: 1_035 }), place({ x: 0, y: -400 }), place({ x: 1e9, y: -1e9 })]) {
      const { x, y, width, height } = placeOn(displays, lost);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(FIRST.width);
      expect(y + height).toBeLessThanOrEqual(FIRST.height);
    }
  });
});

describe("a call of the program", () => {
  test("names files, links and switches; what others put there is passed over", () => {
    const call = readCall(["--inspect=9229", "--allow-file-access", "one.shotgraph", "/elsewhere/two.SHOTGRAPH", "shotgraph://new?template=a", "--home=data", "--speed=5", "--realm=service", "--psn_0_12", "picture.png", "-x"], "/folder");
    expect(call).toEqual({ files: ["/folder/one.shotgraph", "/elsewhere/two.SHOTGRAPH"], links: ["shotgraph://new?template=a"], home: "/folder/data", realm: "service", speed: 5, bench: false });
  });

  test("with nonsense in it means nothing", () => {
    expect(readCall(["--realm=both", "--speed=-1", "--speed=x", "--home=", `${"a".repeat(5_000)}.shotgraph`, "a\0.shotgraph"], "/folder")).toEqual({ files: [], links: [], home: null, realm: null, speed: 60, bench: false });
  });

  test("leaves what it asked for until somebody can show it", () => {
    const listeners = new Map<string, (...args: never[]) => void>();
    const app = { on: (event: string, listener: (...args: never[]) => void) => listeners.set(event, listener) };
    const call = readCall(["first.shotgraph", "second.shotgraph"], "/folder");
    const openings = collectOpenings(app as never, call);
    const event = { preventDefault: () => undefined };
    listeners.get("open-file")?.(event as never, "/third.shotgraph" as never);
    const asked: string[] = [];
    openings.take(({ files, links }) => asked.push(...files, ...links));
    listeners.get("second-instance")?.(event as never, ["/usr/bin/shotgraph", "fourth.shotgraph"] as never, "/other" as never);
    listeners.get("open-url")?.(event as never, "shotgraph://settings" as never);
    listeners.get("second-instance")?.(event as never, ["/usr/bin/shotgraph"] as never, "/other" as never);
    // The first one is the host's to open.
    expect(asked).toEqual(["/folder/second.shotgraph", "/third.shotgraph", "/other/fourth.shotgraph", "shotgraph://settings"]);
  });
});

test("the page is at one address, and only library files asked for by name are downloads", () => {
  for (const good of ["app://shotgraph/", "app://shotgraph/?bench=1#x", "app://shotgraph/index.html"]) expect(isPageAddress(good)).toBe(true);
  expect(["app://shotgraph.example.com/", "app://other/", "app://shotgraph/assets/a.js", "app://shotgraph@evil/", "https://shotgraph/", "media://shotgraph/", "javascript:alert(1)", "", "app://shotgraph:8080/"].filter(isPageAddress)).toEqual([]);
  expect(isDownload("media://shotgraph/media/g/abc?download=a.mp4")).toBe(true);
  expect(["media://shotgraph/media/g/abc", "media://other/media/g/abc?download=a", "https://shotgraph/media/g/abc?download=a", "app://shotgraph/?download=a"].filter(isDownload)).toEqual([]);
});

test("a message is measured without being believed", () => {
  expect(isWithin("x".repeat(1_000), 1_000)).toBe(true);
  expect(isWithin("x".repeat(1_001), 1_000)).toBe(false);
  expect(isWithin(new Uint8Array(1_001), 1_000)).toBe(false);
  expect(isWithin(Array.from({ length: 1_000 }, () => null), 1_000)).toBe(false);
  expect(isWithin({ ["k".repeat(2_000)]: 1 }, 1_000)).toBe(false);
  expect(isWithin(new Map([["a", "x".repeat(1_001)]]), 1_000)).toBe(false);
  const round: Record<string, unknown> = {};
  round["itself"] = round;
  expect(isWithin(round, 1_000_000)).toBe(false);
  expect(isWithin(undefined, 1_000)).toBe(true);
});

test("before leaving everybody is asked in turn; one no is enough; who fails keeps nobody", async () => {
  const told: string[] = [];
  const leaving = createLeaving((line) => told.push(line));
  const asked: string[] = [];
  const guard = (name: string, answer: boolean | Error) => () => {
    asked.push(name);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  leaving.beforeQuit(guard("first", new Error("broken")));
  leaving.beforeQuit(guard("second", true));
  expect(await leaving.mayQuit()).toBe(true);
  leaving.beforeQuit(guard("third", false));
  leaving.beforeQuit(guard("fourth", true));
  expect(await leaving.mayQuit()).toBe(false);
  expect(asked).toEqual(["first", "second", "first", "second", "third"]);
  expect(told.join()).toContain("broken");
});
