import type { BundleScope } from "../../shared/contract/api/bundles.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { TakeRecord } from "../../shared/contract/records.ts";
import type { Graph } from "../../shared/graph/document.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import type { Knowledge, KnownTake } from "../../shared/plan/knowledge.ts";
import { shownTakes } from "../../shared/plan/task.ts";
import type { Plan } from "../../shared/plan/types.ts";
import { namedFiles, type NamedFile } from "../documents/bundle/named.ts";
import type { Bundle } from "../documents/bundle/read.ts";

export interface ToBundle {
  files: (NamedFile & { facts: MediaFacts })[];
  /** Named by the graph and not in this library. */
  missing: NamedFile[];
  /** Each file of a take once, `used` when the graph hands it on now. */
  takes: { take: TakeRecord; facts: MediaFacts; used: boolean }[];
}

/** What a bundle of a graph can hold: the files that it names, and the takes of its requests as they are planned now. */
export function contentsFor(graph: Graph, plan: Plan, library: Pick<Library, "media" | "take">): ToBundle {
  const named = namedFiles(graph).map((file) => ({ ...file, facts: library.media(file.sha256) }));
  const picked = new Map(graph.nodes.map(({ id, picked: sha256 }) => [id, sha256]));
  const takes = new Map<number, ToBundle["takes"][number]>();
  for (const { id, steps } of plan.nodes) {
    for (const { step, stored } of steps) {
      const shown = new Set(shownTakes(step, stored).map((take) => take.id));
      for (const known of stored) {
        const take = library.take(known.id);
        const facts = take?.sha256 ? library.media(take.sha256) : undefined;
        if (!take || !facts) continue;
        const isUsed = picked.get(id) === undefined ? shown.has(take.id) : picked.get(id) === take.sha256;
        takes.set(take.id, { take, facts, used: isUsed || takes.get(take.id)?.used === true });
      }
    }
  }
  return {
    files: named.flatMap(({ facts, ...file }) => (facts ? { ...file, facts } : [])),
    missing: named.filter(({ facts }) => !facts).map(({ sha256, name, node }) => ({ sha256, name, node })),
    takes: [...takes.values()],
  };
}

/** The files and takes of a bundle, with or without takes; each file once. A picked result goes along with the takes even where its request is another one by now. */
export function scoped({ files, takes }: ToBundle, graph: Graph, scope: BundleScope, library: Pick<Library, "media">): { media: MediaFacts[]; takes: TakeRecord[] } {
  const chosen = scope === "none" ? [] : takes.filter(({ used }) => scope === "all" || used);
  const pinned = scope === "none" ? [] : graph.nodes.flatMap(({ picked }) => (picked === undefined ? [] : (library.media(picked) ?? [])));
  const media = new Map([...files, ...chosen].map(({ facts }) => [facts.sha256, facts]));
  for (const facts of pinned) media.set(facts.sha256, facts);
  return { media: [...media.values()], takes: chosen.map(({ take }) => take) };
}

/** What will be known once a bundle has been taken in, for the plan that is shown before. `graphId`: of the graph as it is opened here. */
export function withBundle(knowledge: Knowledge, bundle: Bundle, realm: string, graphId: string): Knowledge {
  const media = new Map<string, MediaFacts>(bundle.media.map(({ extension: _extension, ...facts }) => [facts.sha256, facts]));
  const takes = Map.groupBy(
    bundle.takes.filter((take) => take.realm === realm),
    ({ key }) => key,
  );
  return {
    ...knowledge,
    revision: knowledge.revision,
    takesOf(key, graph) {
      const known = knowledge.takesOf(key, graph);
      const here = new Set(known.map(({ sha256 }) => sha256));
      const more = graph === graphId ? (takes.get(key) ?? []).filter(({ sha256 }) => !here.has(sha256)) : [];
      return [...known, ...more.map((take, at): KnownTake => ({ id: -1 - at, ordinal: 1_000_000 + at, state: "stored", taskId: null, sha256: take.sha256 }))];
    },
    media: (sha256) => knowledge.media(sha256) ?? media.get(sha256),
  };
}
