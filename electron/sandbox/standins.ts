import type { Probe } from "./probe.ts";
import type { MediaKind } from "./sniff.ts";

/**
 * The document's examples name files at example.com. The sandbox takes those hosts (RFC 2606) for existing media that are
 * described by their own name, so that every example runs unchanged and tests can ask for any source:
 * `clip-7s.mp4`, `scene-1920x1080.jpg`, `long-900s-300mb.mov`, `missing.jpg` (not reachable), `broken.mp4` (not readable).
 */
const EXAMPLE_HOST = /(^|\.)example\.(com|org|net)$/i;

export function isExampleHost(hostname: string): boolean {
  return EXAMPLE_HOST.test(hostname);
}

interface StandinType {
  readonly kind: MediaKind;
  readonly format: string;
  readonly mime: string;
}

const BY_ENDING: Readonly<Record<string, StandinType>> = {
  jpg: { kind: "image", format: "jpeg", mime: "image/jpeg" },
  jpeg: { kind: "image", format: "jpeg", mime: "image/jpeg" },
  png: { kind: "image", format: "png", mime: "image/png" },
  webp: { kind: "image", format: "webp", mime: "image/webp" },
  bmp: { kind: "image", format: "bmp", mime: "image/bmp" },
  gif: { kind: "image", format: "gif", mime: "image/gif" },
  mp4: { kind: "video", format: "mp4", mime: "video/mp4" },
  mov: { kind: "video", format: "mov", mime: "video/quicktime" },
  webm: { kind: "video", format: "webm", mime: "video/webm" },
  avi: { kind: "video", format: "avi", mime: "video/x-msvideo" },
  mp3: { kind: "audio", format: "mp3", mime: "audio/mpeg" },
  wav: { kind: "audio", format: "wav", mime: "audio/wav" },
};

const STANDIN_IMAGE: StandinType = { kind: "image", format: "jpeg", mime: "image/jpeg" };

export type Standin = { readonly state: "found"; readonly probe: Probe } | { readonly state: "missing" } | { readonly state: "broken" };

/** Describes the stand-in behind a URL of an example host. Names without a known ending are images. */
export function standin(url: URL): Standin {
  const name = decodeURIComponent(url.pathname.split("/").at(-1) ?? "").toLowerCase();
  if (name.startsWith("missing")) return { state: "missing" };
  if (name.startsWith("broken")) return { state: "broken" };
  const type = BY_ENDING[name.split(".").at(-1) ?? ""] ?? STANDIN_IMAGE;
  const size = /(\d{1,5})x(\d{1,5})/.exec(name);
  const seconds = /(?:^|[-_])(\d{1,4}(?:\.\d{1,3})?)s(?:[-_.]|$)/.exec(name);
  const megabytes = /(?:^|[-_])(\d{1,5}(?:\.\d{1,3})?)mb(?:[-_.]|$)/.exec(name);
  const isImage = type.kind === "image";
  return {
    state: "found",
    probe: {
      ...type,
      bytes: Math.round(Number(megabytes?.[1] ?? (isImage ? 0.2 : 2)) * 1024 * 1024),
      ...(type.kind === "audio" ? {} : { width: Number(size?.[1] ?? (isImage ? 1024 : 1280)), height: Number(size?.[2] ?? (isImage ? 768 : 720)) }),
      ...(isImage ? {} : { seconds: Number(seconds?.[1] ?? 5) }),
    },
  };
}
