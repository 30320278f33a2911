const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
  bmp: "image/bmp",
  gif: "image/gif",
  avif: "image/avif",
  heic: "image/heic",
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  m4a: "audio/mp4",
};

/** The content type of a format of the library. Names of files are never asked. */
export function contentTypeOf(format: string): string {
  return TYPES[format] ?? "application/octet-stream";
}

export function isImage(format: string): boolean {
  return contentTypeOf(format).startsWith("image/");
}
