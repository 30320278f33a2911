import type { Problem } from "../graph/problem.ts";
import type { Inputs, MediaUse, PortSpec } from "./define.ts";
import { rootOf } from "./derived.ts";
import { isMedia } from "./values.ts";
import type { MediaValue } from "./values.ts";

/** The port's text, or null when nothing but white space is there. */
export function textAt(inputs: Inputs, port: string): string | null {
  const value = inputs[port]?.[0];
  return value?.type === "text" && value.text.trim() !== "" ? value.text : null;
}

const NONE: readonly MediaValue[] = [];

/** The port's media in their order. */
export function mediaAt(inputs: Inputs, port: string): readonly MediaValue[] {
  const values = inputs[port];
  // Asked many times for every node of a graph: mostly nothing is there, and next to always nothing but media, which needs no copy.
  if (!values || values.length === 0) return NONE;
  return values.every(isMedia) ? values : values.filter(isMedia);
}

/** The place of an image that may be an https URL or an asset: an asset where the user asks for review or already has one. */
export function urlOrAsset(media: MediaValue): MediaUse {
  return { use: "media", media, as: media.review === "always" || media.source.type === "asset" ? "asset" : "url" };
}

export function asUrl(media: MediaValue): MediaUse {
  return { use: "media", media, as: "url" };
}

export function asAsset(media: MediaValue): MediaUse {
  return { use: "media", media, as: "asset" };
}

/** What a message calls a value: `Image 2 (hero.png)`; without the number where the port takes only one. */
export function nameOf(media: MediaValue, port: PortSpec, index: number): string {
  const what = port.max === 1 ? port.label : `${port.label.replace(/s$/, "")} ${index + 1}`;
  const name = sourceName(media);
  return name === null ? what : `${what} (${name})`;
}

/** The name of the file, URL or asset that it is, or is made of; null for what was made by a task. */
export function sourceName(media: MediaValue): string | null {
  const { source } = rootOf(media);
  if (source.type === "file") return source.name;
  if (source.type === "asset") return source.uri;
  // The query of a pre-signed URL is a secret of a kind: it stays out of messages.
  return source.type === "url" ? source.url.replace(/[?#].*$/s, "") : null;
}

export const promptPort: PortSpec = { name: "prompt", label: "Prompt", type: "text", max: 1 };

/** The rule of every mode that cannot do without a prompt. */
export function promptMissing(why: string): Problem {
  return { severity: "error", port: "prompt", message: `There is no prompt: ${why} needs one.`, fix: "Connect a prompt with some text to Prompt." };
}

/** More values than a port takes: the edges may be few, but each may bring a list. */
export function checkCount(inputs: Inputs, port: PortSpec): Problem[] {
  const count = mediaAt(inputs, port.name).length;
  if (count <= port.max) return [];
  return [
    {
      severity: "error",
      port: port.name,
      message: `${port.label} takes at most ${port.max}, and ${count} are connected.`,
      fix: `Disconnect ${count - port.max} of them.`,
    },
  ];
}

/** For products whose document does not speak of assets (notes 22): only what has a URL will do. */
export function refuseAssets(inputs: Inputs, port: PortSpec, product: string): Problem[] {
  return mediaAt(inputs, port.name).flatMap((media, index): Problem[] =>
    media.source.type === "asset"
      ? [
          {
            severity: "error",
            port: port.name,
            message: `${nameOf(media, port, index)} is an asset; ${product} takes media by https URL only.`,
            fix: "Use the file itself or a URL as the source.",
          },
        ]
      : [],
  );
}
