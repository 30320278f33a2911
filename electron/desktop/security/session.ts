import { isDownload, PAGE_ORIGIN } from "../addresses.ts";
import type { DesktopSession, DesktopWindow } from "../electronApi.ts";

/** What the editor's page uses: its menu's Copy and Paste. (Their keys need no permission.) */
const PERMITTED: ReadonlySet<string> = new Set(["clipboard-read", "clipboard-sanitized-write"]);

/** Of addresses a page may load from, by their beginning; everything of the network is the host's. */
const LOADED: readonly string[] = ["app://shotgraph/", "media://shotgraph/", "blob:app://shotgraph/", "data:", "devtools:"];

export interface SessionGuard {
  windows: () => readonly DesktopWindow[];
  log: (line: string) => void;
}

/** Nothing is permitted but what is named above, to nobody but the editor's own page; no device, no address outside, no download but of the library's own files. */
export function guardSession(session: DesktopSession, { windows, log }: SessionGuard): void {
  const isPage = (contents: { id: number } | null, origin: string): boolean => isOrigin(origin) && windows().some(({ webContents }) => webContents.id === contents?.id);

  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const granted = PERMITTED.has(permission) && details.isMainFrame && isPage(contents, details.requestingUrl);
    if (!granted) log(`a page asked for "${permission}" and was refused`);
    callback(granted);
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) => PERMITTED.has(permission) && details.isMainFrame && isPage(contents, origin));
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  // A dictionary would be fetched from the network.
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event, item) => {
    // A result of the library: the system asks where to, and nothing is written before.
    if (item.getURLChain().every(isDownload)) return;
    event.preventDefault();
    log("a download was refused");
  });
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !LOADED.some((start) => details.url.startsWith(start));
    if (cancel) log(`a page was kept from loading a ${details.resourceType} from outside`);
    callback({ cancel });
  });
}

/** `app://shotgraph` as an origin or as the address of the page. */
function isOrigin(text: string): boolean {
  return text === PAGE_ORIGIN || text.startsWith(`${PAGE_ORIGIN}/`);
}
