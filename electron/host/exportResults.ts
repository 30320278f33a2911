import type { Library } from "../../shared/contract/library.ts";
import type { TakeRecord } from "../../shared/contract/records.ts";
import type { RunResult } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { DEFAULT_FILE_NAME, fileNameFor } from "../../shared/nodes/fileName.ts";
import { rootOf, withRoot } from "../../shared/nodes/derived.ts";
import { isMedia, type MediaValue, type Value } from "../../shared/nodes/values.ts";
import type { NodePlan, Plan } from "../../shared/plan/types.ts";
import type { NotEmbedded } from "../documents/embed/write.ts";
import { graphInto } from "./embedding.ts";

/** The graph goes into what is exported; `left` is told by name of what goes out without it, and why. */
export interface EmbedGraph {
  left: (name: string, why: NotEmbedded) => void;
}

/** A media file on its way out of the library. */
interface Leaving {
  sha256: string;
  template: string;
  node: string;
  item: number;
  take: number;
}

/**
 * Copy a run's results into a folder: those that output nodes name, or, in a graph without output nodes, those of every node
 * that feeds no other.
 * @returns the exported path by sha256
 */
export async function exportResults(graph: Graph, plan: Plan, result: RunResult, library: Library, directory: string, now: Date, embed: EmbedGraph | null = null): Promise<Map<string, string>> {
  const leaving = plan.nodes.some(({ kind }) => kind === "output") ? named(graph, plan, result, library) : last(graph, result);
  const exported = new Map<string, string>();
  const takes = new Map(result.steps.flatMap((step) => step.takes.map((made): [string | null, TakeRecord] => [made.sha256, made])));
  for (const { sha256, template, node, item, take } of leaving) {
    const name = fileNameFor(template, { graph: graph.name, node, item, take, date: now.toISOString().slice(0, 10) });
    exported.set(sha256, embed ? await library.exportMedia(sha256, directory, name, graphInto(graph, sha256, takes.get(sha256), (why) => embed.left(name, why))) : await library.exportMedia(sha256, directory, name));
  }
  return exported;
}

function named(graph: Graph, plan: Plan, result: RunResult, library: Pick<Library, "take" | "derived">): Leaving[] {
  return plan.nodes
    .filter(({ kind }) => kind === "output")
    .flatMap((output) => {
      const node = graph.nodes.find(({ id }) => id === output.id);
      const template = typeof node?.params["name"] === "string" ? node.params["name"] : DEFAULT_FILE_NAME;
      // A name without a number would be the same for all of them.
      const plain = output.received.length === 1 || /\{(item|take)\}/.test(template);
      return mediaOf(output, result, library).map(({ sha256, from, item, take }) => ({
        sha256,
        template: plain ? template : `${template}-{item}`,
        node: node?.title ?? titleOf(graph, from) ?? output.id,
        item,
        take,
      }));
    });
}

interface ReceivedMedia {
  sha256: string;
  /** The node that made it. */
  from: string;
  /** Its place among everything that the output node receives, from 1; what has no result keeps its place. */
  item: number;
  /** Its place among the takes of one request that are received, from 1. */
  take: number;
}

/** The media that an output node received, made before or during the run. */
export function mediaOf(output: NodePlan, result: RunResult, library: Pick<Library, "take" | "derived">): ReceivedMedia[] {
  const steps = new Map(result.steps.map((step) => [step.stepId, step]));
  const takes = new Map<string, number>();
  return output.received.flatMap((value, at) => {
    const request = requestOf(value, library);
    const take = (takes.get(request) ?? 0) + 1;
    takes.set(request, take);
    const sha256 = shaOf(value, steps, library);
    return sha256 === null ? [] : [{ sha256, from: value.origins[0] ?? "", item: at + 1, take }];
  });
}

/** Equal for takes of one request. */
function requestOf(value: Value, library: Pick<Library, "take">): string {
  if (!isMedia(value)) return value.text;
  const { source } = rootOf(value);
  if (source.type === "pending") return source.step;
  return source.type === "take" ? (library.take(source.takeId)?.key ?? value.identity) : value.identity;
}

/** What output nodes receive that is made here and is not made yet: the last thing that a run does, for nothing. */
export function unmadeResults(plan: Plan, result: RunResult, library: Pick<Library, "derived">): MediaValue[] {
  const steps = new Map(result.steps.map((step) => [step.stepId, step]));
  const received = plan.nodes.filter(({ kind }) => kind === "output").flatMap((output) => output.received.flatMap((value) => finalValue(value, steps, library) ?? []));
  return received.filter(({ source, made }) => source.type === "derived" && made === undefined);
}

type Steps = ReadonlyMap<string, RunResult["steps"][number]>;

function shaOf(value: Value, steps: Steps, library: Pick<Library, "derived">): string | null {
  const final = finalValue(value, steps, library);
  if (!final) return null;
  const { source, made } = final;
  return source.type === "take" || source.type === "file" ? source.sha256 : (made ?? null);
}

/** The value with the take that it waited for, and what is made of it; null where there is none. */
function finalValue(value: Value, steps: Steps, library: Pick<Library, "derived">): MediaValue | null {
  if (!isMedia(value)) return null;
  const { source } = rootOf(value);
  const take = source.type === "pending" ? steps.get(source.step)?.takes[source.ordinal] : null;
  if (take === undefined || take?.sha256 === null) return null;
  const sha256 = take?.sha256;
  const real = (root: MediaValue): MediaValue => (take && sha256 !== undefined ? { ...root, identity: `sha256:${sha256}`, source: { type: "take", sha256, takeId: take.id } } : root);
  return withRoot(value, real, (identity) => library.derived(identity));
}

function last(graph: Graph, result: RunResult): Leaving[] {
  const feeding = new Set(graph.edges.map(({ from }) => from.node));
  const items = new Map<string, number>();
  for (const { nodeId } of result.steps) items.set(nodeId, (items.get(nodeId) ?? 0) + 1);
  return result.steps
    .filter(({ nodeId }) => !feeding.has(nodeId))
    .flatMap((step) =>
      step.takes.flatMap(({ sha256 }, at) => {
        if (sha256 === null) return [];
        const template = `${DEFAULT_FILE_NAME}${(items.get(step.nodeId) ?? 0) > 1 ? "-{item}" : ""}${step.takes.length > 1 ? "-take{take}" : ""}`;
        return [{ sha256, template, node: titleOf(graph, step.nodeId) ?? step.nodeId, item: step.item + 1, take: at + 1 }];
      }),
    );
}

function titleOf(graph: Graph, id: string): string | undefined {
  return graph.nodes.find((node) => node.id === id)?.title;
}
