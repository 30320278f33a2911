import type { Catalogue } from "../nodes/catalogue.ts";
import type { PortSpec } from "../nodes/define.ts";
import { canConnect, downstreamOf, edgesAtPort, typeMismatch, upstreamOf, without } from "./canConnect.ts";
import { connect } from "./connect.ts";
import { isRefusal, type Added, type Refusal } from "./draft.ts";
import { addNode, type NewNode } from "./nodes.ts";
import { portsOf, portsOfKind, portTypes, type PortEnd, type Side } from "./ports.ts";
import { apply, compose, type DocState } from "./records.ts";

/**
 * Names of the ports that a dragged wire may be dropped on, by node; in one pass over the document.
 * @param side which end of the wire is fixed: `from` an output, and inputs are looked for; `to` an input, and outputs are
 * @param moving the edge that is led elsewhere, if it is not a new one
 */
export function compatiblePorts(whole: DocState, catalogue: Catalogue, end: PortEnd, side: Side, moving?: string): ReadonlyMap<string, readonly string[]> {
  const doc = moving === undefined ? whole : without(whole, moving);
  const found = new Map<string, readonly string[]>();
  const node = doc.nodes.get(end.node)?.value;
  const own = node && portsOf(node, catalogue);
  const input = own?.inputs.find(({ name }) => name === end.port);
  if (!own || (side === "from" ? own.output?.name !== end.port : !input || isFull(doc, end, input))) return found;
  const types = portTypes(doc, catalogue);
  const circular = side === "from" ? upstreamOf(doc, end.node) : downstreamOf(doc, end.node);
  const fits = (from: PortEnd, to: PortEnd, port: PortSpec): boolean =>
    typeMismatch(doc, catalogue, types, from, to, port) === null && (side === "to" || !isFull(doc, to, port)) && !edgesAtPort(doc, to).some((edge) => edge.from.node === from.node && edge.from.port === from.port);
  for (const [id, { value }] of doc.nodes) {
    if (circular.has(id)) continue;
    const { inputs, output } = portsOf(value, catalogue);
    if (side === "from") {
      const names = inputs.filter((port) => fits(end, { node: id, port: port.name }, port)).map(({ name }) => name);
      if (names.length > 0) found.set(id, names);
    } else if (output && input && fits({ node: id, port: output.name }, end, input)) found.set(id, [output.name]);
  }
  return found;
}

/** A single port is never full: it gives up what it has. */
function isFull(doc: DocState, to: PortEnd, port: PortSpec): boolean {
  return port.max !== 1 && edgesAtPort(doc, to).length >= port.max;
}

export interface FittingKind {
  kind: string;
  /** The port that a wire would lead to. */
  port: string;
  /** It takes or gives that very type, not just anything. */
  exact: boolean;
}

/** Kinds of which a new node could be connected to that end: those with a port of its type first, in the catalogue's order. */
export function kindsFitting(doc: DocState, catalogue: Catalogue, end: PortEnd, side: Side): readonly FittingKind[] {
  const types = portTypes(doc, catalogue);
  const type = side === "from" ? types.shown(end.node) : types.taken(end);
  if (type === null) return [];
  const fitting = [...catalogue.values()].flatMap((kind): FittingKind[] => {
    const { inputs, output } = portsOfKind(kind);
    const ports = (side === "from" ? inputs : output ? [output] : []).filter((port) => type === "any" || port.type === "any" || port.type === type);
    const best = ports.find((port) => port.type === type) ?? ports[0];
    return best ? [{ kind: kind.kind, port: best.name, exact: best.type === type }] : [];
  });
  return [...fitting.filter(({ exact }) => exact), ...fitting.filter(({ exact }) => !exact)];
}

/** The port of a node where a wire dropped on its body belongs: one of that very type and free, if there is one. Or why none will do. */
export function bestPort(doc: DocState, catalogue: Catalogue, id: string, end: PortEnd, side: Side): { port: string; replaces: boolean } | Refusal {
  const node = doc.nodes.get(id)?.value;
  const { inputs, output } = node ? portsOf(node, catalogue) : { inputs: [], output: null };
  const types = portTypes(doc, catalogue);
  const type = side === "from" ? types.given(end.node) : types.taken(end);
  let best: { port: string; replaces: boolean; rank: number } | null = null;
  let reason: string | null = null;
  const candidates: readonly PortSpec[] = side === "from" ? inputs : output ? [output] : [];
  for (const { name: port, type: own } of candidates) {
    const other = { node: id, port };
    const verdict = side === "from" ? canConnect(doc, catalogue, end, other) : canConnect(doc, catalogue, other, end);
    // What is of the right type but full tells more than what is of another type.
    if (!verdict.ok) reason = reason === null || own === type ? verdict.reason : reason;
    else {
      const replaces = verdict.replaces !== undefined;
      const rank = (replaces && side === "from" ? 2 : 0) + (own === type ? 0 : 1);
      if (!best || rank < best.rank) best = { port, replaces, rank };
    }
  }
  if (best) return { port: best.port, replaces: best.replaces };
  return { refused: reason ?? `"${node?.title ?? (catalogue.get(node?.kind ?? "")?.title ?? id)}" has no ${side === "from" ? "input" : "output"}.` };
}

/** A new node with a wire from or to that end, where it fits best: a wire dropped on the empty canvas. */
export function addConnected(doc: DocState, catalogue: Catalogue, what: NewNode, end: PortEnd, side: Side): Added | Refusal {
  const made = addNode(doc, what);
  if (isRefusal(made)) return made;
  const [id = ""] = made.added;
  const grown = apply(doc, made.change);
  const best = bestPort(grown, catalogue, id, end, side);
  if (isRefusal(best)) return best;
  const other = { node: id, port: best.port };
  const wired = side === "from" ? connect(grown, catalogue, end, other) : connect(grown, catalogue, other, end);
  return isRefusal(wired) ? wired : { change: compose(made.change, wired), added: made.added };
}
