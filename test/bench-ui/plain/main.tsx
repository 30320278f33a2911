import "@xyflow/react/dist/style.css";
import { Background, type Edge, Handle, MiniMap, type Node, type NodeProps, Position, ReactFlow, useEdgesState, useNodesState, useReactFlow } from "@xyflow/react";
import { createRoot } from "react-dom/client";
import { benchGraph } from "../../../renderer/canvas/bench/benchGraph.ts";
import { portsOf } from "../../../shared/edit/ports.ts";
import type { GraphNode } from "../../../shared/graph/document.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";

/** React Flow as its manual shows it: controlled nodes with a header, handles, a text and a choice; no care taken for size. */
type CardNode = Node<{ node: GraphNode }, "card">;

performance.mark("bench-asked");
const query = new URLSearchParams(location.search);
const graph = benchGraph(Number(query.get("bench") ?? 100));
const startNodes: CardNode[] = graph.nodes.map((node) => ({ id: node.id, type: "card", position: node.position, data: { node } }));
const startEdges: Edge[] = graph.edges.map(({ id, from, to }) => ({ id, source: from.node, sourceHandle: from.port, target: to.node, targetHandle: to.port }));

function Card({ data: { node } }: NodeProps<CardNode>) {
  const { updateNodeData } = useReactFlow();
  const { inputs, output } = portsOf(node, catalogue);
  const text = typeof node.params["text"] === "string" ? node.params["text"] : "";
  return (
    <div style={{ width: 236, height: 220, background: "#fff", border: "1px solid #999", borderRadius: 8 }}>
      <div style={{ padding: 8, fontWeight: 600 }}>{node.kind}</div>
      <div style={{ height: 80, margin: 8, background: "linear-gradient(120deg,#345,#a76)" }} />
      <textarea className="nodrag" value={text} onChange={(event) => updateNodeData(node.id, { node: { ...node, params: { ...node.params, text: event.target.value } } })} />
      <select className="nodrag" defaultValue="a">
        <option value="a">a</option>
        <option value="b">b</option>
      </select>
      {inputs.map(({ name }, at) => (
        <Handle key={name} id={name} type="target" position={Position.Left} style={{ top: 46 + at * 24 }} />
      ))}
      {output && <Handle id={output.name} type="source" position={Position.Right} />}
    </div>
  );
}

const nodeTypes = { card: Card };

function Page() {
  const [nodes, , onNodesChange] = useNodesState(startNodes);
  const [edges, , onEdgesChange] = useEdgesState(startEdges);
  const isFit = query.get("view") === "fit";
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      minZoom={0.02}
      panOnDrag={[1]}
      fitView={isFit}
      defaultViewport={{ x: 0, y: 0, zoom: 1 }}
      onInit={(flow) => {
        performance.mark("bench-shown");
        Object.assign(window, { __rf: flow });
      }}
    >
      <Background />
      <MiniMap />
    </ReactFlow>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<Page />);
