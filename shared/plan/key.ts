import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { BodyPart, Inputs, MediaUse, TaskRequest } from "../nodes/define.ts";
import type { KeyParts } from "./knowledge.ts";

export function isMediaUse(part: BodyPart): part is MediaUse {
  return typeof part === "object" && part !== null && "use" in part && part.use === "media";
}

/** JSON with sorted keys and without white space, each media input named by what identifies its bytes. */
export function canonical(part: BodyPart): string {
  if (typeof part !== "object" || part === null) return JSON.stringify(part);
  if (isMediaUse(part)) return JSON.stringify(part.media.identity);
  let text = "";
  if (isList(part)) {
    for (const child of part) text += (text === "" ? "" : ",") + canonical(child);
    return `[${text}]`;
  }
  for (const key of sortedKeys(part)) {
    text += text === "" ? opening(key) : following(key);
    text += canonical(part[key] ?? null);
  }
  return text === "" ? "{}" : `${text}}`;
}

/** In code unit order. By insertion: `sort` allocates work space, and a plan does this thousands of times for a handful of keys each. */
function sortedKeys(part: object): string[] {
  const keys = Object.keys(part);
  for (const [from, key] of keys.entries()) {
    let at = from;
    for (; at > 0 && (keys[at - 1] ?? "") > key; at--) keys[at] = keys[at - 1] ?? "";
    keys[at] = key;
  }
  return keys;
}

/** `{"duration":`, and the same after a comma. The keys of requests are the few of the service's document: each is escaped once. */
const opening = remembered((key) => `{${JSON.stringify(key)}:`);
const following = remembered((key) => `,${JSON.stringify(key)}:`);

function remembered(make: (key: string) => string): (key: string) => string {
  const made = new Map<string, string>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const text = make(key);
    made.set(key, text);
    return text;
  };
}

/** sha256 of a text's UTF-8 bytes as 64 hexadecimal digits. */
export type Sha256 = (text: string) => string;

/**
 * The cache key: sha256 of the canonical request. It knows no node id, title or position, and not how media are delivered (by URL or
 * as a reviewed asset), so that equal work is recognised in any node, graph or library.
 */
export function keyOf(request: TaskRequest, sha256: Sha256 = hash): string {
  return sha256(textOf(request));
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(4096);

/** A plan hashes thousands of short texts, so they share one buffer. */
export const hash: Sha256 = (text) => {
  if (text.length * 3 > scratch.length) scratch = new Uint8Array(text.length * 3);
  const { written } = encoder.encodeInto(text, scratch);
  return bytesToHex(digest(scratch.subarray(0, written)));
};

/** The request as it is written into journal and sidecars: media by identity. */
export function canonicalRequest(request: TaskRequest): unknown {
  return JSON.parse(textOf(request));
}

/** The key of a request as `canonicalRequest` wrote it; null for what cannot be one. Media are texts by now, so nothing in it is replaced. */
export function keyOfCanonical(request: unknown, sha256: Sha256 = hash): string | null {
  if (typeof request !== "object" || request === null || Object.keys(request).sort().join() !== "body,model,service") return null;
  return sha256(sortedJson(request));
}

function sortedJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  const members = sortedKeys(value).map((key) => `${JSON.stringify(key)}:${sortedJson((value as Record<string, unknown>)[key])}`);
  return `{${members.join()}}`;
}

/** Canonical as well: its own keys stand in their order. */
function textOf({ service, model, body }: TaskRequest): string {
  return `{"body":${canonical(body)},"model":${JSON.stringify(model)},"service":${JSON.stringify(service)}}`;
}

/** All media of a request, in the order of the body. */
export function mediaUses(part: BodyPart): MediaUse[] {
  if (typeof part !== "object" || part === null) return [];
  if (isMediaUse(part)) return [part];
  return isList(part) ? part.flatMap(mediaUses) : Object.values(part).flatMap(mediaUses);
}

/** The request's body as it is sent: every media replaced by the URL or URI that `place` gives for it. */
export function fillBody(part: BodyPart, place: (use: MediaUse) => string): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (isMediaUse(part)) return place(part);
  if (isList(part)) return part.map((child) => fillBody(child, place));
  return Object.fromEntries(Object.entries(part).map(([key, child]) => [key, fillBody(child, place)]));
}

/** The step's key in parts, to be kept until its next plan. */
export function keyPartsOf({ key, params, inputs }: { key: string; params: Readonly<Record<string, unknown>>; inputs: Inputs }): KeyParts {
  return {
    key,
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? value : (JSON.stringify(value) ?? "")])),
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([port, values]) => [port, values.map((value) => (value.type === "text" ? hash(value.text).slice(0, 16) : value.identity)).join(" ")]),
    ),
  };
}

function isList(part: BodyPart): part is readonly BodyPart[] {
  return Array.isArray(part);
}
