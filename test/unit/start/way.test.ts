import { describe, expect, test } from "vitest";
import { chooseWay, type Surroundings } from "../../../electron/start/way.ts";

const desk: Surroundings = { platform: "linux", env: { DISPLAY: ":0" }, uid: 1000, from: "/here" };

describe("npm start prefers Electron", () => {
  test.each([
    [[], ["--speed=60"]],
    [["film.shotgraph"], ["--speed=60", "/here/film.shotgraph"]],
    [
      ["--home", "data", "--service", "--speed", "5", "--bench", "film.shotgraph"],
      ["--home=/here/data", "--realm=service", "--speed=5", "--bench", "/here/film.shotgraph"],
    ],
  ])("%j", (args, own) => expect(chooseWay(args, desk)).toEqual({ in: "electron", args: own, otherwise: args }));

  test.each([
    ["macOS", { ...desk, platform: "darwin", env: {} }],
    ["Windows", { ...desk, platform: "win32", env: {}, uid: null }],
  ] as const)("on %s without a variable that names a display", (_name, surroundings) => expect(chooseWay([], surroundings).in).toBe("electron"));
});

describe("it serves a browser, without a word, when that is asked for", () => {
  test.each([
    [["--web", "film.shotgraph"], ["film.shotgraph"]],
    [["film.shotgraph", "--web"], ["film.shotgraph"]],
    [["--port", "0"], ["--port", "0"]],
    [["--port=8123"], ["--port=8123"]],
    [["--no-open"], ["--no-open"]],
    [["--help"], ["--help"]],
    [["-h"], ["-h"]],
  ])("%j", (args, handed) => expect(chooseWay(args, desk)).toEqual({ in: "browser", args: handed, why: null }));
});

describe("it serves a browser and says why", () => {
  test.each([
    [{ ...desk, env: {} }, "no display"],
    [{ ...desk, env: { CI: "1", DISPLAY: ":0" } }, "CI"],
    [{ ...desk, platform: "darwin", env: { SSH_CONNECTION: "10.0.0.2 …" } }, "remote"],
    [{ ...desk, uid: 0 }, "root"],
  ] as const)("%j", (surroundings, why) => expect(chooseWay(["a.shotgraph"], surroundings)).toMatchObject({ in: "browser", args: ["a.shotgraph"], why: expect.stringContaining(why) as string }));
});
