/** Nobody means the notes that systems leave in folders (`.DS_Store`, `Thumbs.db`). */
const HIDDEN = /^(?:\.|thumbs\.db$|desktop\.ini$)/i;

/**
 * The files of a drop, those of dropped folders with them, in the order of their names. To be called while the event is handled: afterwards the browser
 * has forgotten what was dropped. Rejects when a folder cannot be read.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  // Without a folder among them what the browser lists is right as it is.
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  const found: File[] = [];
  for (const entry of entries) if (entry) found.push(...(await filesOf(entry)));
  return found;
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (HIDDEN.test(entry.name)) return [];
  if (isFile(entry)) {
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  }
  const files: File[] = [];
  for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) files.push(...(await filesOf(inside)));
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader hands out a hundred at a time, and none once it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return entries.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
    entries.push(...some);
  }
}
