import { readFileSync } from "node:fs";
import { expect, test } from "../e2e/editor.ts";

/** What only the stand-in can do: send as a frame that was taken over, and ask for permissions without a click. */
test("a message is heard from the editor's own page alone", async ({ editor: page, program }) => {
  await expect(page.locator("[data-realm]")).toBeVisible();
  const heard = await program.evaluate(async ({ ipcMain, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return ["no window"];
    const { mainFrame } = window.webContents;
    const good = { url: mainFrame.url, origin: mainFrame.origin, frameToken: mainFrame.frameToken, processId: mainFrame.processId, parent: null, top: null };
    const hearAs = (ipcMain as unknown as { hearAs: (kind: string, channel: string, sender: object, frame: object | null, args: unknown[]) => Promise<unknown> }).hearAs;
    const frames: Record<string, object | null> = {
      "the page itself": good,
      "a frame that has gone": null,
      "a frame inside": { ...good, parent: good },
      "another origin": { ...good, origin: "https://example.com" },
      "an origin that begins alike": { ...good, origin: "app://shotgraph.example.com" },
      "another page of the scheme": { ...good, url: "app://shotgraph/other.html" },
      "another frame": { ...good, frameToken: "another" },
      "another process": { ...good, processId: good.processId + 1 },
    };
    const heard: string[] = [];
    for (const [name, frame] of Object.entries(frames)) await hearAs("invoke", "shotgraph:window:hello", window.webContents, frame, []).then(() => heard.push(name), () => undefined);
    await hearAs("invoke", "shotgraph:window:hello", { id: 999 }, good, []).then(() => heard.push("a page that is in no window"), () => undefined);
    return heard;
  });
  expect(heard).toEqual(["the page itself"]);
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

test.describe("with a key in the environment", () => {
  test.use({ env: { SEEGEN_API_KEY: "sk_of_the_environment", SHOTGRAPH_S3_SECRET_ACCESS_KEY: "secret_of_the_bucket" } });

  test("no key reaches the arguments or the environment of the host's process", async ({ editor: page, program }) => {
    await expect(page.locator("[data-realm]")).toBeVisible();
    const pids = await program.evaluate(({ standIn }) => ({ host: [...standIn.children].map(({ pid }) => pid), main: process.pid }));
    expect(pids.host).toHaveLength(1);
    const shownOf = (pid: number | undefined): string => `${readFileSync(`/proc/${pid}/environ`, "utf8")}\n${readFileSync(`/proc/${pid}/cmdline`, "utf8")}`;
    expect(shownOf(pids.main)).toContain("sk_of_the_environment");
    expect(shownOf(pids.host[0])).not.toMatch(/sk_of_the_environment|secret_of_the_bucket/);
    // The host has it all the same.
    await page.keyboard.press("Control+,");
    await page.getByRole("dialog").getByRole("tab", { name: "Account" }).click();
    await expect(page.getByRole("dialog")).toContainText("SEEGEN_API_KEY");
  });
});
