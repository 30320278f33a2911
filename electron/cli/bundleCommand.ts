import { resolve } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import type { BundleScope } from "../../shared/contract/api/bundles.ts";
import { BundleError, contentsFor, openWorkspace, receiveBundle, scoped, settingsFromEnvironment, type Bundle, type Workspace, writeBundle } from "../host/index.ts";
import { CliError, EXIT, type ExitCode } from "./exitCodes.ts";
import { size, thousands } from "./format.ts";
import { callerFolder, readGraphFile } from "./graphFile.ts";
import { plain, print, printJson, tell } from "./output.ts";

export interface BundleFlags {
  json?: boolean;
  takes: BundleScope;
  overwrite?: boolean;
  sandbox?: boolean;
}

/** `shotgraph bundle`: a graph with its files and takes in one file, for somebody else. */
export async function bundleCommand(file: string, target: string, flags: BundleFlags): Promise<ExitCode> {
  const { graph, bundle } = await readGraphFile(file);
  await bundle?.close();
  const asked = resolve(callerFolder(), target);
  const path = /\.shotgraph$/i.test(asked) ? asked : `${asked}.shotgraph`;
  if (path === resolve(callerFolder(), file)) throw new CliError(EXIT.usage, "usage", `${path} is the graph itself. A bundle is a file of its own: choose another name.`);
  const workspace = await openWorkspace({ settings: settingsFromEnvironment(process.env, callerFolder()), ...(flags.sandbox ? { sandbox: { start: false, speed: 1 } } : {}) });
  try {
    const { library, realm } = workspace;
    const contents = contentsFor(graph, workspace.plan(graph), library);
    const { media, takes } = scoped(contents, graph, flags.takes, library);
    for (const { node, name } of contents.missing) tell(`The file ${plain(name)} of node ${plain(node)} is not in the library: whoever gets the bundle has to have it.`);
    const source = { graph, media: media.map((facts) => ({ facts, path: library.mediaPath(facts.sha256) })), takes, realm, madeBy: packageJson.version };
    const bytes = await refusing(() => writeBundle(path, source, { overwrite: flags.overwrite ?? false }));
    if (flags.json) printJson({ ok: true, file: path, bytes, media: media.length, takes: takes.length, missing: contents.missing.map(({ node, name }) => ({ node, name })) });
    else print(`${path}: ${thousands(media.length)} files and ${thousands(takes.length)} takes, ${size(bytes)}.`);
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

/** `shotgraph library adopt`: what came with a graph answers for every graph from now on. */
export async function adoptCommand(file: string, flags: { json?: boolean; sandbox?: boolean }): Promise<ExitCode> {
  const { graph, bundle } = await readGraphFile(file);
  const workspace = await openWorkspace({ settings: settingsFromEnvironment(process.env, callerFolder()), executor: {}, ...(flags.sandbox ? { sandbox: { start: false, speed: 1 } } : {}) });
  try {
    if (bundle) await receiveInto(workspace, bundle);
    const adopted = await workspace.library.adopt({ graphId: graph.id });
    if (flags.json) printJson({ ok: true, graph: { id: graph.id, name: graph.name }, adopted });
    else print(adopted === 0 ? `No take of ${plain(graph.name)} came in a bundle.` : `${thousands(adopted)} takes of ${plain(graph.name)} answer for every graph from now on.`);
    return EXIT.done;
  } finally {
    await bundle?.close();
    await workspace.close();
  }
}

/** Takes in what came along with a graph, and says so. Throws `CliError` (usage) for a bundle that is not as it should be. */
export async function receiveInto({ library }: Workspace, bundle: Bundle): Promise<void> {
  const { id, name } = bundle.graph;
  const { media, takes } = await refusing(() => receiveBundle(bundle, { library, graph: { id, name } }));
  tell(`${thousands(media)} files came along, and ${thousands(takes)} takes that were not here yet. They answer for this graph alone.`);
}

/** What came along, in a line for people. */
export function bundleLine(bundle: Bundle): string {
  const billed = bundle.takes.reduce((sum, take) => sum + (take.billed ?? 0), 0);
  return `A bundle of Shotgraph ${plain(bundle.manifest.madeBy)}: ${thousands(bundle.media.length)} files (${size(bundle.media.reduce((sum, { bytes }) => sum + bytes, 0))}), ${thousands(bundle.takes.length)} takes that cost ${thousands(billed)} credits where they were made.`;
}

async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof BundleError) throw new CliError(EXIT.usage, "bundle", error.message);
    throw error;
  }
}
