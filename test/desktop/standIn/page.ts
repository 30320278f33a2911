import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type { CDPSession, Page } from "@playwright/test";
import type Electron from "electron";
import { toChromium, toProgram, valueToChromium } from "./addresses.ts";
import type { Browser } from "./browser.ts";
import { codecSource, decode, encode } from "./codec.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { type FromPage, isolatedWorld, mainWorld, type Names, type ToPage } from "./inPage.ts";

const WORLD = "Electron Isolated Context";

interface PageEvents {
  fromPage: [FromPage];
  /** The page, or what is in it, wants to go elsewhere; `allow` decides. */
  navigate: [{ url: string; isMainFrame: boolean; allow: (may: boolean) => void }];
  request: [{ url: string; resourceType: string; allow: (may: boolean) => void }];
  open: [{ url: string; frameName: string }];
  gone: [];
  closed: [];
  unloadPrevented: [{ leave: (may: boolean) => void }];
  download: [url: string];
  loaded: [];
}

/** A real page of Chromium with the preload script in a world of its own, as Electron would have it. */
export class StandInPage extends EventEmitter<PageEvents> {
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #browser: Browser;
  readonly #names: Names = { events: `e${randomUUID()}`, binding: `standIn${randomUUID().replaceAll("-", "")}`, platform: process.platform };
  readonly #ports = new Map<number, Endpoint>();
  /** The isolated world of the document that is shown. */
  #context: string | null = null;
  #mainFrame = "";
  #nextPort = 1;
  #ownLoad = false;

  private constructor(browser: Browser, page: Page, cdp: CDPSession) {
    super();
    this.#browser = browser;
    this.page = page;
    this.#cdp = cdp;
  }

  static async open(browser: Browser, preload: string | undefined, size: { width: number; height: number }): Promise<StandInPage> {
    const page = await browser.context.newPage();
    await page.setViewportSize(size);
    const opened = new StandInPage(browser, page, await browser.context.newCDPSession(page));
    await opened.#prepare(preload);
    return opened;
  }

  get url(): string {
    return toProgram(this.page.url());
  }

  get frameToken(): string {
    return this.#mainFrame;
  }

  async load(url: string): Promise<void> {
    this.#ownLoad = true;
    await this.page.goto(toChromium(url, this.#browser.port));
    this.emit("loaded");
  }

  send(channel: string, args: unknown[], ports: readonly Electron.MessagePortMain[] = []): void {
    const ids = ports.map((port) => {
      const id = this.#nextPort++;
      const endpoint = endpointOf(port);
      this.#ports.set(id, endpoint);
      endpoint.sink = { message: (data) => this.#post({ type: "port", id, data }), close: () => this.#post({ type: "portClosed", id }) };
      return id;
    });
    this.#post({ type: "message", channel, args: args.map((argument) => valueToChromium(argument, this.#browser.port)), ports: ids });
  }

  answer(id: number, result: { value: unknown } | { error: string }): void {
    this.#post({ type: "answer", id, ...("value" in result ? { value: valueToChromium(result.value, this.#browser.port) } : result) });
  }

  async close(options: { runBeforeUnload: boolean }): Promise<void> {
    await this.page.close(options);
  }

  crash(): void {
    this.#cdp.send("Page.crash").catch(() => undefined);
  }

  #post(message: ToPage): void {
    if (this.#context === null) return;
    this.#cdp.send("Runtime.evaluate", { expression: `${this.#names.binding}Receive(${JSON.stringify(encode(message))})`, uniqueContextId: this.#context }).catch(() => undefined);
  }

  async #prepare(preload: string | undefined): Promise<void> {
    const cdp = this.#cdp;
    await cdp.send("Page.enable");
    this.#mainFrame = (await cdp.send("Page.getFrameTree")).frameTree.frame.id;
    cdp.on("Runtime.executionContextCreated", ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === WORLD && frameId === this.#mainFrame) this.#context = context.uniqueId;
    });
    cdp.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === this.#names.binding) this.#hear(decode(payload) as FromPage);
    });
    cdp.on("Page.frameNavigated", ({ frame }) => {
      if (frame.parentId === undefined) this.#dropPorts();
    });
    cdp.on("Page.windowOpen", ({ url, windowName }) => this.emit("open", { url: toProgram(url), frameName: windowName }));
    cdp.on("Fetch.requestPaused", ({ requestId, request, frameId, resourceType }) => {
      const allow = (may: boolean): void => void (may ? cdp.send("Fetch.continueRequest", { requestId }) : cdp.send("Fetch.failRequest", { requestId, errorReason: "Aborted" })).catch(() => undefined);
      const url = toProgram(request.url);
      const isMainFrame = frameId === this.#mainFrame;
      if (resourceType !== "Document") this.emit("request", { url, resourceType: resourceType.toLowerCase(), allow });
      else if (isMainFrame && this.#ownLoad) {
        this.#ownLoad = false;
        allow(true);
      } else this.emit("navigate", { url, isMainFrame, allow });
    });
    await cdp.send("Runtime.enable");
    await cdp.send("Runtime.addBinding", { name: this.#names.binding, executionContextName: WORLD });
    await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*", resourceType: "Document" }, { urlPattern: "https://*" }] });
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: `if (window === window.top) (${mainWorld.toString()})(${JSON.stringify(this.#names)});` });
    if (preload !== undefined) await cdp.send("Page.addScriptToEvaluateOnNewDocument", { worldName: WORLD, source: this.#preloadSource(preload) });
    const { page } = this;
    page.on("popup", (popup) => void popup.close().catch(() => undefined));
    page.on("crash", () => {
      this.#dropPorts();
      this.emit("gone");
    });
    page.on("close", () => {
      this.#dropPorts();
      this.emit("closed");
    });
    page.on("dialog", (dialog) => {
      const end = (accept: boolean): void => void (accept ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
      if (dialog.type() === "beforeunload") this.emit("unloadPrevented", { leave: end });
      else end(false);
    });
    page.on("download", (download) => {
      // What comes of it is for the program to say, and for the stand-in to do.
      download.cancel().catch(() => undefined);
      this.emit("download", toProgram(download.url()));
    });
  }

  #preloadSource(preload: string): string {
    return `if (window === window.top) (() => {
      ${codecSource}
      const world = (${isolatedWorld.toString()})(${JSON.stringify(this.#names)}, { encode, decode });
      (function (require, process, module, exports) {
        ${readFileSync(preload, "utf8")}
      })(world.require, world.process, { exports: {} }, {});
    })();`;
  }

  #hear(message: FromPage): void {
    if (message.type === "port") this.#ports.get(message.id)?.send(message.data);
    else if (message.type === "portClosed") {
      this.#ports.get(message.id)?.close();
      this.#ports.delete(message.id);
    } else this.emit("fromPage", message);
  }

  /** The document that had them is gone. */
  #dropPorts(): void {
    for (const endpoint of this.#ports.values()) endpoint.close();
    this.#ports.clear();
  }
}
