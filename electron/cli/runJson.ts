import { mediaOf } from "../host/index.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { RecordedError, TakeRecord } from "../../shared/contract/records.ts";
import type { RunResult, StepResult } from "../../shared/contract/runEvents.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { rootOf } from "../../shared/nodes/derived.ts";
import { isMedia, type MediaValue } from "../../shared/nodes/values.ts";
import type { NodePlan, Plan } from "../../shared/plan/types.ts";

type NodeStatus = StepResult["status"];

interface TakeJson {
  file: string;
  sha256: string;
  type: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  taskId: string | null;
  /** Billed during this run; 0 for what was there already. */
  credits: number;
}

export interface NodeJson {
  id: string;
  status: NodeStatus;
  takes: TakeJson[];
  error: RecordedError | null;
  quoted: { min: number; max: number };
  billed: number;
}

/** `run --json`: see docs/command-line.md. */
export interface RunReport {
  ok: boolean;
  /** The run came to its end, and its results could not be handed out. */
  error?: RecordedError;
  quoted: { min: number; max: number };
  billed: number;
  nodes: NodeJson[];
  calls: Record<string, number>;
}

interface Results {
  graph: Graph;
  plan: Plan;
  result: RunResult;
  library: Library;
  exported: ReadonlyMap<string, string>;
}

/** Every node of the graph but canvas furniture (notes, groups) with what became of it, in the document's order. */
export function nodesJson({ graph, plan, result, library, exported }: Results): NodeJson[] {
  const planned = new Map(plan.nodes.map((node) => [node.id, node]));
  const byNode = Map.groupBy(result.steps, ({ nodeId }) => nodeId);
  const fileOf = (sha256: string) => exported.get(sha256) ?? library.mediaPath(sha256);

  function media(sha256: string, taskId: string | null, credits: number): TakeJson[] {
    const facts = library.media(sha256);
    if (!facts) return [];
    return [{ file: fileOf(sha256), sha256, type: facts.type, width: facts.width, height: facts.height, duration: facts.durationSeconds, taskId, credits }];
  }
  function takeJson(take: TakeRecord, billedNow: ReadonlySet<number>): TakeJson[] {
    return take.sha256 === null ? [] : media(take.sha256, take.taskId, billedNow.has(take.id) ? (take.billed ?? take.quoted.max) : 0);
  }
  function passive(node: NodePlan): Pick<NodeJson, "status" | "takes" | "error"> {
    if (node.kind === "output") {
      const waited = new Set(node.received.flatMap((value) => (isMedia(value) ? pendingStep(value) : [])));
      const broken = result.steps.find(({ stepId, status }) => waited.has(stepId) && status !== "done" && status !== "cached");
      const takes = mediaOf(node, result, library).flatMap(({ sha256 }) => media(sha256, null, 0));
      if (broken) return { status: broken.status === "skipped" ? "skipped" : "blocked", takes, error: { code: "blocked", message: `Node ${broken.nodeId} has no result.` } };
      return { status: "done", takes, error: null };
    }
    const { picked } = graph.nodes.find(({ id }) => id === node.id) ?? {};
    if (node.reason === "pinned" && picked !== undefined) return { status: "cached", takes: media(picked, null, 0), error: null };
    return { status: node.reason === "free" ? "done" : "skipped", takes: [], error: null };
  }

  return graph.nodes.flatMap(({ id, kind }) => {
    if (catalogue.get(kind)?.role === "furniture") return [];
    const node = planned.get(id);
    const steps = byNode.get(id) ?? [];
    if (!node) return [{ id, status: "skipped" as const, takes: [], error: null, quoted: { min: 0, max: 0 }, billed: 0 }];
    if (steps.length === 0) return [{ id, ...passive(node), quoted: node.credits, billed: 0 }];
    const takes = steps.flatMap((step) => {
      const billedNow = new Set(step.billedTakes);
      return step.takes.flatMap((take) => takeJson(take, billedNow));
    });
    const status = statusOf(steps);
    return [{ id, status, takes, error: steps.find((step) => step.status === status)?.error ?? null, quoted: node.credits, billed: steps.reduce((sum, step) => sum + step.billed, 0) }];
  });
}

function pendingStep(value: MediaValue): string[] {
  const { source } = rootOf(value);
  return source.type === "pending" ? [source.step] : [];
}

const WORST_FIRST: readonly NodeStatus[] = ["failed", "unknown", "blocked", "skipped", "done", "cached"];

function statusOf(steps: readonly StepResult[]): NodeStatus {
  return WORST_FIRST.find((status) => steps.some((step) => step.status === status)) ?? "done";
}
