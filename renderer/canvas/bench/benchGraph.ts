import { FORMAT, VERSION, type Graph, type GraphEdge, type GraphNode } from "../../../shared/graph/document.ts";

const STEP = { x: 320, y: 440 };
const SCENES = ["a quiet harbour at dawn, soft light", "a glass bottle on wet slate, slow push in", "two figures in tall grass, wind", "a neon street after rain", "steam over a tea table, close up"];

/** One node of the pattern: what it is, and which earlier ones of its row feed it (by distance back in the document). */
interface Cell {
  kind: string;
  feeds: readonly { back: number; from: string; to: string }[];
}

/** Eight nodes that repeat; ten wires among them. */
const PATTERN: readonly Cell[] = [
  { kind: "prompt", feeds: [] },
  { kind: "imageAsset", feeds: [] },
  { kind: "gptImage2", feeds: [{ back: 2, from: "text", to: "prompt" }, { back: 1, from: "image", to: "images" }] },
  { kind: "prompt", feeds: [] },
  { kind: "generateSd2", feeds: [{ back: 1, from: "text", to: "prompt" }, { back: 2, from: "image", to: "firstFrame" }, { back: 3, from: "image", to: "lastFrame" }] },
  { kind: "generateHappyhorse", feeds: [{ back: 2, from: "text", to: "prompt" }, { back: 3, from: "image", to: "references" }, { back: 4, from: "image", to: "references" }] },
  { kind: "upscaleVideo", feeds: [{ back: 2, from: "video", to: "video" }] },
  { kind: "output", feeds: [{ back: 1, from: "video", to: "in" }] },
];

/** Two more lead from one repetition into the next: 1.5 for each node. */
const BRIDGES = [
  { place: 2, back: 9, from: "image", to: "images" },
  { place: 5, back: 12, from: "image", to: "references" },
] as const;

/** A document of `count` nodes in a grid, with 1.5 wires for each; the same for the same numbers. */
export function benchGraph(count: number, seed = 1): Graph {
  const random = mulberry(seed);
  const columns = Math.max(8, Math.ceil(Math.sqrt(count * 1.4) / 8) * 8);
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const wire = (from: number, output: string, to: number, input: string): void => {
    edges.push({ id: `e${edges.length}`, from: { node: `n${from}`, port: output }, to: { node: `n${to}`, port: input } });
  };
  for (let at = 0; at < count; at += 1) {
    const place = at % PATTERN.length;
    const cell = PATTERN[place];
    if (!cell) continue;
    const jitter = Math.round((random() - 0.5) * 3) * 20;
    nodes.push({ id: `n${at}`, kind: cell.kind, position: { x: (at % columns) * STEP.x, y: Math.floor(at / columns) * STEP.y + jitter }, params: paramsOf(cell.kind, at, random) });
    for (const { back, from, to } of cell.feeds) wire(at - back, from, at, to);
    for (const bridge of BRIDGES) if (place === bridge.place && at >= bridge.back) wire(at - bridge.back, bridge.from, at, bridge.to);
  }
  return { format: FORMAT, version: VERSION, id: `bench-${count}-${seed}`, name: `Bench ${count}`, nodes, edges };
}

function paramsOf(kind: string, at: number, random: () => number): Record<string, unknown> {
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  switch (kind) {
    case "prompt":
      return { text: `shot ${at}: ${pick(SCENES)}` };
    case "imageAsset":
      return { source: { type: "url", url: `https://example.com/frame-${at % 64}.png` } };
    case "gptImage2":
      return { quality: pick(["medium", "high"]), resolution: pick(["1k", "2k"]), aspectRatio: "16:9" };
    case "generateSd2":
      return { model: pick(["sd2", "sd2-fast"]), duration: pick([4, 5, 8, 10]) };
    case "generateHappyhorse":
      return { duration: pick([4, 5, 8]) };
    default:
      return {};
  }
}

/** A small random generator with a seed. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
