import { isDownload, isPageAddress } from "../addresses.ts";
import type { DesktopContents, ElectronApi } from "../electronApi.ts";
import { allowedExternal, shownAddress } from "./external.ts";

export interface ContentsGuard {
  shell: Pick<ElectronApi["shell"], "openExternal">;
  /** A link of a graph leads to a site that is not on our list: the user is shown where, and may take the address along. */
  askAboutLink: (address: string, contents: DesktopContents) => void;
  log: (line: string) => void;
}

/** A page shows the editor and nothing else, for ever: no other address, no new window, no webview. Links leave through the system's browser, or not at all. */
export function guardContents(contents: DesktopContents, { shell, askAboutLink, log }: ContentsGuard): void {
  function leave(address: string): void {
    const allowed = allowedExternal(address);
    if (allowed !== null) {
      shell.openExternal(allowed).catch((error: unknown) => log(`an address could not be opened: ${String(error)}`));
      return;
    }
    const shown = shownAddress(address);
    if (shown === null) log("a link was refused: it is no web address");
    else askAboutLink(shown, contents);
  }

  // Every frame: there is none but the page, and none may come to be.
  contents.on("will-frame-navigate", (details) => {
    if (details.isMainFrame && isPageAddress(details.url)) return;
    details.preventDefault();
    // A link that saves a result. As a download it never is the window's page, even where the answer is an error.
    if (details.isMainFrame && isDownload(details.url)) contents.downloadURL(details.url);
    else log("a page was kept from going elsewhere");
  });
  contents.on("will-redirect", (details) => {
    details.preventDefault();
    log("a page was kept from being led elsewhere");
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    log("a webview was refused");
  });
  contents.setWindowOpenHandler(({ url }) => {
    leave(url);
    return { action: "deny" };
  });
}
