import { expect, test } from "../e2e/editor.ts";

/** What only the stand-in can do: send as a frame that was taken over, and ask for permissions without a click. */
test("a message is heard from the editor's own page alone", async ({ editor: page, program }) => {
  await expect(page.locator("[data-realm]")).toBeVisible();
  const refused = await program.evaluate(async ({ ipcMain, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return ["no window"];
    const { mainFrame } = window.webContents;
    const good = { url: mainFrame.url, origin: mainFrame.origin, frameToken: mainFrame.frameToken, processId: mainFrame.processId, parent: null, top: null };
    const hearAs = (ipcMain as unknown as { hearAs: (kind: string, channel: string, sender: object, frame: object | null, args: unknown[]) => Promise<unknown> }).hearAs;
    const frames: Record<string, object | null> = {
      "a frame that has gone": null,
      "a frame inside": { ...good, parent: good },
      "another origin": { ...good, origin: "https://example.com" },
      "an origin that begins alike": { ...good, origin: "app://shotgraph.example.com" },
      "another page of the scheme": { ...good, url: "app://shotgraph/other.html" },
      "another frame": { ...good, frameToken: "another" },
      "another process": { ...good, processId: good.processId + 1 },
    };
    const heard: string[] = [];
    for (const [name, frame] of Object.entries(frames)) await hearAs("invoke", "shotgraph:hello", window.webContents, frame, []).then(() => heard.push(name), () => undefined);
    await hearAs("invoke", "shotgraph:hello", { id: 999 }, good, []).then(() => heard.push("a page that is in no window"), () => undefined);
    return heard;
  });
  expect(refused).toEqual([]);
});

test("malformed and oversized messages are refused, and nothing else happens", async ({ editor: page, program }) => {
  const got = await program.evaluate(async ({ ipcMain, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return ["no window"];
    const { hearAs } = ipcMain as unknown as { hearAs: (kind: string, channel: string, sender: object, frame: object | null, args: unknown[]) => Promise<unknown> };
    const deep: { in?: object } = {};
    let at = deep;
    for (let depth = 0; depth < 5_000; depth += 1) {
      const next = {};
      at.in = next;
      at = next;
    }
    const results: string[] = [];
    for (const args of [[{ surprise: 1 }], ["x".repeat(100_000)], [new Uint8Array(1_000_000)], [deep], [undefined, undefined], [["a"]], [{ __proto__: null, constructor: 1 }]]) {
      await hearAs("send", "shotgraph:connect", window.webContents, window.webContents.mainFrame, args);
      results.push("survived");
    }
    return results;
  });
  expect(got).toHaveLength(7);
  await expect.poll(() => program.output.match(/a message "shotgraph:connect" was refused/g)?.length).toBe(7);
  await expect(page.locator("[data-realm]")).toBeVisible();
});

test("of permissions the page has the clipboard, and nobody else has any", async ({ editor: page, program }) => {
  await expect(page.locator("[data-realm]")).toBeVisible();
  const answers = await program.evaluate(async ({ session, BrowserWindow }) => {
    const own = session.fromPartition("persist:shotgraph") as unknown as { asks: (permission: string, contents: object, url: string) => Promise<{ check: boolean; request: boolean }> };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents ?? { id: 0 };
    const ask = async (permission: string, from: object, url: string): Promise<boolean> => {
      const { check, request } = await own.asks(permission, from, url);
      return check || request;
    };
    const permissions = ["clipboard-read", "clipboard-sanitized-write", "geolocation", "media", "notifications", "midi", "hid", "serial", "usb", "openExternal", "fileSystem", "pointerLock", "display-capture", "unknown"];
    const granted: string[] = [];
    for (const permission of permissions) if (await ask(permission, contents, "app://shotgraph/")) granted.push(permission);
    return { granted, others: (await ask("clipboard-read", contents, "https://example.com/")) || (await ask("clipboard-read", { id: 999 }, "app://shotgraph/")) };
  });
  expect(answers).toEqual({ granted: ["clipboard-read", "clipboard-sanitized-write"], others: false });
});

test("a key never reaches the arguments or the environment of the host's process", async ({ editor: page, program }) => {
  await expect(page.locator("[data-realm]")).toBeVisible();
  const { readFileSync } = await import("node:fs");
  const pids = await program.evaluate(({ standIn }) => [...standIn.children].map(({ pid }) => pid));
  expect(pids).toHaveLength(1);
  const [pid] = pids;
  const all = `${readFileSync(`/proc/${pid}/environ`, "utf8")}\n${readFileSync(`/proc/${pid}/cmdline`, "utf8")}`;
  expect(all).not.toContain("sk_of_the_environment");
});
