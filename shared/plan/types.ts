import type { GraphNode } from "../graph/document.ts";
import type { MediaType, PortType } from "../graph/media.ts";
import type { Problem } from "../graph/problem.ts";
import type { Forecast, Inputs, Price, TaskRequest } from "../nodes/define.ts";
import type { Range, Value } from "../nodes/values.ts";
import type { KnownTake } from "./knowledge.ts";
import type { ParsedParams } from "./params.ts";

/** One node × one item: the unit that is planned, priced, cached and run. */
export interface Step {
  /** `<node id>#<item>` */
  id: string;
  nodeId: string;
  item: number;
  kind: string;
  makes: MediaType;
  params: Readonly<Record<string, unknown>>;
  inputs: Inputs;
  request: TaskRequest;
  /** sha256 of the request; symbolic (never looked up, never stored) while `pending`. */
  key: string;
  /** An input is a take that is not made yet, so the key and perhaps the price are not final. */
  pending: boolean;
  /** Ids of the steps whose takes it waits for. */
  needs: readonly string[];
  /** Of one take. */
  price: Price;
  forecast: Forecast;
  /** How many takes are wanted. */
  wanted: number;
}

/** What a run does about a step: takes it has, follows, and makes anew. */
export interface StepPlan {
  step: Step;
  /** Stored takes with their media, in ordinal order. */
  stored: readonly KnownTake[];
  /** Takes that are submitted or completed and only have to be followed. */
  inFlight: readonly KnownTake[];
  /** Takes whose fate is not known. */
  unknown: readonly KnownTake[];
  /** Takes to make and pay for, before steps of one plan share equal requests. */
  missing: number;
  reason: string;
}

/** `ready`: has items; `blocked`: something upstream or here is wrong; `disabled`: switched off, here or upstream. */
export type OutputState = "ready" | "blocked" | "disabled";

/** What one node contributes to a plan, from its own params and what comes in. */
export interface Evaluation {
  nodeId: string;
  kind: string;
  furniture: boolean;
  /** What comes in goes out as it is (reroutes, bypassed nodes), so its output may be of any type. */
  passesOn: boolean;
  steps: readonly StepPlan[];
  /** Reason of a node without steps; of one with steps see `StepPlan`. */
  reason: string;
  problems: readonly Problem[];
  output: { type: PortType | null; state: OutputState; items: readonly Value[] };
  /** Values that arrive on each port, for output nodes. */
  received: readonly Value[];
}

/** What a planner keeps of a node from one plan to the next. */
export interface Known {
  node: GraphNode;
  /** Those of this node object; null until they are asked for. */
  params: ParsedParams | null;
  evaluation: Evaluation | null;
  /** As it was last assembled from this evaluation. */
  plan: NodePlan | null;
}

/** A step of a finished plan: equal requests are made and paid for once. */
export interface PlannedStep extends StepPlan {
  /** Takes to make here. */
  needed: number;
  /** The step that makes the takes this one shares, if any. */
  sharedWith: string | null;
  credits: Range;
}

export interface NodePlan {
  id: string;
  kind: string;
  steps: readonly PlannedStep[];
  credits: Range;
  formula: string;
  reason: string;
  problems: readonly Problem[];
  received: readonly Value[];
  /** What it hands on; empty on a cycle. */
  output: { type: PortType | null; items: readonly Value[] };
}

export interface Quote extends Range {
  usd: Range;
}

/** What a run would do, step by step and why, and its price. */
export interface Plan {
  graphId: string;
  graphName: string;
  /** No error stands in the way of any planned node. */
  ok: boolean;
  nodes: readonly NodePlan[];
  quote: Quote;
  /** Problems of the document as a whole (cycles, dangling edges). Those of nodes are with the nodes. */
  problems: readonly Problem[];
}
