/** Sites that the program itself leads to. Each name is meant exactly; its subdomains are not. */
const KNOWN_SITES: ReadonlySet<string> = new Set(["seegen.ai", "www.seegen.ai", "docs.seegen.ai"]);

const LONGEST = 2_048;

/** An address that may be handed to the system's browser, in its normal form; null for every other: not https, with a name or password in it, a site that is not known. */
export function allowedExternal(address: string): string | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || url.port !== "") return null;
  return KNOWN_SITES.has(url.hostname) ? url.href : null;
}

/** A web address as a user may be shown it before they copy it; null for what is none. */
export function shownAddress(address: string): string | null {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const url = new URL(address);
  return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "" ? url.href : null;
}
