/** Why something did not work, as a sentence for a user. */
export function reasonOf(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ?? "The file";
  const reasons: Record<string, string> = {
    ENOENT: `${where} is not there, or its folder is not.`,
    EACCES: `${where} cannot be used: you have no permission.`,
    EPERM: `${where} cannot be used: you have no permission.`,
    ENOSPC: "The disk is full.",
    EROFS: `${where} lies on a disk that is read-only.`,
    EISDIR: `${where} is a folder.`,
  };
  return (code !== undefined ? reasons[code] : undefined) ?? (error instanceof Error ? error.message : String(error));
}
