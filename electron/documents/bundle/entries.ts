import type { Entry, ZipFile } from "yauzl";
import { BUNDLE_LIMITS, BundleError } from "./format.ts";

const KNOWN = /^(manifest\.json|graph\.json|takes\.json|media\/[0-9a-f]{64}\.[a-z0-9]{2,5})$/;
const STORED = 0;
const DEFLATED = 8;
const OPEN_ENDED = 0x8;
const EOCD_BYTES = 22;
const ZIP64_EOCD_BYTES = 56 + 20;
/** What may stand between the bytes of one entry and the head of the next: a data descriptor, with or without its mark, of 32 or 64 bit. */
const DESCRIPTORS: ReadonlySet<number> = new Set([12, 16, 20, 24]);
const WIDE = 0xffffffff;

/** The entries of an archive by name, all looked at and none read. Throws `BundleError` for every archive that no Shotgraph would have written. */
export async function checkedEntries(zip: ZipFile, bytes: number): Promise<Map<string, Entry>> {
  const directory = zip.readEntryCursor as unknown as number;
  if (zip.entryCount > BUNDLE_LIMITS.entries) throw new BundleError(`It holds ${zip.entryCount} entries; a bundle has at most ${BUNDLE_LIMITS.entries}.`);
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const alike = name.toLowerCase();
    if (folded.has(alike)) throw new BundleError(`Two of its entries are called "${name}" on some systems.`);
    folded.add(alike);
    if (!KNOWN.test(name)) throw new BundleError(`It holds "${name.slice(0, 120)}", which no bundle has. Was it packed anew by another program? Ask for the file as Shotgraph wrote it.`);
    checkEntry(entry, name);
    entries.set(name, entry);
  }
  const end = zip.readEntryCursor as unknown as number;
  const rest = bytes - end;
  if (zip.comment.length > 0 || (rest !== EOCD_BYTES && rest !== EOCD_BYTES + ZIP64_EOCD_BYTES)) throw new BundleError("Something that belongs to no entry is hidden in it.");
  await checkPlaces(zip, entries, directory);
  return entries;
}

/** Names are compared as bytes: they must all be plain ASCII. */
function nameOf({ fileNameRaw }: Entry): string {
  const name = fileNameRaw.toString("latin1");
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) throw new BundleError("The name of one of its entries has control characters.");
  if (/^([/\\]|[A-Za-z]:)/.test(name) || name.includes("\\")) throw new BundleError(`Its entry "${name.slice(0, 120)}" names an absolute path, or one of Windows.`);
  if (name.split("/").includes("..")) throw new BundleError(`Its entry "${name.slice(0, 120)}" leads out of its folder.`);
  return name;
}

function checkEntry(entry: Entry, name: string): void {
  const { compressionMethod, compressedSize, uncompressedSize, externalFileAttributes } = entry;
  if (entry.isEncrypted() || (entry.generalPurposeBitFlag & 0x41) !== 0) throw new BundleError(`Its entry "${name}" is encrypted; bundles are not.`);
  const kind = (externalFileAttributes >>> 16) & 0xf000;
  if (kind !== 0 && kind !== 0x8000) throw new BundleError(`Its entry "${name}" is no file but a link or a device.`);
  const isMedia = name.startsWith("media/");
  if (compressionMethod !== STORED && (isMedia || compressionMethod !== DEFLATED)) throw new BundleError(`Its entry "${name}" is packed by a method (${compressionMethod}) that bundles do not use.`);
  if (compressionMethod === STORED && compressedSize !== uncompressedSize) throw new BundleError(`Its entry "${name}" says two different lengths of itself.`);
  if (uncompressedSize > BUNDLE_LIMITS.smallBytes && uncompressedSize > compressedSize * BUNDLE_LIMITS.ratio) throw new BundleError(`Its entry "${name}" would unpack to ${uncompressedSize} bytes from ${compressedSize}: that is an attack, or damage.`);
}

/** Each entry begins where the one before ends, from the first byte to the directory: nothing is there twice, and nothing beside what is listed. */
async function checkPlaces(zip: ZipFile, entries: ReadonlyMap<string, Entry>, directory: number): Promise<void> {
  let at = 0;
  let slack: ReadonlySet<number> = new Set();
  const inOrder = [...entries].sort(([, a], [, b]) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  const follows = (place: number) => place === at || slack.has(place - at);
  for (const [name, entry] of inOrder) {
    if (!follows(entry.relativeOffsetOfLocalHeader)) throw new BundleError(`Its entry "${name}" lies in the middle of another one, or after a gap.`);
    const head = await zip.readLocalFileHeaderPromise(entry);
    const isOpen = (entry.generalPurposeBitFlag & OPEN_ENDED) !== 0;
    const differs = (here: number, listed: number) => here !== listed && here !== WIDE;
    const isOther =
      !head.fileName.equals(entry.fileNameRaw) ||
      head.compressionMethod !== entry.compressionMethod ||
      head.generalPurposeBitFlag !== entry.generalPurposeBitFlag ||
      (!isOpen && (head.crc32 !== entry.crc32 || differs(head.compressedSize, entry.compressedSize) || differs(head.uncompressedSize, entry.uncompressedSize)));
    if (isOther) throw new BundleError(`What its entry "${name}" says of itself is not what the directory says of it.`);
    at = head.fileDataStart + entry.compressedSize;
    slack = isOpen ? DESCRIPTORS : new Set();
  }
  if (!follows(directory)) throw new BundleError("Something that belongs to no entry is hidden in it.");
}
