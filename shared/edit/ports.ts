import type { GraphNode } from "../graph/document.ts";
import type { PortType } from "../graph/media.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { NodeKind, PortSpec } from "../nodes/define.ts";
import { edgesAt } from "./edgesAt.ts";
import type { DocState } from "./records.ts";

export interface PortEnd {
  node: string;
  port: string;
}

export type { PortTypes };

/** Which end of an edge: `from` is an output, `to` an input. */
export type Side = "from" | "to";

export interface Ports {
  readonly inputs: readonly PortSpec[];
  readonly output: PortSpec | null;
}

const NO_PORTS: Ports = { inputs: [], output: null };
const byKind = new WeakMap<NodeKind, Ports>();
const byNode = new WeakMap<GraphNode, { kind: NodeKind; ports: Ports }>();

/** A node's ports as its kind declares them; none for an unknown kind. The same object for the same node. */
export function portsOf(node: GraphNode, catalogue: Catalogue): Ports {
  const kind = catalogue.get(node.kind);
  if (!kind) return NO_PORTS;
  // A kind whose ports do not depend on its params does not ask for them, so they need not be parsed, 5,000 times over.
  if (kind.inputs.length === 0) return portsOfKind(kind);
  const known = byNode.get(node);
  if (known?.kind === kind) return known.ports;
  const ports = { inputs: kind.inputs(paramsOf(node, kind)), output: kind.output };
  byNode.set(node, { kind, ports });
  return ports;
}

/** The ports of a new node of that kind. */
export function portsOfKind(kind: NodeKind): Ports {
  const known = byKind.get(kind);
  if (known) return known;
  const ports = { inputs: kind.inputs(kind.params.parse({})), output: kind.output };
  byKind.set(kind, ports);
  return ports;
}

/** With defaults filled in, and in the place of each param that is wrong. */
export function paramsOf(node: GraphNode, kind: NodeKind): Record<string, unknown> {
  const whole = kind.params.safeParse(node.params);
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map(({ path }) => path[0]));
  const rest = kind.params.safeParse(Object.fromEntries(Object.entries(node.params).filter(([name]) => !bad.has(name))));
  return rest.success ? rest.data : kind.params.parse({});
}

/** What a node is called: by its title, else by its kind. */
export function nameOfNode(node: GraphNode, catalogue: Catalogue): string {
  return node.title ?? catalogue.get(node.kind)?.title ?? node.kind;
}

const typesByDoc = new WeakMap<DocState, { catalogue: Catalogue; types: PortTypes }>();

/** The types of a document's ports. The same object for the same document, so that what has been found is not looked for again. */
export function portTypes(doc: DocState, catalogue: Catalogue): PortTypes {
  const known = typesByDoc.get(doc);
  if (known?.catalogue === catalogue) return known.types;
  const types = new PortTypes(doc, catalogue);
  typesByDoc.set(doc, { catalogue, types });
  return types;
}

/** What is known of the types of one document's ports, through reroutes. */
class PortTypes {
  readonly #doc: DocState;
  readonly #catalogue: Catalogue;
  readonly #given = new Map<string, PortType | "any">();
  readonly #demanded = new Map<string, ReadonlySet<PortType>>();

  constructor(doc: DocState, catalogue: Catalogue) {
    this.#doc = doc;
    this.#catalogue = catalogue;
  }

  /** What comes out of a node; `any` of a reroute to which nothing leads; null when nothing can come out of it. */
  given(id: string): PortType | "any" | null {
    const own = this.#declared(id);
    if (own !== "any") return own;
    const chain = new Set<string>();
    let type: PortType | "any" = "any";
    for (let at: string | undefined = id; at !== undefined && !chain.has(at); at = sourceInto(this.#doc, at)?.node) {
      // What can give nothing leaves open what the reroute behind it is for.
      const known = this.#given.get(at) ?? this.#declared(at) ?? "any";
      if (known !== "any" || this.#given.has(at) || this.#declared(at) === null) {
        type = known;
        break;
      }
      chain.add(at);
    }
    for (const at of chain) this.#given.set(at, type);
    return type;
  }

  #declared(id: string): PortType | "any" | null {
    const node = this.#doc.nodes.get(id)?.value;
    return (node && portsOf(node, this.#catalogue).output?.type) ?? null;
  }

  /** Types of the ports that a reroute leads to, through further ones. More than one is a mistake of the document. */
  demanded(id: string): ReadonlySet<PortType> {
    const known = this.#demanded.get(id);
    if (known) return known;
    const types = new Set<PortType>();
    const seen = new Set([id]);
    // The list grows while it is walked.
    for (const at of seen) {
      for (const { to } of edgesAt(this.#doc, at).outgoing) {
        const node = this.#doc.nodes.get(to.node)?.value;
        if (!node) continue;
        if (isThrough(node, this.#catalogue)) seen.add(to.node);
        else {
          const port = portsOf(node, this.#catalogue).inputs.find(({ name }) => name === to.port);
          if (port && port.type !== "any") types.add(port.type);
        }
      }
    }
    this.#demanded.set(id, types);
    return types;
  }

  /** The first reroute of the chain that ends with this one: what the whole chain demands is demanded of it. */
  chainStart(id: string): string {
    const seen = new Set<string>();
    let start = id;
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = sourceInto(this.#doc, at)?.node) {
      const node = this.#doc.nodes.get(at)?.value;
      if (!node || !isThrough(node, this.#catalogue)) break;
      seen.add(at);
      start = at;
    }
    return start;
  }

  /** The type that an input takes: a reroute's is that of what it carries or leads to. `any` when that is open. */
  taken({ node: id, port: name }: PortEnd): PortType | "any" | null {
    const node = this.#doc.nodes.get(id)?.value;
    const port = node && portsOf(node, this.#catalogue).inputs.find((one) => one.name === name);
    if (!node || !port) return null;
    if (port.type !== "any") return port.type;
    const source = edgesAt(this.#doc, id).incoming.find(({ to }) => to.port === name);
    const carried = source && this.given(source.from.node);
    if (carried && carried !== "any") return carried;
    const [demanded] = isThrough(node, this.#catalogue) ? this.demanded(id) : [];
    return demanded ?? "any";
  }

  /** The type of an output as it is to be drawn: what comes out, or what is wanted of it. */
  shown(id: string): PortType | "any" | null {
    const type = this.given(id);
    if (type !== "any") return type;
    const [demanded] = this.demanded(this.chainStart(id));
    return demanded ?? "any";
  }
}

export function isThrough(node: GraphNode, catalogue: Catalogue): boolean {
  return catalogue.get(node.kind)?.role === "through";
}

/** Where the first edge into a node comes from that comes from somewhere: for a reroute the only one. */
function sourceInto(doc: DocState, id: string): PortEnd | undefined {
  return edgesAt(doc, id).incoming.find(({ from }) => doc.nodes.has(from.node))?.from;
}

/** What a bypassed node hands on: the first edge of its output's own type, in the order of its ports. A reroute's only edge. */
export function passedThrough(doc: DocState, catalogue: Catalogue, node: GraphNode, types: PortTypes): PortEnd | undefined {
  if (isThrough(node, catalogue)) return sourceInto(doc, node.id);
  const { inputs, output } = portsOf(node, catalogue);
  if (!output) return undefined;
  const { incoming } = edgesAt(doc, node.id);
  return inputs
    .filter(({ type }) => type === output.type)
    .flatMap(({ name }) => incoming.filter(({ to }) => to.port === name))
    .find(({ from }) => types.given(from.node) === output.type)?.from;
}
