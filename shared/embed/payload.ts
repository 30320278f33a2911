import { LIMITS, type Graph } from "../graph/document.ts";
import { serialiseGraph } from "../graph/serialise.ts";

const EMBED_FORMAT = "shotgraph-embedded";
const EMBED_VERSION = 1;

/** How a file names what it carries, in each of the formats. */
export const MARK = {
  /** Keyword of a PNG's `iTXt`, name of a WebM's tag. */
  text: "Shotgraph",
  /** Four letters of a WebP's chunk. */
  chunk: "SGPH",
  /** Of a `uuid` box in MP4 and MOV; the bytes of "shotgraph" and seven more, drawn once. */
  uuid: new Uint8Array([0x73, 0x68, 0x6f, 0x74, 0x67, 0x72, 0x61, 0x70, 0x68, 0x9b, 0x1e, 0x4c, 0x52, 0xa7, 0x30, 0xd6]),
  /** At the beginning of a JPEG's APP10 segments. */
  segment: "Shotgraph\0",
} as const;

/** Bytes of packed text that are put into a file at most; a larger graph stays beside its results. */
export const MOST_EMBEDDED = 8 * 1024 * 1024;

/** Which take a file is. */
export interface EmbeddedTake {
  sha256: string;
  key: string | null;
  model: string | null;
  node: string | null;
  item: number | null;
}

/** What an exported file carries: the graph that made it, as a document of its own, and which of its takes it is. */
export function embeddedText(graph: Graph, take: EmbeddedTake): string {
  return JSON.stringify({ format: EMBED_FORMAT, version: EMBED_VERSION, take, graph: JSON.parse(serialiseGraph(withoutSecrets(graph))) });
}

/** The document that such a text holds, as text for `parseGraph`; null when it holds none. */
export function documentOf(text: string): string | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof json !== "object" || json === null || !("format" in json) || json.format !== EMBED_FORMAT || !("graph" in json)) return null;
  return JSON.stringify(json.graph);
}

/** An address without what may be a key to somebody's storage: user, query and fragment. */
function plainAddress(text: string): string {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}

/** A text in which signed addresses stand: those lose their queries, everything else stays as it was written. */
function plainText(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s?#"'<>]+)\?[^\s"'<>]*/gi, (all, address: string) => (/sig|token|key|secret|credential|password|expires/i.test(all.slice(address.length)) ? address : all));
}

function withoutSecrets(graph: Graph): Graph {
  return clean(graph, 0) as Graph;
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") {
    const address = plainAddress(value);
    return address === value ? plainText(value) : address;
  }
  if (typeof value !== "object" || value === null || depth > LIMITS.depth) return value;
  if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean(one, depth + 1)]));
}
