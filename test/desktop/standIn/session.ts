import { EventEmitter } from "node:events";
import { writeFile } from "node:fs/promises";
import type Electron from "electron";
import type { DesktopSession } from "../../../electron/desktop/electronApi.ts";
import type { Browser, Handler } from "./browser.ts";
import { listening, type Without } from "./listening.ts";
import { preventable } from "./preventable.ts";

type RequestListener = (details: Electron.OnBeforeRequestListenerDetails, callback: (response: Electron.CallbackResponse) => void) => void;
type CheckHandler = NonNullable<Parameters<DesktopSession["setPermissionCheckHandler"]>[0]>;
type RequestHandler = NonNullable<Parameters<DesktopSession["setPermissionRequestHandler"]>[0]>;

/** Permissions that a page may ask Chromium for, as Electron and as Playwright names them. */
const PERMISSIONS = { "clipboard-read": "clipboard-read", "clipboard-sanitized-write": "clipboard-write", geolocation: "geolocation", notifications: "notifications", midi: "midi" } as const;

export class StandInSession extends EventEmitter implements Without<DesktopSession> {
  readonly #protocols = new Map<string, Handler>();
  #beforeRequest: RequestListener | null = null;
  #check: CheckHandler | null = null;
  #request: RequestHandler | null = null;

  readonly protocol: DesktopSession["protocol"] = {
    handle: (scheme, handler) => {
      // Electron's types name the web's own Request and Response.
      this.#protocols.set(scheme, handler);
    },
  };

  readonly webRequest: DesktopSession["webRequest"] = {
    onBeforeRequest: (filter: unknown, listener?: unknown) => {
      this.#beforeRequest = (listener ?? filter) as RequestListener | null;
    },
  };

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setSpellCheckerEnabled(): void {}

  /** For tests: what a page that asks for a permission is told. */
  async asks(permission: Parameters<RequestHandler>[1], contents: { id: number }, requestingUrl: string): Promise<{ check: boolean; request: boolean }> {
    const details = { isMainFrame: true, requestingUrl } as Electron.PermissionRequest;
    const check = this.#check?.(contents as Electron.WebContents, permission, new URL(requestingUrl).origin, { isMainFrame: true, requestingUrl }) ?? true;
    const request = await new Promise<boolean>((done) => (this.#request ? this.#request(contents as Electron.WebContents, permission, done, details) : done(true)));
    return { check, request };
  }

  /** Gives the page in Chromium what the program permits. */
  async grant({ context, port }: Browser, contents: { id: number }): Promise<void> {
    const granted = Object.entries(PERMISSIONS).filter(([name]) => this.#check?.(contents as Electron.WebContents, name as keyof typeof PERMISSIONS, "app://shotgraph/", { isMainFrame: true, requestingUrl: "app://shotgraph/" }) ?? true);
    await context.grantPermissions(granted.map(([, name]) => name), { origin: `http://shotgraph.app.localhost:${port}` });
  }

  async mayRequest(url: string, resourceType: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (!listener) return true;
    const { cancel } = await new Promise<Electron.CallbackResponse>((done) => listener({ id: 0, url, method: "GET", resourceType: resourceType as "other", referrer: "", timestamp: Date.now(), uploadData: [] }, done));
    return cancel !== true;
  }

  /** What Electron does with a download, but for the dialog: it is written where the program or a test says, or nowhere. */
  async download(url: string, contents: object): Promise<void> {
    const answer = await this.answer(new Request(url), "document");
    const filename = /filename="([^"]*)"/.exec(answer?.headers.get("content-disposition") ?? "")?.[1] ?? "";
    let savePath = "";
    const item = {
      getURL: () => url,
      getURLChain: () => [url],
      getFilename: () => filename,
      setSavePath: (path) => {
        savePath = path;
      },
    } satisfies Pick<Electron.DownloadItem, "getURL" | "getURLChain" | "getFilename" | "setSavePath">;
    const event = preventable({});
    this.emit("will-download", event, item, contents);
    if (!event.defaultPrevented && savePath !== "" && answer?.ok === true) await writeFile(savePath, new Uint8Array(await answer.arrayBuffer()));
    else await answer?.body?.cancel();
  }

  /** Null when nobody may have it. */
  async answer(request: Request, resourceType: string): Promise<Response | null> {
    if (!(await this.mayRequest(request.url, resourceType))) return null;
    const handler = this.#protocols.get(new URL(request.url).protocol.slice(0, -1));
    return handler ? await handler(request) : null;
  }
}

const sessions = new Map<string, StandInSession>();

/** The stand-in's Chromium has one profile, so only one session answers its pages: the program's own. */
export function sessionOf(partition: string): DesktopSession {
  const known = sessions.get(partition) ?? new StandInSession();
  sessions.set(partition, known);
  return listening<DesktopSession>(known);
}

export async function answerOfSessions(request: Request, resourceType: string): Promise<Response | null> {
  const [session] = sessions.values();
  return session ? await session.answer(request, resourceType) : null;
}
