import { join } from "node:path";
import { isLoopback, isPrivateHost } from "./rules/fields.ts";
import { probeFile, type Probe } from "./probe.ts";
import { isExampleHost, standin } from "./standins.ts";
import type { Place } from "./state.ts";
import type { Store } from "./store.ts";

/** What a URL turned out to be. `why` is the second half of a sentence that begins with the field's name. */
export type Source =
  | { readonly state: "found"; readonly place: Place; readonly probe: Probe }
  | { readonly state: "unreadable"; readonly place: Place; readonly why: string }
  | { readonly state: "unreachable"; readonly place: Place; readonly why: string }
  | { readonly state: "refused"; readonly reason: "syntax" | "scheme" | "private"; readonly why: string };

/** Fetches a private or loopback URL into the hosted files; answers its sha256, or null when it cannot be had. */
export type PrivateFetch = (url: URL) => Promise<string | null>;

/** Makes sure a finished output is on disk; answers its path, or null when there is no such output. */
type OutputFile = (file: string) => Promise<string | null>;

interface SourcesOptions {
  readonly store: Store;
  readonly filesFolder: string;
  readonly outputFile: OutputFile;
  /** Absent when private sources are refused. */
  readonly fetchPrivate?: PrivateFetch | undefined;
}

const OUTSIDE = "cannot be reached: the sandbox never contacts the outside. Use a hosted file, an earlier output, or an example.com name";

/** Finds out what stands behind the URLs of requests, without ever leaving this machine. */
export class Sources {
  readonly #options: SourcesOptions;

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /** Looks at a source. Never throws for what a sender can cause. */
  async inspect(text: string): Promise<Source> {
    const url = URL.parse(text);
    if (url === null) return { state: "refused", reason: "syntax", why: "is not a URL" };
    if (url.username !== "" || url.password !== "") return { state: "refused", reason: "syntax", why: "must not carry a user name or password" };
    if (this.#isOwn(url)) return this.#inspectOwn(url);
    const { fetchPrivate } = this.#options;
    if (fetchPrivate !== undefined && /^https?:$/.test(url.protocol) && isPrivateHost(url.hostname)) return this.#inspectFetched(url, fetchPrivate);
    if (url.protocol !== "https:") return { state: "refused", reason: "scheme", why: `must be an https URL, got ${url.protocol}` };
    if (isPrivateHost(url.hostname)) return { state: "refused", reason: "private", why: "is a private or internal address" };
    return isExampleHost(url.hostname) ? inspectStandin(url) : { state: "unreachable", place: { type: "outside", url: text }, why: OUTSIDE };
  }

  /** The file of a place on this machine's disk; null for stand-ins and the outside. */
  async fileOf(place: Place): Promise<string | null> {
    if (place.type === "hosted") return this.#options.store.files.has(place.sha256) ? join(this.#options.filesFolder, place.sha256) : null;
    return place.type === "output" ? this.#options.outputFile(place.file) : null;
  }

  #isOwn(url: URL): boolean {
    if (url.protocol !== "http:" || !isLoopback(url.hostname)) return false;
    return this.#options.store.origins.has(`http://127.0.0.1:${url.port}`);
  }

  async #inspectOwn(url: URL): Promise<Source> {
    const [, folder, name = ""] = url.pathname.split("/");
    const place: Place = folder === "outputs" ? { type: "output", file: name } : { type: "hosted", sha256: name };
    if (folder !== "outputs" && folder !== "files") return { state: "unreachable", place, why: "answers 404" };
    return this.#inspectPlace(place);
  }

  async #inspectFetched(url: URL, fetchPrivate: PrivateFetch): Promise<Source> {
    const sha256 = await fetchPrivate(url);
    if (sha256 === null) return { state: "unreachable", place: { type: "outside", url: url.href }, why: "could not be downloaded" };
    return this.#inspectPlace({ type: "hosted", sha256 });
  }

  async #inspectPlace(place: Place): Promise<Source> {
    const path = await this.fileOf(place);
    if (path === null) return { state: "unreachable", place, why: "answers 404" };
    const probe = await probeFile(path);
    return probe === null ? { state: "unreadable", place, why: "is no media the service can read" } : { state: "found", place, probe };
  }
}

function inspectStandin(url: URL): Source {
  const place: Place = { type: "standin", url: url.href };
  const found = standin(url);
  if (found.state === "missing") return { state: "unreachable", place, why: "answers 404" };
  return found.state === "broken" ? { state: "unreadable", place, why: "is no media the service can read" } : { state: "found", place, probe: found.probe };
}
