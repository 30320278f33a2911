import { stat } from "node:fs/promises";
import type { NodePlanView, PlanUpdate } from "../../../shared/contract/api/plan.ts";
import type { OpenedGraph, SessionEvent } from "../../../shared/contract/api/sessions.ts";
import { fromGraph, ranksOf, toGraph, type DocState, type Ranks } from "../../../shared/edit/records.ts";
import { applyWire, type WireChange } from "../../../shared/edit/wire.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import { hintsOf } from "../../../shared/hints/hints.ts";
import type { Hint } from "../../../shared/hints/types.ts";
import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { Planner } from "../../../shared/plan/planner.ts";
import type { Knowledge } from "../../../shared/plan/knowledge.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import type { Consents } from "../consents.ts";
import { createChannel } from "./channel.ts";
import { broughtBy, createProvenance, type Provenance } from "./consent.ts";
import { hostPlanner } from "../planner.ts";
import { createPlanViews } from "./planView.ts";

/** Hints plan the graph anew for every idea; they wait until the user pauses. */
const HINTS_AFTER_MS = 250;
/** How often the file on disk is looked at. */
const WATCH_FILE_MS = 2_000;
/** Hints of a larger graph would cost more time than they are worth. */
const MOST_NODES_FOR_HINTS = 2_000;

export interface SessionSetup {
  id: string;
  graph: Graph;
  path: string | null;
  recovered: boolean;
  notes: readonly string[];
  consents: Consents;
  /** It was made here, so that nothing in it has to be agreed to. */
  trusted: boolean;
  /** Asked anew for every plan: the realm may have been switched. */
  knowledge: () => Knowledge;
  /** Something that a recovery file must know has changed. */
  onEdited: (session: Session) => void;
  /** After every plan that a window sees. */
  onPlanned: (session: Session, plan: Plan) => void;
}

/** An open graph: the newest document, its plan, and who watches it. */
export class Session {
  readonly id: string;
  readonly recovered: boolean;
  readonly notes: readonly string[];
  /** Which of its sources its user has put in. */
  readonly provenance: Provenance;
  path: string | null;
  /** Number of edits that are in `graph`. */
  seq = 0;
  unsaved: boolean;
  changedOnDisk = false;
  readonly #setup: SessionSetup;
  readonly #channel = createChannel<SessionEvent>();
  readonly #planner: Planner = hostPlanner();
  readonly #hintPlanner: Planner = hostPlanner();
  readonly #views = createPlanViews(catalogue);
  readonly #fileTimer: NodeJS.Timeout;
  #window: string | null = null;
  #doc: DocState;
  #savedText: string | null;
  #savedStamp: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isWriting = false;
  #shown = new Map<string, NodePlanView>();
  #last: PlanUpdate | null = null;
  #plan: Plan | null = null;
  #hints: readonly Hint[] = [];
  #planSoon: NodeJS.Immediate | null = null;
  #hintsSoon: NodeJS.Timeout | null = null;

  constructor(setup: SessionSetup) {
    this.#setup = setup;
    this.id = setup.id;
    this.path = setup.path;
    this.recovered = setup.recovered;
    this.notes = setup.notes;
    this.#doc = fromGraph(setup.graph);
    this.provenance = createProvenance(setup.consents, setup.graph, { trusted: setup.trusted, trouble: (message) => this.trouble(message) });
    // What was never saved, brought back, or migrated differs from its file.
    this.unsaved = setup.recovered || setup.notes.length > 0;
    this.#savedText = this.unsaved ? null : serialiseGraph(setup.graph);
    this.#fileTimer = setInterval(() => void this.lookAtFile(), WATCH_FILE_MS);
    this.#fileTimer.unref();
    void this.#stampNow();
  }

  get graph(): Graph {
    return toGraph(this.#doc);
  }

  get opened(): OpenedGraph {
    return { session: this.id, graph: this.graph, ranks: ranksOf(this.#doc), path: this.path, unsaved: this.unsaved, seq: this.seq, recovered: this.recovered, notes: this.notes };
  }

  /** Applies edits that begin with number `seq`; those that are here already are passed over. False: some are missing in between. Throws when the graph would become too large. */
  edit(seq: number, changes: readonly WireChange[]): boolean {
    if (seq > this.seq) return false;
    const fresh = changes.slice(this.seq - seq);
    if (fresh.length === 0) return true;
    const { nodes: before } = this.#doc;
    this.#doc = fresh.reduce(applyWire, this.#doc);
    this.provenance.edited(this.#doc.meta.id, broughtBy(fresh, (id) => before.get(id)?.value));
    this.seq += fresh.length;
    this.#edited();
    return true;
  }

  /** Throws when the ranks do not fit the graph. */
  replace(graph: Graph, ranks: Ranks, seq: number): void {
    const { nodes: before } = this.#doc;
    this.#doc = fromGraph(graph, ranks);
    // Edits were lost with a host that ended; whether one of them was a paste nobody knows any more.
    this.provenance.pasted(graph.id, null, broughtBy([{ nodes: [...this.#doc.nodes.values()] }], (id) => before.get(id)?.value));
    this.seq = seq;
    this.#edited();
  }

  /** Saves are one after another: each sees what the one before has left. */
  inTurn<T>(save: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(save);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Puts the graph as it is now into the file at `path` by `save`: that is not another program's doing. Throws what `save` throws. */
  async write(path: string, save: (graph: Graph) => Promise<void>): Promise<void> {
    const { graph } = this;
    this.#isWriting = true;
    try {
      await save(graph);
      this.path = path;
      this.#savedText = serialiseGraph(graph);
      this.unsaved = serialiseGraph(this.graph) !== this.#savedText;
      this.changedOnDisk = false;
      await this.#stampNow();
    } finally {
      this.#isWriting = false;
    }
    this.#sendFile();
  }

  /** Compares with what was saved: an edit that was undone leaves nothing to save. */
  compareWithSaved(): void {
    const unsaved = this.#savedText === null || serialiseGraph(this.graph) !== this.#savedText;
    if (unsaved === this.unsaved) return;
    this.unsaved = unsaved;
    this.#sendFile();
  }

  /** The newest plan that was shown; one made now while there is none. */
  get newestPlan(): Plan {
    return this.#plan ?? this.plan();
  }

  /** The plan of a run, made now. */
  plan(graph: Graph = this.graph, only?: readonly string[]): Plan {
    return hostPlanner().plan(graph, this.#setup.knowledge(), only ? { only } : {});
  }

  replan(): void {
    this.#planSoon ??= setImmediate(() => {
      this.#planSoon = null;
      if (this.#channel.listeners > 0) this.#planNow();
    });
  }

  /** Whether this window may edit: the newest one that claimed the graph. */
  isEditedBy(window: string): boolean {
    this.#window ??= window;
    return this.#window === window;
  }

  async *watch(window: string, claim: boolean, signal: AbortSignal | undefined): AsyncGenerator<SessionEvent, void> {
    if (claim || this.#window === null) {
      if (this.#window !== null && this.#window !== window) this.#channel.send(this.#takenOver());
      this.#window = window;
    } else if (!this.isEditedBy(window)) {
      yield this.#takenOver();
      return;
    }
    this.#planNow();
    const whole: SessionEvent[] = this.#last ? [{ ...this.#last, whole: true, nodes: [...this.#shown.values()], removed: [], hints: this.#hints }] : [];
    yield* this.#channel.listen(signal, [this.#fileEvent(), ...whole]);
  }

  /** Whether another program has changed the file since it was opened or saved here. */
  async lookAtFile(): Promise<void> {
    if (this.#isWriting) return;
    const stamp = await stampOf(this.path);
    if (this.#isWriting || stamp === null || this.#savedStamp === null || stamp === this.#savedStamp || this.changedOnDisk) return;
    this.changedOnDisk = true;
    this.#sendFile();
  }

  trouble(message: string): void {
    this.#channel.send({ type: "trouble", message });
  }

  close(): void {
    clearInterval(this.#fileTimer);
    if (this.#planSoon) clearImmediate(this.#planSoon);
    if (this.#hintsSoon) clearTimeout(this.#hintsSoon);
    this.#channel.send({ type: "closed" });
    this.#channel.close();
  }

  #edited(): void {
    if (!this.unsaved) {
      this.unsaved = true;
      this.#sendFile();
    }
    this.#setup.onEdited(this);
    this.replan();
  }

  #planNow(): void {
    const before = performance.now();
    const graph = this.graph;
    const plan = this.#planner.plan(graph, this.#setup.knowledge());
    this.#plan = plan;
    const views = this.#views(plan, graph);
    const nodes = views.filter((view) => this.#shown.get(view.id) !== view);
    const now = new Map(views.map((view) => [view.id, view]));
    const removed = [...this.#shown.keys()].filter((id) => !now.has(id));
    this.#shown = now;
    const saved = views.reduce((sum, view) => sum + view.saved, 0);
    const { ok, quote, problems } = plan;
    this.#last = { type: "plan", seq: this.seq, whole: false, nodes, removed, ok, quote, saved, problems, hints: this.#hints, ms: performance.now() - before };
    this.#channel.send(this.#last);
    this.#hintsLater(graph, plan);
    this.#setup.onPlanned(this, plan);
  }

  #hintsLater(graph: Graph, plan: Plan): void {
    if (this.#hintsSoon) clearTimeout(this.#hintsSoon);
    this.#hintsSoon = null;
    if (graph.nodes.length > MOST_NODES_FOR_HINTS) return;
    this.#hintsSoon = setTimeout(() => this.#findHints(graph, plan), HINTS_AFTER_MS);
  }

  #findHints(graph: Graph, plan: Plan): void {
    this.#hintsSoon = null;
    const knowledge = this.#setup.knowledge();
    // Primed with the graph as it is, so that each idea costs only what it changes.
    this.#hintPlanner.plan(graph, knowledge);
    const hints = hintsOf({ graph, plan, catalogue, replan: (idea) => this.#hintPlanner.plan(idea, knowledge) });
    if (JSON.stringify(hints) === JSON.stringify(this.#hints)) return;
    this.#hints = hints;
    if (this.#last) {
      this.#last = { ...this.#last, nodes: [], removed: [], hints };
      this.#channel.send(this.#last);
    }
  }

  #takenOver(): SessionEvent {
    return { type: "takenOver", message: `“${this.graph.name}” is open in another window now, and is edited there.` };
  }

  #fileEvent(): SessionEvent {
    return { type: "file", path: this.path, unsaved: this.unsaved, changedOnDisk: this.changedOnDisk };
  }

  #sendFile(): void {
    this.#channel.send(this.#fileEvent());
  }

  async #stampNow(): Promise<void> {
    this.#savedStamp = await stampOf(this.path);
  }
}

/** Null when there is no such file. */
async function stampOf(path: string | null): Promise<string | null> {
  if (path === null) return null;
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EACCES" || error.code === "ENOTDIR") return null;
    throw error;
  });
  return facts && `${facts.size} ${facts.mtimeMs}`;
}
