import * as fc from "fast-check";
import { expect, test } from "vitest";
import { align, distribute } from "../../../shared/edit/align.ts";
import { copy, parseClip } from "../../../shared/edit/clip.ts";
import { connect, disconnect, moveEdge, reorderEdges } from "../../../shared/edit/connect.ts";
import { isRefusal, type Added, type Refusal } from "../../../shared/edit/draft.ts";
import { addConnected } from "../../../shared/edit/fitting.ts";
import { groupSelection, ungroup } from "../../../shared/edit/groups.ts";
import { NO_HISTORY, record, redo, undo, type History } from "../../../shared/edit/history.ts";
import { addOnEdge, insertOnEdge } from "../../../shared/edit/insert.ts";
import { moveNodes, nudge, resize } from "../../../shared/edit/layout.ts";
import { addNode, renameGraph, setBudget, setCollapsed, setParam, setPicked, setSpread, setTakes, setTitle, toggleNodeState } from "../../../shared/edit/nodes.ts";
import { duplicate, paste } from "../../../shared/edit/paste.ts";
import { portsOf } from "../../../shared/edit/ports.ts";
import { apply, fromGraph, toGraph, type Change, type DocState } from "../../../shared/edit/records.ts";
import { removeNodes } from "../../../shared/edit/remove.ts";
import { applyWire, wireChangeSchema, wireOf, type WireChange } from "../../../shared/edit/wire.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { topologyOf } from "../../../shared/graph/topology.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import { parsed } from "../graph/support.ts";
import { diceOf, docOf, textOf, throws } from "./support.ts";

const KINDS = [...catalogue.keys(), "fromTheFuture"];
const sizeOf = () => ({ width: 200, height: 100 });

interface Editing {
  doc: DocState;
  dice: (sides: number) => number;
  node: () => string;
  nodes: () => string[];
  edge: () => string;
  output: () => { node: string; port: string };
  input: () => { node: string; port: string };
  place: () => { x: number; y: number };
}

function editing(doc: DocState, numbers: readonly number[]): Editing {
  const dice = diceOf(numbers);
  const { nodes, edges } = toGraph(doc);
  const node = () => nodes[dice(nodes.length)]?.id ?? "gone";
  const inputs = (id: string) => {
    const found = doc.nodes.get(id);
    return found ? portsOf(found.value, catalogue).inputs : [];
  };
  return {
    doc,
    dice,
    node,
    nodes: () => [node(), node(), node()].slice(dice(3)),
    edge: () => edges[dice(edges.length)]?.id ?? "gone",
    output: () => {
      const id = node();
      const found = doc.nodes.get(id);
      return { node: id, port: (found && portsOf(found.value, catalogue).output?.name) ?? "video" };
    },
    input: () => {
      const id = node();
      return { node: id, port: inputs(id)[dice(inputs(id).length)]?.name ?? "in" };
    },
    place: () => ({ x: dice(2_000) - 500, y: dice(2_000) / 3 }),
  };
}

type Command = (on: Editing) => Change | Added | Refusal;

const COMMANDS: Record<string, Command> = {
  add: ({ doc, dice, place }) => addNode(doc, { kind: KINDS[dice(KINDS.length)] ?? "", position: place(), params: { text: "{{a}} @{p}" }, title: dice(2) === 0 ? "New" : undefined }),
  remove: ({ doc, nodes, dice }) => removeNodes(doc, catalogue, nodes(), { reconnect: dice(2) === 0 }),
  param: ({ doc, nodes, dice }) => setParam(doc, nodes(), ["text", "duration", "strange"][dice(3)] ?? "", [undefined, "{{a}} {{b}}", 5, { deep: [null] }][dice(4)]),
  title: ({ doc, nodes, dice }) => setTitle(doc, nodes(), ["", "One", "Two", "x".repeat(600)][dice(4)] ?? ""),
  state: ({ doc, nodes, dice }) => toggleNodeState(doc, nodes(), dice(2) === 0 ? "bypassed" : "disabled"),
  takes: ({ doc, nodes, dice }) => setTakes(doc, nodes(), dice(70)),
  pick: ({ doc, node, dice }) => setPicked(doc, node(), dice(2) === 0 ? null : "a".repeat(64)),
  spread: ({ doc, nodes, dice }) => setSpread(doc, nodes(), dice(2) === 0),
  collapse: ({ doc, nodes, dice }) => setCollapsed(doc, nodes(), dice(2) === 0),
  budget: ({ doc, dice }) => setBudget(doc, dice(2) === 0 ? null : dice(1_000)),
  rename: ({ doc, dice }) => renameGraph(doc, `Graph ${dice(3)}`),
  move: ({ doc, nodes, place }) => moveNodes(doc, new Map(nodes().map((id) => [id, place()]))),
  nudge: ({ doc, nodes, place }) => nudge(doc, nodes(), place()),
  resize: ({ doc, node, place }) => resize(doc, node(), { ...place(), width: place().x, height: place().y }),
  connect: ({ doc, output, input }) => connect(doc, catalogue, output(), input()),
  lead: ({ doc, edge, output, input, dice }) => (dice(2) === 0 ? moveEdge(doc, catalogue, edge(), "from", output()) : moveEdge(doc, catalogue, edge(), "to", input())),
  disconnect: ({ doc, edge }) => disconnect(doc, [edge()]),
  reorder: ({ doc, input }) => {
    const to = input();
    const order = toGraph(doc).edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
    return reorderEdges(doc, to, order.map(({ id }) => id).reverse());
  },
  insert: ({ doc, edge, node }) => insertOnEdge(doc, catalogue, edge(), node()),
  addOnEdge: ({ doc, edge, dice, place }) => addOnEdge(doc, catalogue, edge(), { kind: KINDS[dice(KINDS.length)] ?? "", position: place() }),
  dropWire: ({ doc, output, input, dice, place }) => {
    const what = { kind: KINDS[dice(KINDS.length)] ?? "", position: place() };
    return dice(2) === 0 ? addConnected(doc, catalogue, what, output(), "from") : addConnected(doc, catalogue, what, input(), "to");
  },
  paste: ({ doc, nodes, dice, place }) => {
    const result = parseClip(copy(doc, nodes()));
    return result.status === "ok" ? paste(doc, result.clip, { at: place(), keepInputs: dice(2) === 0 }) : { refused: result.status };
  },
  duplicate: ({ doc, nodes, place, dice }) => duplicate(doc, nodes(), place(), dice(2) === 0),
  group: ({ doc, nodes }) => groupSelection(doc, nodes(), sizeOf),
  ungroup: ({ doc, nodes }) => ungroup(doc, nodes()),
  align: ({ doc, nodes, dice }) => align(doc, nodes(), (["left", "right", "top", "bottom", "centerX", "centerY"] as const)[dice(6)] ?? "left", sizeOf),
  distribute: ({ doc, nodes, dice }) => distribute(doc, nodes(), dice(2) === 0 ? "x" : "y", sizeOf),
};

const at = (x: number, y: number) => ({ position: { x, y } });

const start = docOf(
  [
    ["p", "prompt", { text: "@{i} walks, {{name}}" }, { ...at(0, 0), unknown: { kept: true } }],
    ["i", "imageAsset", {}, at(30, 300)],
    ["j", "imageAsset", {}, at(-10, 700)],
    ["e", "gptImage2", {}, at(400, 333)],
    ["f", "gptImage2", {}, at(800, 900)],
    ["r", "reroute", {}, at(700, 50)],
    ["v", "generateSd2", {}, at(900, 5)],
    ["u", "upscaleVideo", {}, at(1_200, 70)],
    ["g", "group", { width: 600, height: 400 }, at(-50, -50)],
    ["x", "fromTheFuture", { odd: 1 }, at(2_000, 2_000)],
    ["o", "output", {}, at(1_500, 80)],
  ],
  ["p.text > v.prompt", "i.image > e.images", "j.image > e.images", "e.image > r.in", "r.out > v.firstFrame", "v.video > u.video", "u.video > o.in", "x.stuff > e.images", "gone.text > e.prompt"],
);

const NAMES = [...Object.keys(COMMANDS), "connect", "connect", "undo", "redo", "undo"];
const sessions = fc.array(fc.tuple(fc.constantFrom(...NAMES), throws), { minLength: 1, maxLength: 40, size: "max" });

/** Every edit on the editor's side and, over the wire, on the host's. */
class Session {
  doc = start;
  host = fromGraph(parsed(textOf(start)));
  history: History = NO_HISTORY;
  clock = 0;

  run(name: string, numbers: readonly number[]): void {
    if (name === "undo" || name === "redo") {
      const step = (name === "undo" ? undo : redo)(this.history);
      if (step) this.#take(step.change, step.history);
      return;
    }
    const result = COMMANDS[name]?.(editing(this.doc, numbers)) ?? { refused: name };
    if (isRefusal(result)) return;
    const change = "change" in result ? result.change : result;
    this.clock += (numbers[0] ?? 0) % 1_500;
    this.#take(change, record(this.history, change, { label: name, mergeKey: ["param", "move"].includes(name) ? name : null, at: this.clock }));
  }

  #take(change: Change, history: History): void {
    this.doc = apply(this.doc, change);
    this.history = history;
    const arrived: WireChange = wireChangeSchema.parse(JSON.parse(JSON.stringify(wireOf(change))));
    this.host = applyWire(this.host, arrived);
  }
}

test("whatever is edited: the host has the same document, it can be saved and read again, and nothing feeds itself", () => {
  fc.assert(
    fc.property(sessions, (steps) => {
      const session = new Session();
      for (const [name, numbers] of steps) {
        session.run(name, numbers);
        const text = textOf(session.doc);
        expect(textOf(session.host)).toBe(text);
        expect(serialiseGraph(parsed(text))).toBe(text);
        expect(topologyOf(toGraph(session.doc)).cyclic.size).toBe(0);
      }
    }),
    { numRuns: 150 },
  );
});

test("undo to the start gives the first document, and redo to the end the last one", () => {
  fc.assert(
    fc.property(sessions, (steps) => {
      const session = new Session();
      for (const [name, numbers] of steps) session.run(name, numbers);
      while (session.history.future.length > 0) session.run("redo", []);
      const last = textOf(session.doc);
      while (session.history.past.length > 0) session.run("undo", []);
      expect(textOf(session.doc)).toBe(textOf(start));
      while (session.history.future.length > 0) session.run("redo", []);
      expect(textOf(session.doc)).toBe(last);
      expect(textOf(session.host)).toBe(last);
    }),
    { numRuns: 150 },
  );
});

test("every command is done, not only refused, and each refusal says why", () => {
  const happened = new Set<string>();
  const reasons = new Set<string>();
  const rolls = fc.sample(throws, { seed: 7, numRuns: 5_000 });
  rolls.forEach((numbers, at) => {
    const name = Object.keys(COMMANDS)[at % Object.keys(COMMANDS).length] ?? "";
    const result = COMMANDS[name]?.(editing(start, numbers)) ?? {};
    if (isRefusal(result)) reasons.add(result.refused);
    else if (apply(start, "change" in result ? result.change : result) !== start) happened.add(name);
  });
  expect(Object.keys(COMMANDS).filter((name) => !happened.has(name))).toEqual([]);
  for (const reason of reasons) expect(reason).toMatch(/^.{10,}\.$/);
});
