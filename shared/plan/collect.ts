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
  received: readonly Value[];
}

const NO_ITEMS: readonly Value[] = [];

/**
 * Bring the items of all edges to a node's ports. Lists on single ports map: several zip, a single item is repeated, other lengths are
 * an error. A multi port takes all its edges' items in their order and is not mapped over.
 */
export function collect(node: GraphNode, ports: readonly PortSpec[], edges: readonly GraphEdge[], upstream: (id: string) => Evaluation | undefined): Collected {
  const problems: Problem[] = [];
  const byPort = new Map<string, GraphEdge[]>(ports.map(({ name }) => [name, []]));
  let state: OutputState = "ready";
  for (const edge of edges) {
    const slot = byPort.get(edge.to.port);
    if (slot) slot.push(edge);
    else problems.push(unknownPort(node, edge, ports));
    const output = upstream(edge.from.node)?.output;
    if (output?.state === "disabled") state = "disabled";
    else if (output?.state !== "ready" && state === "ready") state = "blocked";
  }
  const lists = new Map<string, readonly Value[]>();
  for (const port of ports) {
    const arriving = byPort.get(port.name) ?? [];
    if (arriving.length > port.max) problems.push(tooMany(port, arriving.length));
    if (arriving.length === 0 && port.required) {
      problems.push({ severity: "error", port: port.name, message: `Nothing is connected to "${port.label}".`, fix: `Connect a ${port.type === "any" ? "value" : port.type}.` });
    }
    const values: Value[] = [];
    for (const edge of arriving) {
      const source = upstream(edge.from.node);
      const mismatch = source && typeMismatch(port, edge, source);
      if (mismatch) problems.push(mismatch);
      else values.push(...(source?.output.items ?? NO_ITEMS));
    }
    lists.set(port.name, values);
  }
  const mapped = ports.filter(({ max }) => max === 1);
  const lengths = mapped.map(({ name }) => lists.get(name)?.length ?? 0);
  const count = Math.max(1, ...lengths);
  const uneven = mapped.filter((_port, at) => (lengths[at] ?? 0) > 1 && lengths[at] !== count);
  if (uneven.length > 0) problems.push(unequal(mapped, lengths));
  const items = Array.from({ length: uneven.length > 0 ? 0 : count }, (_unused, item) =>
    Object.fromEntries(ports.map(({ name, max }) => [name, max === 1 ? one(lists.get(name) ?? NO_ITEMS, item) : (lists.get(name) ?? NO_ITEMS)])),
  );
  return { items, state, problems, received: ports.flatMap(({ name }) => lists.get(name) ?? NO_ITEMS) };
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
  if (type === null && source.output.state === "blocked") {
    const why = source.passesOn ? "has nothing connected to it" : `is of the unknown kind "${source.kind}"`;
    return { severity: "error", edge: edge.id, port: port.name, message: `The node "${source.nodeId}" ${why}, so nothing can come from it.`, fix: "Connect something else." };
  }
  if (type === null) {
    if (source.output.state === "disabled") return null;
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

function unequal(ports: readonly PortSpec[], lengths: readonly number[]): Problem {
  const lists = ports.map(({ label }, at) => ({ label, length: lengths[at] ?? 0 })).filter(({ length }) => length > 1);
  return {
    severity: "error",
    port: ports.find((_port, at) => lengths[at] === lists[1]?.length)?.name ?? "",
    message: `Lists of unequal length meet here: ${lists.map(({ label, length }) => `${label} has ${length}`).join(", ")}.`,
    fix: "Make them equally long, or connect a single item, which is repeated.",
  };
}
