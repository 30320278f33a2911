import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { card, dragKind, newGraph } from "../e2e/actions.ts";
import { expect, test } from "../e2e/editor.ts";

// Refusals are what is looked for here, and Chromium writes each into its console.
test.use({ provoked: /Failed to load resource|Content Security Policy|Refused to|violates the following|ERR_|Not allowed to load local resource|Failed to launch/ });

test("the page has a few functions of the program and nothing of Node or Electron", async ({ editor: page }) => {
  const seen = await page.evaluate(() => {
    const bridge = window.shotgraphDesktop;
    const before = Object.getOwnPropertyDescriptor(bridge, "connect")?.value as unknown;
    try {
      Object.assign(bridge ?? {}, { connect: () => undefined });
    } catch {
      // It is frozen.
    }
    return {
      node: ["require", "process", "module", "global", "Buffer", "ipcRenderer", "electron"].filter((name) => name in window),
      names: Object.keys(bridge ?? {}),
      changed: Object.getOwnPropertyDescriptor(bridge, "connect")?.value !== before,
    };
  });
  expect(seen).toEqual({ node: [], names: ["platform", "connect", "onHost", "window"], changed: false });
});

test("its bridge refuses what is no function", async ({ editor: page }) => {
  const message = await page.evaluate(() => {
    try {
      window.shotgraphDesktop?.onHost("alert(1)" as never);
      return "taken";
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain("A function is needed.");
});

test("nothing in it is evaluated from a text, framed, or fetched from outside", async ({ editor: page }) => {
  const result = await page.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => blocked.push(effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.__injected = true";
    document.head.append(script);
    const frame = document.createElement("iframe");
    frame.src = "https://example.com/";
    document.body.append(frame);
    // From a timer: what the debugger evaluates is exempt from the policy.
    const evaluated = await new Promise<string>((done) => {
      setTimeout(() => {
        try {
          done(String(Reflect.construct(Function, ["return 'evaluated'"])()));
        } catch (error) {
          done(error instanceof EvalError ? "refused" : String(error));
        }
      });
    });
    const fetched = await fetch("https://example.com/").then(() => "fetched").catch(() => "refused");
    await new Promise((done) => setTimeout(done, 200));
    frame.remove();
    return { evaluated, fetched, injected: "__injected" in window, blocked: [...new Set(blocked)].sort() };
  });
  expect(result).toEqual({ evaluated: "refused", fetched: "refused", injected: false, blocked: ["connect-src", "frame-src", "script-src", "script-src-elem"] });
});

test("it cannot be led elsewhere, opens no window, and links leave only by the system's browser or as text", async ({ editor: page, program }) => {
  const address = page.url();
  await program.evaluate(({ dialog, shell, clipboard }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
    clipboard.writeText = async (text) => void opened.push(`copied ${text}`);
    // "Copy address" is the first button.
    dialog.showMessageBox = async (...args: unknown[]) => {
      opened.push((args.at(-1) as { detail: string }).detail.split("\n")[0] ?? "");
      return { response: 0, checkboxChecked: false };
    };
  });
  await page.evaluate(() => {
    location.href = "https://example.com/";
  });
  for (const link of ["https://seegen.ai/pricing", "https://seegen.ai.example.com/", "http://seegen.ai/", "https://user@seegen.ai/", "file:///etc/passwd", "shotgraph://run", "javascript:alert(1)"]) {
    await page.evaluate((url) => void window.open(url), link);
  }
  const opened = (): Promise<string[]> => program.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual([
    "https://seegen.ai/pricing",
    "https://seegen.ai.example.com/",
    "copied https://seegen.ai.example.com/",
    "http://seegen.ai/",
    "copied http://seegen.ai/",
  ]);
  expect(page.url()).toBe(address);
  expect(page.context().pages().filter((one) => /example|passwd/.test(one.url()))).toEqual([]);
  await expect(page.locator("[data-realm]")).toBeVisible();
});

test("files of the program's folder are not in reach of the page's addresses", async ({ editor: page }) => {
  const answers = await page.evaluate(async () => {
    const paths = ["/index.html", "/../package.json", "/..%2f..%2fpackage.json", "/%2e%2e/%2e%2e/package.json", "/..%5c..%5cpackage.json", "/assets/", "/.git/config", "/%zz", "//etc/passwd"];
    return await Promise.all(paths.map(async (path) => [path, (await fetch(location.origin + path)).status] as const));
  });
  expect(answers).toEqual(answers.map(([path]) => [path, path === "/index.html" ? 200 : 404]));
});

test("media come in ranges, to the page alone, by addresses that end", async ({ editor: page }) => {
  const { media, bytes } = await pictureOf(page);
  const got = await page.evaluate(async (address) => {
    const read = async (headers: Record<string, string>, url = address, method = "GET"): Promise<unknown> => {
      const answer = await fetch(url, { headers, method, cache: "no-store" });
      return { status: answer.status, range: answer.headers.get("content-range"), length: (await answer.arrayBuffer()).byteLength, type: answer.headers.get("content-type") };
    };
    const forged = address.replace(/media\/[^/]+\//, (grant) => `${grant.slice(0, -2)}${grant.at(-2) === "A" ? "B" : "A"}/`);
    return {
      whole: await read({}),
      first: await read({ range: "bytes=0-99" }),
      rest: await read({ range: "bytes=100-" }),
      last: await read({ range: "bytes=-10" }),
      beyond: await read({ range: "bytes=99999999-" }),
      forged: await read({}, forged),
      unknown: await read({}, address.replace(/[0-9a-f]{64}$/, "0".repeat(64))),
      outside: await read({}, address.replace(/[0-9a-f]{64}$/, "..%2f..%2flibrary.db")),
      small: await read({}, `${address}?w=160`),
      posterOfPicture: await read({}, `${address}/poster`, "PUT"),
    };
  }, media);
  const type = "image/png";
  const text = "text/plain; charset=utf-8";
  expect(got).toEqual({
    whole: { status: 200, range: null, length: bytes, type },
    first: { status: 206, range: `bytes 0-99/${bytes}`, length: 100, type },
    rest: { status: 206, range: `bytes 100-${bytes - 1}/${bytes}`, length: bytes - 100, type },
    last: { status: 206, range: `bytes ${bytes - 10}-${bytes - 1}/${bytes}`, length: 10, type },
    beyond: { status: 416, range: `bytes */${bytes}`, length: expect.any(Number), type: text },
    forged: { status: 403, range: null, length: expect.any(Number), type: text },
    unknown: { status: 404, range: null, length: expect.any(Number), type: text },
    outside: { status: 404, range: null, length: expect.any(Number), type: text },
    small: { status: 200, range: null, length: expect.any(Number), type: "image/webp" },
    posterOfPicture: { status: 409, range: null, length: expect.any(Number), type: text },
  });
});

test("a file of several pieces arrives whole", async ({ editor: page }) => {
  // Noise cannot be made smaller: some megabytes.
  const { media, bytes } = await pictureOf(page, 1_400);
  expect(bytes).toBeGreaterThan(3 * 1024 * 1024);
  const length = await page.evaluate(async (address) => (await (await fetch(address)).arrayBuffer()).byteLength, media);
  expect(length).toBe(bytes);
});

test("a result is saved where the user says, and the window stays what it is", async ({ editor: page, program, home }) => {
  const { bytes } = await pictureOf(page);
  const path = join(home, "saved.png");
  await program.evaluate(({ session }, savePath) => {
    session.fromPartition("persist:shotgraph").on("will-download", (_event, item) => item.setSavePath(savePath));
  }, path);
  const address = page.url();
  await card(page, "Image").getByRole("button", { name: "Look at noise.png" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Download" }).click();
  await expect.poll(() => (existsSync(path) ? statSync(path).size : 0)).toBe(bytes);
  expect(page.url()).toBe(address);
  // One that is not there any more does not become the window's page either.
  await page.evaluate(() => {
    location.href = `${document.querySelector<HTMLImageElement>("img[src*='/media/']")?.src.replace(/[0-9a-f]{64}.*/, "0".repeat(64)) ?? ""}?download=gone`;
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);
});

/** Puts a picture of noise onto the canvas; where the page gets it, and how many bytes it has. */
async function pictureOf(page: Page, side = 200): Promise<{ media: string; bytes: number }> {
  await newGraph(page);
  await dragKind(page, "Image", { x: 200, y: 100 });
  const noise = randomBytes(side * side * 3);
  const picture = await sharp(noise, { raw: { width: side, height: side, channels: 3 } }).png().toBuffer();
  await card(page, "Image").locator("input[type=file]").setInputFiles({ name: "noise.png", mimeType: "image/png", buffer: picture });
  const shown = card(page, "Image").locator("img[src*='/media/']").first();
  await expect(shown).toBeVisible();
  const source = await shown.getAttribute("src");
  return { media: (source ?? "").replace(/\?.*$/, ""), bytes: picture.length };
}
