import type { MediaType } from "../../shared/graph/media.ts";

/** What a file picker is to offer for a type. What a file really is, its bytes tell the host. */
export const ACCEPTED = {
  image: "image/png,image/jpeg,image/webp,image/avif,image/heic,image/heif,image/gif,image/bmp,.avif,.heic,.heif",
  video: "video/mp4,video/quicktime,video/webm,.mp4,.m4v,.mov,.webm",
  audio: "audio/mpeg,audio/wav,audio/mp4,.mp3,.wav,.m4a",
} as const satisfies Record<MediaType, string>;

/** What a file picker is to offer where any medium will do. */
export const ACCEPTED_FILES = Object.values(ACCEPTED).join(",");
