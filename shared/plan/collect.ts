import type { GraphEdge, GraphNode } from "../graph/document.ts";
import type { Problem } from "../graph/problem.ts";
import type { Inputs, PortSpec } from "../nodes/define.ts";
import type { Value } from "../nodes/values.ts";
import type { Evaluation, OutputState } from "./types.ts";

export interface Collected {
  /** One entry per item of the node, each with its values per port. */
  items: readonly Inputs[];
  state: OutputState;
  problems: Problem[];
  /** Everything that arrived, in port and edge order, before mapping. */
  received: () => readonly Value[];
}

const NO_ITEMS: readonly Value[] = [];

/** An edge into a node, with what the node at its other end hands on. */
export interface Supply {
  edge: GraphEdge;
  source: Evaluation | null;
}

/**
 * Bring the items of all edges to a node's ports. Lists on single ports map: several zip, a single item is repeated, other lengths are
 * an error. A multi port takes all its edges' items in their order and is not mapped over.
 */
export function collect(node: GraphNode, ports: readonly PortSpec[], supplies: readonly Supply[]): Collected {
  const problems: Problem[] = [];
  for (const { edge } of supplies) if (!ports.some(({ name }) => name === edge.to.port)) problems.push(unknownPort(node, edge, ports));
  const lists = ports.map((port) => arriving(port, supplies, problems));
  let count = 1;
  let uneven = false;
  for (let at = 0; at < ports.length; at++) if (ports[at]?.max === 1) count = Math.max(count, lists[at]?.length ?? 0);
  for (let at = 0; at < ports.length; at++) uneven ||= ports[at]?.max === 1 && (lists[at]?.length ?? 0) > 1 && lists[at]?.length !== count;
  if (uneven) problems.push(unequal(ports, lists));
  // One item is the rule, and a list of one is made without room to grow.
  const items = uneven ? [] : count === 1 ? [itemOf(ports, lists, 0)] : Array.from({ length: count }, (_unused, item) => itemOf(ports, lists, item));
  return { items, state: stateOf(supplies), problems, received: () => lists.flat() };
}

/** What each port has for one item of the node. */
function itemOf(ports: readonly PortSpec[], lists: readonly (readonly Value[])[], item: number): Inputs {
  const inputs: Record<string, readonly Value[]> = {};
  for (let at = 0; at < ports.length; at++) {
    const port = ports[at];
    const list = lists[at] ?? NO_ITEMS;
    if (port) inputs[port.name] = port.max === 1 ? one(list, item) : list;
  }
  return inputs;
}

/** Disabled anywhere upstream wins over blocked: nothing is wrong then, it was switched off. */
function stateOf(supplies: readonly Supply[]): OutputState {
  let state: OutputState = "ready";
  for (const { source } of supplies) {
    const from = source?.output.state ?? "blocked";
    if (from === "disabled") return "disabled";
    if (from === "blocked") state = "blocked";
  }
  return state;
}

/** All items of a port's edges, in their order. */
function arriving(port: PortSpec, supplies: readonly Supply[], problems: Problem[]): readonly Value[] {
  let values: readonly Value[] = NO_ITEMS;
  let found = 0;
  for (const { edge, source } of supplies) {
    if (edge.to.port !== port.name) continue;
    found += 1;
    // Too many is an error below: what they bring is not even looked at, a file may hold 200,000 of them.
    if (found > port.max) continue;
    const mismatch = source && typeMismatch(port, edge, source);
    if (mismatch) problems.push(mismatch);
    else if (source) values = values.length === 0 ? source.output.items : [...values, ...source.output.items];
  }
  if (found > port.max) problems.push(tooMany(port, found));
  if (found === 0 && port.required) {
    problems.push({ severity: "error", port: port.name, message: `Nothing is connected to "${port.label}".`, fix: `Connect ${port.type === "any" ? "a value" : article(port.type)}.` });
  }
  return values;
}

/** `an image`, `a video`. */
export function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function one(list: readonly Value[], item: number): readonly Value[] {
  return list.length <= 1 ? list : list.slice(item, item + 1);
}

function unknownPort(node: GraphNode, edge: GraphEdge, ports: readonly PortSpec[]): Problem {
  const names = ports.map(({ name }) => name).join(", ");
  return {
    severity: "error",
    edge: edge.id,
    port: edge.to.port,
    message: `A ${node.kind} node has no input "${edge.to.port}"${names ? `; it has ${names}` : " and takes none"}.`,
    fix: "Reconnect or delete the edge.",
  };
}

function typeMismatch(port: PortSpec, edge: GraphEdge, source: Evaluation): Problem | null {
  const { type } = source.output;
  if (type === null) {
    if (source.output.state === "disabled") return null;
    // A reroute behind something wrong: what is wrong is told there.
    if (source.output.state === "blocked" && source.passesOn) return null;
    if (source.output.state === "blocked" || source.passesOn) {
      const why = source.passesOn ? "has nothing connected to it" : `is of the unknown kind "${source.kind}"`;
      return { severity: "error", edge: edge.id, port: port.name, message: `The node "${source.nodeId}" ${why}, so nothing can come from it.`, fix: "Connect something else." };
    }
    return { severity: "error", edge: edge.id, port: port.name, message: `The node "${source.nodeId}" (${source.kind}) has no output.`, fix: "Delete the edge." };
  }
  if (edge.from.port !== type && !source.passesOn) {
    return { severity: "error", edge: edge.id, port: port.name, message: `The node "${source.nodeId}" has no output "${edge.from.port}"; its output is "${type}".`, fix: "Reconnect the edge." };
  }
  if (port.type === "any" || port.type === type) return null;
  return {
    severity: "error",
    edge: edge.id,
    port: port.name,
    message: `"${port.label}" takes ${port.type}, but the node "${source.nodeId}" gives ${type}.`,
    fix: `Connect something that gives ${port.type}.`,
  };
}

function tooMany(port: PortSpec, found: number): Problem {
  return { severity: "error", port: port.name, message: `"${port.label}" takes at most ${port.max} ${port.max === 1 ? "edge" : "edges"}; ${found} are connected.`, fix: `Delete ${found - port.max} of them.` };
}

function unequal(ports: readonly PortSpec[], values: readonly (readonly Value[])[]): Problem {
  const lists = ports.map(({ name, label, max }, at) => ({ name, label, length: max === 1 ? (values[at]?.length ?? 0) : 0 })).filter(({ length }) => length > 1);
  return {
    severity: "error",
    port: lists.at(-1)?.name ?? "",
    message: `Lists of unequal length meet here: ${lists.map(({ label, length }) => `${label} has ${length}`).join(", ")}.`,
    fix: "Make them equally long, or connect a single item, which is repeated.",
  };
}
