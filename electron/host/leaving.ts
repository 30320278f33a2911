import type { ConsentAsk, Leaving } from "../../shared/contract/api/hosting.ts";
import type { Library } from "../../shared/contract/library.ts";
import { mediaSourceSchema, type MediaSource } from "../../shared/graph/media.ts";
import type { MediaUse } from "../../shared/nodes/define.ts";
import { rootOf } from "../../shared/nodes/derived.ts";
import { isLoopbackName } from "../../shared/nodes/privateHosts.ts";
import type { MediaValue } from "../../shared/nodes/values.ts";
import { mediaUses } from "../../shared/plan/key.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { withoutQuery } from "../hosting/index.ts";
import type { Workspace } from "./workspace.ts";

export interface LeavingFrom {
  library: Pick<Library, "media" | "derived">;
  /** Whose hands hosted files come into; null where there is no hosting. */
  hostedAt: string | null;
  /** The service's host. */
  service: string;
}

/** A thing that goes out, with the name under which it is agreed to; null for what needs no word: results of this service's tasks, objects of this account. */
export type Outgoing = Leaving & { key: string | null; url: string | null };

/** What a run of this plan hands out, and to whom: files that are uploaded, URLs that the service is told to fetch, assets. Only of steps that make something. Nothing is asked or fetched for it. */
function leavingOf(plan: Plan, from: LeavingFrom): Outgoing[] {
  const found = new Map<string, Outgoing>();
  for (const { steps } of plan.nodes) {
    for (const { step, missing } of steps) {
      if (missing === 0) continue;
      for (const use of mediaUses(step.request.body)) {
        const one = outgoing(use, from);
        if (!one) continue;
        const id = `${one.what} ${use.media.identity}`;
        const known = found.get(id);
        found.set(id, known ? { ...known, nodes: [...new Set([...known.nodes, ...one.nodes])], registers: known.registers || one.registers } : one);
      }
    }
  }
  return [...found.values()];
}

function outgoing({ media, as }: MediaUse, { library, hostedAt, service }: LeavingFrom): Outgoing | null {
  const { source } = media;
  const root = rootOf(media);
  const common = { type: media.type, nodes: [...new Set(media.origins.slice(0, 1))], registers: as === "asset", alreadyThere: null };
  const to = hostedAt ?? "";
  if (source.type === "url") return { ...common, what: "url", name: withoutQuery(source.url), sha256: null, bytes: null, to: hostOf(source.url), key: keyOfSource(source), url: source.url };
  if (source.type === "asset") return { ...common, registers: false, what: "asset", name: source.uri, sha256: null, bytes: null, to: service, key: null, url: null };
  if (source.type === "derived") {
    const made = library.derived(media.identity);
    const name = root.source.type === "file" ? root.source.name : "";
    return { ...common, what: "made", name, sha256: made?.sha256 ?? shaOf(root), bytes: made?.bytes ?? null, to, key: keyOfRoot(root), url: null };
  }
  if (source.type === "file") return { ...common, what: "file", name: source.name, sha256: source.sha256, bytes: library.media(source.sha256)?.bytes ?? null, to, key: keyOfSource(source), url: null };
  // What is made during the run is passed on by the service's own link.
  if (source.type === "pending" && as !== "asset") return null;
  return { ...common, what: "take", name: "", sha256: shaOf(media), bytes: source.type === "take" ? (library.media(source.sha256)?.bytes ?? null) : null, to, key: null, url: null };
}

/** The same for a run of this workspace. */
export function leavingFrom(plan: Plan, { library, hosting, service }: Pick<Workspace, "library" | "hosting" | "service">): Outgoing[] {
  return leavingOf(plan, { library, hostedAt: hosting.to, service });
}

/** What a source of a document is agreed to by: a file by its bytes, a URL by its host. Null where nothing has to be agreed to. */
export function keyOfSource(source: MediaSource): string | null {
  if (source.type === "file") return `file:${source.sha256}`;
  return source.type === "url" && URL.canParse(source.url) ? `host:${hostOf(source.url)}` : null;
}

/** The same of a node, whatever it holds. */
export function keyOfNode({ params }: { params: Readonly<Record<string, unknown>> }): string | null {
  const source = mediaSourceSchema.safeParse(params["source"]).data;
  return source ? keyOfSource(source) : null;
}

/** What has to be agreed to before this may go out, each thing once. */
export function asksOf(outgoing: readonly Outgoing[], facts: LeavingFrom["library"]["media"], isAgreed: (key: string) => boolean): ConsentAsk[] {
  const asks = new Map<string, ConsentAsk>();
  for (const { key, what, name, type, nodes, sha256, to } of outgoing) {
    if (key === null || isAgreed(key)) continue;
    const known = asks.get(key);
    const urls = what === "url" ? [name] : [];
    asks.set(
      key,
      known
        ? { ...known, nodes: [...new Set([...known.nodes, ...nodes])], urls: [...new Set([...known.urls, ...urls])] }
        : what === "url"
          ? { key, what: "host", name: to, type: null, nodes, sha256: null, bytes: null, to: "", urls }
          : uploadAsk({ key, name, type, nodes, sha256, to }, facts),
    );
  }
  return [...asks.values()];
}

/** Named by the file that leaves, or that what leaves is made of: its own facts, not what the document says of it. */
function uploadAsk({ key, name, type, nodes, sha256, to }: Pick<Outgoing, "name" | "type" | "nodes" | "sha256" | "to"> & { key: string }, factsOf: LeavingFrom["library"]["media"]): ConsentAsk {
  const file = key.startsWith("file:") ? key.slice("file:".length) : sha256;
  const facts = file === null ? undefined : factsOf(file);
  return { key, what: "upload", name, type: facts?.type ?? type, nodes, sha256: file, bytes: facts?.bytes ?? null, to, urls: [] };
}

/** Addresses of this machine in a run of a service that is elsewhere: it would look for them on itself. */
export function unreachable(outgoing: readonly Outgoing[], isLocal: boolean): string[] {
  if (isLocal) return [];
  return outgoing.flatMap(({ url, nodes }) => (url !== null && URL.canParse(url) && isLoopbackName(new URL(url).hostname) ? [`Node ${nodes[0] ?? "?"}: ${withoutQuery(url)} is on this machine, which the service cannot reach. Use a public address, or choose a local file.`] : []));
}

function keyOfRoot({ source }: MediaValue): string | null {
  return source.type === "file" || source.type === "url" ? keyOfSource(source) : null;
}

function shaOf({ source }: MediaValue): string | null {
  return source.type === "file" || source.type === "take" ? source.sha256 : null;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "";
}
