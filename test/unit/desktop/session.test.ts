import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { DesktopSession, DesktopWindow } from "../../../electron/desktop/electronApi.ts";
import { guardSession } from "../../../electron/desktop/security/session.ts";

const PAGE = { id: 7 };
const ORIGIN = "app://shotgraph/";

type Handler = (...args: never[]) => unknown;

/** A session that only keeps its guards, with one window. */
function guarded() {
  const handlers = new Map<string, Handler>();
  const keep = (name: string) => (handler: Handler) => void handlers.set(name, handler);
  const names = ["setPermissionRequestHandler", "setPermissionCheckHandler", "setDevicePermissionHandler", "setUSBProtectedClassesHandler", "setBluetoothPairingHandler", "setDisplayMediaRequestHandler", "setSpellCheckerEnabled"];
  const session = Object.assign(new EventEmitter(), Object.fromEntries(names.map((name) => [name, keep(name)])), { webRequest: { onBeforeRequest: keep("onBeforeRequest") } });
  const log: string[] = [];
  guardSession(session as unknown as DesktopSession, { windows: () => [{ webContents: PAGE } as DesktopWindow], log: (line) => log.push(line) });
  const call = (name: string, ...args: unknown[]) => (handlers.get(name) as (...of: unknown[]) => unknown)(...args);
  return {
    log,
    call,
    session,
    check: (permission: string, from: object | null, origin: string, isMainFrame = true) => call("setPermissionCheckHandler", from, permission, origin, { isMainFrame }),
    request: (permission: string, from: object | null, requestingUrl: string, isMainFrame = true) => {
      let answer: unknown = null;
      call("setPermissionRequestHandler", from, permission, (granted: unknown) => (answer = granted), { isMainFrame, requestingUrl });
      return answer;
    },
    loads: (url: string) => {
      let answer: { cancel?: boolean } = {};
      call("onBeforeRequest", { url, resourceType: "image" }, (given: typeof answer) => (answer = given));
      return answer.cancel !== true;
    },
  };
}

test("the page's main frame has the clipboard; frames in it, other pages and other origins have nothing", () => {
  const { check, request } = guarded();
  expect([check("clipboard-read", PAGE, ORIGIN), request("clipboard-read", PAGE, ORIGIN)]).toEqual([true, true]);
  for (const [from, origin, isMain] of [[PAGE, ORIGIN, false], [{ id: 8 }, ORIGIN, true], [null, ORIGIN, true], [PAGE, "https://example.com/", true], [PAGE, "app://shotgraph.evil/", true]] as const) {
    expect([check("clipboard-read", from, origin, isMain), request("clipboard-read", from, origin, isMain)]).toEqual([false, false]);
  }
});

test("no device and no other permission is given to anybody", () => {
  const { check, request, call } = guarded();
  for (const permission of ["geolocation", "media", "notifications", "hid", "serial", "usb", "display-capture", "openExternal", "something-new"]) expect([check(permission, PAGE, ORIGIN), request(permission, PAGE, ORIGIN)]).toEqual([false, false]);
  expect(call("setDevicePermissionHandler", {})).toBe(false);
  expect(call("setUSBProtectedClassesHandler", { protectedClasses: ["audio", "hid"] })).toEqual(["audio", "hid"]);
});

test("a page loads what is the program's own, and nothing of the network or the disk", () => {
  const { loads, log } = guarded();
  for (const url of ["app://shotgraph/index.html", "media://shotgraph/media/x", "blob:app://shotgraph/1", "data:image/png;base64,AA"]) expect([url, loads(url)]).toEqual([url, true]);
  for (const url of ["https://example.com/", "http://127.0.0.1:9/", "file:///etc/passwd", "app://shotgraph.evil/", "app://other/", "media://other/x", "blob:https://example.com/1", "ws://example.com/", "ftp://example.com/"]) expect([url, loads(url)]).toEqual([url, false]);
  expect(log.join("\n")).not.toContain("example.com");
});

test("a download is a file of the library, along all of its redirects, or none", () => {
  const { session } = guarded();
  const isLetIn = (...chain: string[]) => {
    let prevented = false;
    session.emit("will-download", { preventDefault: () => (prevented = true) }, { getURLChain: () => chain });
    return !prevented;
  };
  const own = "media://shotgraph/media/grant/aa?download=a.png";
  expect([isLetIn(own), isLetIn("https://example.com/a.png"), isLetIn(own, "https://example.com/a.png"), isLetIn("media://shotgraph/media/grant/aa")]).toEqual([true, false, false, false]);
});
