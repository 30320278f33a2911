/** What a file of the library is called in a bucket: many services look at the end of a URL, all at the Content-Type. */
const TYPES: Readonly<Record<string, readonly [extension: string, contentType: string]>> = {
  png: ["png", "image/png"],
  jpeg: ["jpg", "image/jpeg"],
  jpg: ["jpg", "image/jpeg"],
  webp: ["webp", "image/webp"],
  bmp: ["bmp", "image/bmp"],
  gif: ["gif", "image/gif"],
  avif: ["avif", "image/avif"],
  heic: ["heic", "image/heic"],
  tiff: ["tiff", "image/tiff"],
  mp4: ["mp4", "video/mp4"],
  mov: ["mov", "video/quicktime"],
  webm: ["webm", "video/webm"],
  mp3: ["mp3", "audio/mpeg"],
  wav: ["wav", "audio/wav"],
  m4a: ["m4a", "audio/mp4"],
};

export function namedAs(format: string): { extension: string; contentType: string } {
  const [extension, contentType] = TYPES[format] ?? ["bin", "application/octet-stream"];
  return { extension, contentType };
}
