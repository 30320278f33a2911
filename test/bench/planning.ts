import { hostPlanner } from "../../electron/host/planner.ts";
import { setParam } from "../../shared/graph/edit.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { NOTHING_KNOWN } from "../../shared/plan/knowledge.ts";
import { graphOf } from "../fixtures/graphs.ts";
import { medianOf, timed, type Measurement } from "./measurement.ts";

/** Groups of five (prompt, still, edit, clip, upscale) with 1.4 edges a node: the ordinary shape of a large document. */
function largeGraph(nodes: number): Graph {
  const groups = Array.from({ length: Math.floor(nodes / 5) }, (_unused, at) => at);
  return graphOf(
    groups.flatMap((at) => [
      [`prompt${at}`, "prompt", { text: `Shot ${at}: a glass bottle on wet slate, slow push in` }] as const,
      [`still${at}`, "gptImage2", { quality: "high" }] as const,
      [`edit${at}`, "gptImage2", {}] as const,
      [`clip${at}`, "generateSd2", { duration: 5 }] as const,
      [`master${at}`, "upscaleVideo", { targetResolution: "4k" }] as const,
    ]),
    groups.flatMap((at) => [
      `prompt${at}.text > still${at}.prompt`,
      `prompt${at}.text > edit${at}.prompt`,
      `still${at}.image > edit${at}.images`,
      `prompt${at}.text > clip${at}.prompt`,
      `still${at}.image > clip${at}.firstFrame`,
      `edit${at}.image > clip${at}.lastFrame`,
      `clip${at}.video > master${at}.video`,
    ]),
  );
}

export async function planning(): Promise<Measurement[]> {
  const graph = largeGraph(5000);
  const full: number[] = [];
  for (let run = 0; run < 15; run++) {
    // Fresh node objects, so that nothing of an earlier run is remembered.
    const fresh = { ...graph, nodes: graph.nodes.map((node) => ({ ...node })) };
    const planner = hostPlanner();
    full.push(await timed(() => planner.plan(fresh, NOTHING_KNOWN)));
  }
  const planner = hostPlanner();
  planner.plan(graph, NOTHING_KNOWN);
  let current = graph;
  const edits: number[] = [];
  for (let run = 0; run < 60; run++) {
    current = setParam(current, `prompt${run * 7}`, "text", `Shot ${run}: edited`);
    const edited = current;
    edits.push(await timed(() => planner.plan(edited, NOTHING_KNOWN)));
  }
  const chain = chainOf(20_000);
  return [
    { name: "full plan of 5,000 nodes", value: medianOf(full), unit: "ms", target: 40 },
    { name: "re-plan after one edit among 5,000 nodes", value: medianOf(edits), unit: "ms", target: 2 },
    { name: "nodes evaluated by that re-plan (a prompt and its 4 descendants)", value: planner.evaluated, unit: "count", target: 5 },
    { name: "full plan of a chain of 20,000 nodes", value: await timed(() => hostPlanner().plan(chain, NOTHING_KNOWN)), unit: "ms" },
  ];
}

function chainOf(length: number): Graph {
  const ids = Array.from({ length }, (_unused, at) => `g${at}`);
  return graphOf(
    [["p", "prompt", { text: "again" }], ...ids.map((id) => [id, "gptImage2", {}] as const)],
    ids.flatMap((id, at) => [`p.text > ${id}.prompt`, ...(at > 0 ? [`g${at - 1}.image > ${id}.images`] : [])]),
  );
}
