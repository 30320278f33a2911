import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { host } from "../../state/app.ts";
import { showGraph } from "../../state/tabs.ts";
import { rememberView } from "../../ui/canvasApi.ts";
import { benchGraph } from "./benchGraph.ts";
import { benchWanted, wantedNodes } from "./wanted.ts";

/** Shows a generated document of so many nodes, `&view=work` (at zoom 1 in its middle) or `&view=fit` (all of it). Marks the times at which it was asked for and shown. */
export async function startBench(): Promise<void> {
  const count = wantedNodes();
  if (count === null || !benchWanted()) return;
  window.__renders = { total: 0, nodes: {} };
  const graph = benchGraph(count);
  const result = await host().graphs.open({ text: serialiseGraph(graph), name: graph.name });
  if (result.status !== "opened") throw new Error("The generated document cannot be opened.");
  const middle = graph.nodes[Math.floor(graph.nodes.length / 2)]?.position;
  sessionStorage.removeItem(`shotgraph-view:${result.opened.session}`);
  if (middle && new URLSearchParams(location.search).get("view") !== "fit") rememberView(result.opened.session, { x: 480 - middle.x, y: 240 - middle.y, zoom: 1 });
  performance.mark("bench-asked");
  showGraph(result.opened);
}
