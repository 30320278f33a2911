/** Where the page is at home. One host only: everything else of the scheme is refused. */
export const PAGE_ORIGIN = "app://shotgraph";
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/`;
/** Where pictures, clips and sounds of the library come from: another origin, so that bytes of unknown making are never the page's own. */
export const MEDIA_ORIGIN = "media://shotgraph";

/** Whether an address is a file of the library, asked for to be saved. */
export function isDownload(address: string): boolean {
  return address.startsWith(`${MEDIA_ORIGIN}/media/`) && URL.canParse(address) && new URL(address).searchParams.has("download");
}

/** Whether an address is the page itself, whatever its query or fragment. */
export function isPageAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && url.protocol === "app:" && url.host === "shotgraph" && (url.pathname === "/" || url.pathname === "/index.html");
}
