import type { Graph } from "../../shared/graph/document.ts";
import { graphOf } from "../fixtures/graphs.ts";
import type { Random } from "./random.ts";

type Nodes = Parameters<typeof graphOf>[0][number];

/**
 * A graph that wants about `size` paid takes: branches of a list of prompts, an image of each, a video of each image, an upscale of each
 * video; some with several takes, some with equal lines, some handing on every take, and now and then a twin whose requests are the same.
 */
export function crashGraph(random: Random, size: number): Graph {
  const nodes: Nodes[] = [];
  const edges: string[] = [];
  let left = size;
  for (let branch = 0; left > 0; branch += 1) left -= addBranch(branch, left, random, nodes, edges);
  return { ...graphOf(nodes, edges), id: "crash", name: "Crash" };
}

/** Returns how many takes it wants, equal requests counted once. */
function addBranch(branch: number, left: number, random: Random, nodes: Nodes[], edges: string[]): number {
  const depth = left < 3 ? 1 : random.between(1, 3);
  const distinct = Math.max(1, Math.min(random.between(1, 8), Math.floor(left / depth)));
  const lines = Array.from({ length: distinct }, (_none, at) => `scene ${branch}.${at}`);
  if (random.chance(0.4)) lines.push(lines[0] ?? "");
  const takes = random.chance(0.3) && distinct * depth * 2 <= left ? 2 : 1;
  const spread = takes > 1 && random.chance(0.5);
  const id = (name: string) => `${name}${branch}`;
  nodes.push([id("lines"), "promptList", { lines }], [id("image"), "gptImage2", { resolution: "1k" }, { takes, spread }]);
  edges.push(`${id("lines")}.text > ${id("image")}.prompt`);
  if (random.chance(0.3)) {
    nodes.push([id("twin"), "gptImage2", { resolution: "1k" }, { takes, spread }]);
    edges.push(`${id("lines")}.text > ${id("twin")}.prompt`);
  }
  if (depth > 1) {
    nodes.push([id("clip"), "generateHappyhorse", { duration: 3 }]);
    edges.push(`${id("image")}.image > ${id("clip")}.firstFrame`);
  }
  if (depth > 2) {
    nodes.push([id("large"), "upscaleVideo", { targetResolution: "4k" }]);
    edges.push(`${id("clip")}.video > ${id("large")}.video`);
  }
  const images = distinct * takes;
  const downstream = spread ? images : distinct;
  return images + (depth - 1) * downstream;
}

/** The same requests in other words: what a user changes without paying for it. */
export function otherVersion(graph: Graph): Graph {
  return { ...graph, name: `${graph.name}, moved`, nodes: graph.nodes.map((node) => ({ ...node, position: { x: node.position.x + 500, y: 7 } })) };
}
