import type { CleanReport, FilesSize, MediaOwner, RebuildReport, SizeReport, VerifyReport } from "../../shared/contract/care.ts";
import { cleanLibrary, rebuildLibrary, settingsFromEnvironment, sizeOfLibrary, verifyLibrary } from "../host/index.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { size, table, thousands } from "./format.ts";
import { callerFolder } from "./graphFile.ts";
import { print, printJson, styled } from "./output.ts";

export interface LibraryFlags {
  json?: boolean;
}

/** `shotgraph library verify`: 0 when every file is well or was mended, 1 when something is lost. */
export async function verifyCommand(flags: LibraryFlags & { sandbox?: boolean }): Promise<ExitCode> {
  const report = await verifyLibrary(settings(), flags.sandbox ?? false);
  const ok = report.lost === 0;
  if (flags.json) printJson({ ok, ...report });
  else print(verifyText(report));
  return ok ? EXIT.done : EXIT.failed;
}

/** `shotgraph library size`: what lies there, in files and bytes. */
export async function sizeCommand(flags: LibraryFlags): Promise<ExitCode> {
  const report = await sizeOfLibrary(settings().home);
  if (flags.json) printJson({ ok: true, ...report });
  else print(sizeText(report));
  return EXIT.done;
}

/** `shotgraph library clean`: what could go and why; with `--apply` it goes. */
export async function cleanCommand(flags: LibraryFlags & { apply?: boolean; take: string[] }): Promise<ExitCode> {
  const { home } = settings();
  // Told before anything goes, so that what a take cost is read while it is still there.
  const preview = await cleanLibrary({ home, apply: false, takes: flags.take });
  if (!flags.json) print(cleanText(preview, flags.apply ?? false));
  const report = flags.apply ? await cleanLibrary({ home, apply: true, takes: flags.take }) : preview;
  if (flags.json) printJson({ ok: true, ...report });
  else if (report.applied) print(`${thousands(report.removable.length)} files deleted, ${size(report.bytes)} freed.`);
  return EXIT.done;
}

/** `shotgraph library rebuild`: the index anew from the sidecars. */
export async function rebuildCommand(flags: LibraryFlags): Promise<ExitCode> {
  const report = await rebuildLibrary({ home: settings().home });
  if (flags.json) printJson({ ok: true, ...report });
  else print(rebuildText(report));
  return EXIT.done;
}

function settings() {
  return settingsFromEnvironment(process.env, callerFolder());
}

function verifyText({ files, bytes, problems, sidecars, deleted, lost }: VerifyReport): string {
  const lines = problems.flatMap(({ sha256, damage, why, mended, advice, quarantined, owners, imports }) => [
    `${mended ? styled("green", "mended") : styled("red", "lost  ")} ${sha256}  ${damage}: ${why}`,
    ...owners.map((owner) => `         ${ownerText(owner)}`),
    ...(imports.length > 0 ? [`         imported as ${imports.join(", ")}`] : []),
    ...(quarantined === null ? [] : [`         the damaged file is kept: ${quarantined}`]),
    `         ${advice}`,
  ]);
  const written = sidecars > 0 ? `, ${thousands(sidecars)} sidecars written anew` : "";
  const gone = deleted > 0 ? `, ${thousands(deleted)} deleted earlier by name` : "";
  return [...lines, `${thousands(files)} files (${size(bytes)}) read to their end: ${thousands(problems.length)} not well, ${thousands(problems.length - lost)} of them mended, ${thousands(lost)} lost${written}${gone}`].join("\n");
}

function ownerText({ take, realm, graph, node, item, model, taskId, billed }: MediaOwner): string {
  const cost = billed === null ? "credits not known" : `${thousands(billed)} credits`;
  return `take ${take ?? "(not in the index)"} of ${graph.name}, node ${node}, item ${item}: ${model}, task ${taskId ?? "not known"}, ${cost} (${realm})`;
}

function sizeText({ types, unindexed, realms, paid, imported, derived, thumbs, temp, quarantine, database, total }: SizeReport): string {
  const line = (name: string, { files, bytes }: FilesSize) => [name, thousands(files), size(bytes)];
  const rows = [
    ...Object.entries(types).map(([type, of]) => line(type, of)), line("not in the index", unindexed), line("results of takes", paid), line("imported", imported), line("made here of other media", derived),
    ...realms.map((of) => line(`${thousands(of.takes)} stored takes of ${of.realm} (${thousands(of.billed)} credits)`, of)), line("thumbnails", thumbs), line("temporary", temp), line("quarantine", quarantine), line("database", database),
  ];
  return `${table(["what", "files", "size"], rows, ["files", "size"])}\n\n${size(total)} in all`;
}

function cleanText({ removable, bytes, kept }: CleanReport, apply: boolean): string {
  const lines = removable.flatMap((file) => [`${size(file.bytes).padStart(10)}  ${file.kind.padEnd(10)}  ${file.path}: ${file.why}`, ...(file.kind === "take" ? file.owners.map((owner) => `            ${ownerText(owner)}`) : [])]);
  const stay = kept.map(({ path, why }) => `      kept  ${path}: ${why}`);
  const last = removable.length === 0 ? "Nothing to delete." : apply ? "" : `${thousands(removable.length)} files, ${size(bytes)}. Nothing was deleted: --apply deletes them.`;
  return [...lines, ...stay, ...(last === "" ? [] : [last])].join("\n");
}

function rebuildText({ damage, movedTo, media, takes, rescued, billed, missing, notRebuilt }: RebuildReport): string {
  return [
    damage === null ? "The database is healthy; what it lacked was added." : `A new database was made: ${damage}.`,
    ...(movedTo === null ? [] : [`The damaged one is kept: ${movedTo}`]),
    `Added: ${thousands(media)} media, ${thousands(takes)} takes (${thousands(billed)} credits), ${thousands(rescued)} under way or undecided.`,
    ...missing.map((sha256) => `No file: ${sha256}. "shotgraph library verify" tries to fetch it again.`),
    ...notRebuilt.map(({ what, why }) => `Not rebuilt: ${what} (${why}).`),
  ].join("\n");
}
