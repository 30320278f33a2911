import type { MediaFacts, MediaType } from "../../../shared/graph/media.ts";
import type { Problem } from "../../../shared/graph/problem.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { BodyPart, Inputs, MediaUse, SourceKind, TaskKind, Wording } from "../../../shared/nodes/define.ts";
import { UNMEASURED } from "../../../shared/nodes/values.ts";
import type { MediaValue, TextValue, Value } from "../../../shared/nodes/values.ts";

export function text(words: string): TextValue {
  return { type: "text", text: words, origins: ["prompt"] };
}

/** A medium by its URL, of which nothing is known but what `facts` says. */
export function media(type: MediaType, address: string, facts: Partial<MediaValue> = {}): MediaValue {
  const asset = address.startsWith("asset://");
  return {
    type,
    identity: asset ? address : `url:${address}`,
    source: asset ? { type: "asset", uri: address } : { type: "url", url: address },
    review: "auto",
    ...UNMEASURED,
    origins: [],
    ...facts,
  };
}

export const image = (address: string, facts?: Partial<MediaValue>) => media("image", address, facts);
export const video = (address: string, facts?: Partial<MediaValue>) => media("video", address, { review: "always", ...facts });
export const audio = (address: string, facts?: Partial<MediaValue>) => media("audio", address, facts);

/** So many different media. */
export function several<One>(count: number, make: (address: string) => One): One[] {
  return Array.from({ length: count }, (_unused, index) => make(`https://example.com/${index + 1}`));
}

/** A body with each medium in the place where its URL or asset will stand: assets that are not there yet as `asset://of/<url>`. */
export function filled(part: BodyPart): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map(filled);
  if ("use" in part) return placed(part as MediaUse);
  return Object.fromEntries(Object.entries(part).map(([key, child]) => [key, filled(child)]));
}

function placed({ media: { source }, as }: MediaUse): string {
  if (source.type === "asset") return as === "asset" ? source.uri : `asset sent as url: ${source.uri}`;
  const address = source.type === "url" ? source.url : source.type;
  return as === "asset" ? `asset://of/${address}` : address;
}

export function task(name: string): TaskKind {
  const kind = catalogue.get(name);
  if (kind?.role !== "task") throw new Error(`${name} is no task kind`);
  return kind;
}

function source(name: string): SourceKind {
  const kind = catalogue.get(name);
  if (kind?.role !== "source") throw new Error(`${name} is no source kind`);
  return kind;
}

type Connected = Readonly<Record<string, readonly Value[]>>;

/** A task node with params as a document has them and values at its ports. */
export function node(name: string, params: Record<string, unknown>, inputs: Connected, seedanceWording?: Wording) {
  const kind = task(name);
  const context = { params: kind.params.parse(params), inputs: inputs as Inputs, ...(seedanceWording ? { seedanceWording } : {}) };
  return {
    problems: () => kind.check(context),
    price: () => kind.price(context),
    request: () => kind.request(context),
    body: () => filled(kind.request(context).body),
    forecast: () => kind.forecast(context),
  };
}

/** A source node with a library that knows these files. */
export function sourceNode(name: string, params: Record<string, unknown>, library: readonly MediaFacts[] = [], inputs: Connected = {}) {
  const kind = source(name);
  const context = { params: kind.params.parse(params), inputs: inputs as Inputs, media: (sha256: string) => library.find((facts) => facts.sha256 === sha256), derived: () => undefined };
  return { problems: () => kind.check(context), values: () => kind.values(context) };
}

/** `error images`, `warning resolution`: what is wrong and where, in short. */
export function places(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, port, param }) => `${severity} ${port ?? param ?? "?"}`);
}
