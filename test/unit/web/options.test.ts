import { expect, test } from "vitest";
import { noBrowser } from "../../../electron/web/openPage.ts";
import { parseOptions } from "../../../electron/web/options.ts";

test("without options: any port, the sandbox, a browser, the usual data folder", () => {
  expect(parseOptions([], "/here")).toEqual({ port: 0, open: true, service: false, speed: 60, bench: false, home: null, file: null });
});

test("paths are meant from where the program was called", () => {
  expect(parseOptions(["--port", "8123", "--no-open", "--service", "--speed", "1", "--bench", "--home", "data", "film.shotgraph"], "/here")).toEqual({
    port: 8123,
    open: false,
    service: true,
    speed: 1,
    bench: true,
    home: "/here/data",
    file: "/here/film.shotgraph",
  });
});

test("an option that is none is refused with its name", () => {
  const said: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    said.push(String(text));
    return true;
  };
  try {
    for (const args of [["--port", "70000"], ["--port", "x"], ["--port", ""], ["--speed", "0"], ["--speed", "fast"], ["--host", "0.0.0.0"], ["a.shotgraph", "b.shotgraph"]]) expect(() => parseOptions(args, "/")).toThrow(/^error: .*(port|speed|host|argument)/);
  } finally {
    process.stderr.write = write;
  }
  expect(said.join("")).toContain("port number from 0 to 65535");
});

test("a browser is opened only where somebody sits", () => {
  const desk = { platform: "linux", env: { DISPLAY: ":0" }, isTTY: true } as const;
  expect(noBrowser(desk)).toBeNull();
  expect(noBrowser({ ...desk, env: { WAYLAND_DISPLAY: "wayland-0" } })).toBeNull();
  expect(noBrowser({ platform: "darwin", env: {}, isTTY: true })).toBeNull();
  expect(noBrowser({ platform: "win32", env: {}, isTTY: true })).toBeNull();
  expect(noBrowser({ ...desk, env: {} })).toBe("there is no display");
  expect(noBrowser({ ...desk, env: { DISPLAY: ":0", CI: "true" } })).toBe("CI is set");
  expect(noBrowser({ ...desk, isTTY: false })).toBe("this is no terminal");
  expect(noBrowser({ platform: "darwin", env: { SSH_CONNECTION: "10.0.0.1 22" }, isTTY: true })).toBe("this is a remote session");
});
