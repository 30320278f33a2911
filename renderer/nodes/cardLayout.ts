import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { portsOf } from "../../shared/edit/ports.ts";
import type { DocState } from "../../shared/edit/records.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import type { PortType } from "../../shared/graph/media.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { CARD } from "./cardSizes.ts";

/** A port on a card; x and y are the centre of its handle, from the card's top left corner. */
export interface CardPort {
  name: string;
  label: string;
  side: "in" | "out";
  type: PortType | "any";
  /** Edges that it takes; no limit for outputs. */
  max: number;
  x: number;
  y: number;
  /** An edge names it, but the node has no such port (any more). */
  strange: boolean;
}

/** The very size at which a card is drawn, and where its ports are. Pixels of the canvas. */
export interface CardLayout {
  width: number;
  height: number;
  ports: readonly CardPort[];
}

/** Names of the ports at which edges of the document end. */
export interface UsedPorts {
  in: readonly string[];
  out: readonly string[];
}

type PlacedPort = Omit<CardPort, "x" | "y">;

const NOTHING: readonly string[] = [];
const plain = new WeakMap<GraphNode, CardLayout>();

/** Most cards look like others, so layouts are shared by all nodes that have the same ports and size. */
const shared = new Map<string, CardLayout>();
const MOST_SHARED = 5_000;

/** Pure; the same object for nodes of the same ports and size. `used` matters where edges name ports that the node's kind does not have. */
export function layoutOf(node: GraphNode, used?: UsedPorts): CardLayout {
  let known = plain.get(node);
  if (!known) {
    known = made(node, NOTHING, NOTHING);
    plain.set(node, known);
  }
  if (!used) return known;
  const [ins, outs] = [unknownOf(known, "in", used.in), unknownOf(known, "out", used.out)];
  return ins.length + outs.length === 0 ? known : made(node, ins, outs);
}

/** The layout of a node with all ports that its edges name. */
export function layoutIn(doc: Pick<DocState, "edges">, node: GraphNode): CardLayout {
  const known = layoutOf(node);
  const { incoming, outgoing } = edgesAt(doc, node.id);
  const isWhole = incoming.every(({ to }) => has(known, "in", to.port)) && outgoing.every(({ from }) => has(known, "out", from.port));
  return isWhole ? known : layoutOf(node, { in: incoming.map(({ to }) => to.port), out: outgoing.map(({ from }) => from.port) });
}

function has({ ports }: CardLayout, side: "in" | "out", name: string): boolean {
  for (const port of ports) if (port.name === name && port.side === side) return true;
  return false;
}

function unknownOf(layout: CardLayout, side: "in" | "out", names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !has(layout, side, name));
  return unknown.length < 2 ? unknown : [...new Set(unknown)].sort();
}

function made(node: GraphNode, ins: readonly string[], outs: readonly string[]): CardLayout {
  const { inputs } = portsOf(node, catalogue);
  const size = node.kind === "group" ? groupSize(node) : sizeOf(node);
  const key = JSON.stringify([node.kind, node["collapsed"] === true, size && [size.width, size.height], catalogue.get(node.kind)?.inputs.length ? inputs.map(({ name }) => name) : 0, ins, outs]);
  const known = shared.get(key);
  if (known) return known;
  const fresh = layout(node, { in: ins, out: outs });
  if (shared.size >= MOST_SHARED) shared.clear();
  shared.set(key, fresh);
  return fresh;
}

function layout(node: GraphNode, strange: UsedPorts): CardLayout {
  const { inputs, output } = portsOf(node, catalogue);
  const ins: PlacedPort[] = [
    ...inputs.map(({ name, label, type, max }) => ({ name, label, type, max, side: "in" as const, strange: false })),
    ...strange.in.map((name) => strangePort(name, "in")),
  ];
  const outs: PlacedPort[] = [
    ...(output ? [{ name: output.name, label: output.label, type: output.type, max: output.max, side: "out" as const, strange: false }] : []),
    ...strange.out.map((name) => strangePort(name, "out")),
  ];
  if (node.kind === "reroute") return placed(CARD.reroute, ins, outs, () => CARD.reroute.height / 2);
  if (node.kind === "group") return { ...groupSize(node), ports: [] };
  if (node.kind === "note") return { width: sizeOf(node)?.width ?? CARD.note.width, height: Math.max(CARD.note.least, sizeOf(node)?.height ?? CARD.note.height), ports: [] };
  if (node["collapsed"] === true) return collapsed(ins, outs);
  const rows = Math.max(ins.length, outs.length);
  const size = cardSize(node, rows * CARD.port + CARD.portsEnd);
  const first = size.height - size.below - rows * CARD.port - CARD.portsEnd + CARD.port / 2;
  return placed(size, ins, outs, (index) => first + index * CARD.port);
}

function strangePort(name: string, side: "in" | "out"): PlacedPort {
  return { name, label: name, side, type: "any", max: Number.POSITIVE_INFINITY, strange: true };
}

function placed({ width, height }: { width: number; height: number }, ins: readonly PlacedPort[], outs: readonly PlacedPort[], y: (index: number, of: number) => number): CardLayout {
  return {
    width,
    height,
    ports: [...ins.map((port, index) => ({ ...port, x: 0, y: y(index, ins.length) })), ...outs.map((port, index) => ({ ...port, x: width, y: y(index, outs.length) }))],
  };
}

function collapsed(ins: readonly PlacedPort[], outs: readonly PlacedPort[]): CardLayout {
  const most = Math.max(ins.length, outs.length);
  const height = Math.max(CARD.header, most * CARD.stacked + 8);
  return placed({ width: CARD.width, height }, ins, outs, (index, of) => height / 2 + (index - (of - 1) / 2) * CARD.stacked);
}

/** `below` is what is under the ports. */
function cardSize(node: GraphNode, ports: number): { width: number; height: number; below: number } {
  const { header, media, params, placeholder, footer, text, leastText, leastWidth, width } = CARD;
  switch (node.kind) {
    case "prompt":
    case "promptList": {
      const own = sizeOf(node);
      return { width: Math.max(leastWidth, own?.width ?? width), height: Math.max(header + leastText + ports, own?.height ?? header + text + ports), below: 0 };
    }
    case "imageAsset":
    case "videoRef":
    case "audioRef":
    case "extractFrame":
    case "fitImage":
    case "fitVideo":
    case "fitAudio":
      return { width, height: header + media + ports + footer, below: footer };
    case "output":
      return { width, height: header + ports + params + footer, below: params + footer };
    default: {
      const isTask = catalogue.get(node.kind)?.role === "task";
      // A placeholder says what it is where others have their parameters.
      return isTask ? { width, height: header + media + ports + params + footer, below: params + footer } : { width, height: header + ports + placeholder, below: placeholder };
    }
  }
}

function groupSize(node: GraphNode): { width: number; height: number } {
  const { width, height } = node.params;
  const isOpen = node.params["collapsed"] !== true;
  return isOpen ? { width: side(width) ?? 480, height: side(height) ?? 320 } : { width: CARD.width, height: CARD.header };
}

function sizeOf(node: GraphNode): { width: number; height: number } | null {
  const { width, height } = (typeof node["size"] === "object" && node["size"] !== null ? node["size"] : {}) as { width?: unknown; height?: unknown };
  const [w, h] = [side(width), side(height)];
  return w === null || h === null ? null : { width: w, height: h };
}

/** What a file says of a size, where it makes sense. */
function side(value: unknown): number | null {
  return typeof value === "number" && value >= 40 && value <= 100_000 ? Math.round(value) : null;
}
