import type { Entry } from "yauzl";
import type { z } from "zod";
import type { BundledTake } from "../../../shared/contract/libraryQueries.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { keyOfCanonical } from "../../../shared/plan/key.ts";
import { BundleError, type BundleMedia, type BundleTake, type Manifest, mediaName, type takesSchema } from "./format.ts";
import { namedFiles } from "./named.ts";

interface Contents {
  manifest: Manifest;
  graph: Graph;
  takes: z.infer<typeof takesSchema> | null;
  entries: ReadonlyMap<string, Entry>;
}

/** Whether the parts of a bundle fit each other, and its takes are what they say. Returns the takes as a library takes them in. Throws `BundleError`. */
export function checkContents({ manifest, graph, takes, entries }: Contents): BundledTake[] {
  if (manifest.graph.id !== graph.id) throw new BundleError("It announces another graph than it holds.");
  const media = new Map(manifest.media.map((one) => [one.sha256, one]));
  checkMedia(manifest, media, entries);
  if (manifest.takes !== (takes?.takes.length ?? 0)) throw new BundleError(`It announces ${manifest.takes} takes and holds ${takes?.takes.length ?? 0}.`);
  const bundled = (takes?.takes ?? []).map((take, at) => {
    checkTake(take, media, at + 1);
    return recordOf(take, takes?.realm ?? "", graph);
  });
  const named = new Set([...namedFiles(graph).map(({ sha256 }) => sha256), ...graph.nodes.flatMap(({ picked }) => picked ?? []), ...bundled.map(({ sha256 }) => sha256)]);
  const stray = manifest.media.find(({ sha256 }) => !named.has(sha256));
  if (stray) throw new BundleError(`It holds the file ${stray.sha256.slice(0, 12)}…, which neither its graph nor a take names.`);
  return bundled;
}

function checkMedia({ media: listed }: Manifest, media: ReadonlyMap<string, BundleMedia>, entries: ReadonlyMap<string, Entry>): void {
  if (media.size !== listed.length) throw new BundleError("It lists a file twice.");
  for (const one of listed) {
    const entry = entries.get(mediaName(one));
    if (!entry) throw new BundleError(`It lists the file ${one.sha256.slice(0, 12)}… and does not hold it.`);
    if (entry.uncompressedSize !== one.bytes) throw new BundleError(`Its file ${one.sha256.slice(0, 12)}… has ${entry.uncompressedSize} bytes, and the list says ${one.bytes}.`);
  }
  const held = [...entries.keys()].filter((name) => name.startsWith("media/"));
  if (held.length !== media.size) throw new BundleError("It holds files that it does not list.");
}

/** What a task of a service makes; upscaling is for videos alone. */
function checkTake(take: BundleTake, media: ReadonlyMap<string, BundleMedia>, number: number): void {
  const which = `Its take ${number} (node ${take.node})`;
  if (keyOfCanonical(take.request) !== take.key) throw new BundleError(`${which} is forged: its key is not that of its request.`);
  const request = take.request as { service?: unknown; model?: unknown };
  if (request.service !== take.service || request.model !== take.model) throw new BundleError(`${which} is forged: it names another model than its request.`);
  const file = media.get(take.sha256);
  if (!file) throw new BundleError(`${which} has no file: ${take.sha256.slice(0, 12)}… is not in the bundle.`);
  if (file.type !== take.mediaType) throw new BundleError(`${which} is forged: it is to be ${take.mediaType}, and its file is listed as ${file.type}.`);
  if (take.quoted.min > take.quoted.max || take.completedAt < take.createdAt) throw new BundleError(`${which} has figures that cannot be.`);
}

function recordOf({ node: nodeId, ...take }: BundleTake, realm: string, graph: Graph): BundledTake {
  return { ...take, nodeId, realm, graphId: graph.id, graphName: graph.name };
}
