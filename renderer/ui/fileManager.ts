/** What shows files on this system: the key of its name in the texts. */
export function fileManagerName(): "darwin" | "win32" | "linux" {
  const platform = typeof window === "undefined" ? "linux" : window.shotgraphDesktop?.platform;
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}
