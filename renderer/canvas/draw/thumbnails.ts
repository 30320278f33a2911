import { mediaUrl, useApp } from "../../state/app.ts";

const MOST_KEPT = 600;
const MOST_AT_ONCE = 8;

/** Pictures of the overview, by sha256. What cannot be loaded is remembered as such, so that it is not asked for at every frame. */
const pictures = new Map<string, HTMLImageElement | "loading" | "missing">();
let loading = 0;

/** The library has new files: what was missing may be there now. */
export function lookAgain(): void {
  for (const [sha256, picture] of pictures) if (picture === "missing") pictures.delete(sha256);
}

/** The picture if it is there; else it is sent for, and `arrived` is called when it has come. */
export function thumbnail(sha256: string, arrived: () => void): HTMLImageElement | null {
  const known = pictures.get(sha256);
  if (known instanceof HTMLImageElement) return known;
  const address = known === undefined && loading < MOST_AT_ONCE ? mediaUrl(useApp.getState().grant, sha256, 160) : null;
  if (address === null) return null;
  const [oldest] = pictures.keys();
  if (pictures.size >= MOST_KEPT && oldest !== undefined) pictures.delete(oldest);
  pictures.set(sha256, "loading");
  loading += 1;
  const image = new Image();
  const end = (result: HTMLImageElement | "missing"): void => {
    loading -= 1;
    pictures.set(sha256, result);
    arrived();
  };
  image.addEventListener("load", () => end(image));
  image.addEventListener("error", () => end("missing"));
  image.src = address;
  return null;
}
