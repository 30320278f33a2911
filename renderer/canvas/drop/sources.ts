import type { MediaFacts, MediaSource, MediaType } from "../../../shared/graph/media.ts";

/** The node kind that holds a medium. */
export const KIND_OF: Record<MediaType, string> = { image: "imageAsset", video: "videoRef", audio: "audioRef" };

const EXTENSIONS: Record<MediaType, readonly string[]> = {
  image: ["png", "jpg", "jpeg", "webp", "avif", "heic", "heif", "gif", "bmp"],
  video: ["mp4", "mov", "webm", "m4v"],
  audio: ["mp3", "wav", "m4a", "aac", "ogg"],
};

/** What a name ends in says what it is; null when it does not. */
export function typeByName(name: string): MediaType | null {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const types = Object.keys(EXTENSIONS) as MediaType[];
  return types.find((type) => EXTENSIONS[type].includes(extension)) ?? null;
}

export function isGraphFile(name: string): boolean {
  return /\.(shotgraph|json)$/i.test(name);
}

/** An uploaded file as a document names it. */
export function fileSource({ sha256, name, bytes }: Pick<MediaFacts, "sha256" | "bytes"> & { name: string }): MediaSource {
  return { type: "file", sha256, name: name.slice(0, 255), bytes };
}

export interface PastedNode {
  kind: string;
  params: Record<string, unknown>;
  title?: string;
}

/** What a pasted text becomes: an address the right source, an asset an image, everything else a prompt. Null for nothing but blanks. */
export function nodeForText(text: string): PastedNode | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (/^asset:\/\/[A-Za-z0-9._-]+$/.test(trimmed)) return { kind: KIND_OF.image, params: { source: { type: "asset", uri: trimmed } } };
  const url = /^https?:\/\/\S+$/.test(trimmed) && trimmed.length <= 4096 && URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url) return { kind: "prompt", params: { text: text.slice(0, 100_000) } };
  const name = decodeURIComponent(url.pathname.split("/").at(-1)?.replaceAll(/%(?![0-9a-f]{2})/gi, "%25") ?? "");
  return { kind: KIND_OF[typeByName(url.pathname) ?? "image"], params: { source: { type: "url", url: trimmed } }, ...(name ? { title: name.slice(0, 80) } : {}) };
}
