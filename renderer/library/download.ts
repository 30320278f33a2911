import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { fileNameOf } from "./names.ts";

/** Browsers take several downloads at once for one. */
const BETWEEN_MS = 300;

/** Saves files where the browser saves downloads, one after the other. */
export async function downloadAll(items: readonly MediaItem[]): Promise<void> {
  for (const [at, item] of items.entries()) {
    if (at > 0) await new Promise((done) => setTimeout(done, BETWEEN_MS));
    const url = mediaUrl(useApp.getState().grant, item.facts.sha256);
    if (url === null) return;
    const link = document.createElement("a");
    link.href = `${url}?download=${encodeURIComponent(fileNameOf(item))}`;
    link.download = fileNameOf(item);
    link.click();
  }
}
