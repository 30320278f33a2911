import { createStore, type StoreApi } from "zustand";
import type { OpenedGraph, SessionEvent } from "../../shared/contract/api/sessions.ts";
import { NO_HISTORY, record, redo, undo, type History } from "../../shared/edit/history.ts";
import { apply, fromGraph, isEmpty, type Change, type DocState } from "../../shared/edit/records.ts";
import { NO_PLAN, withUpdate, type PlanState } from "./planStore.ts";

/** An open graph in the window: the document, its undo history, what is selected, and the newest plan. */
export interface SessionState {
  readonly id: string;
  doc: DocState;
  history: History;
  plan: PlanState;
  path: string | null;
  unsaved: boolean;
  changedOnDisk: boolean;
  recovered: boolean;
  notes: readonly string[];
  /** Ids of selected nodes. */
  selection: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  /** The node that another panel points at. */
  hovered: string | null;
  /** What the canvas should bring into view; a new object for every wish. */
  focus: { ids: readonly string[]; at: number } | null;
}

interface CommitOptions {
  /** What was done, for the menu: "Undo move". */
  label: string;
  /** Edits with the same key that follow each other closely are one undo step. */
  mergeKey?: string;
}

export interface Session extends StoreApi<SessionState> {
  readonly id: string;
  /** Apply an edit, make it undoable, and tell the host. */
  commit(change: Change, options: CommitOptions): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  focusOn(ids: readonly string[]): void;
  hover(id: string | null): void;
  /** What the host tells of this graph. */
  take(event: SessionEvent): void;
}

/** @param send hands edits to the host, in the order in which they are made */
export function createSession(opened: OpenedGraph, send: (change: Change) => void): Session {
  const store = createStore<SessionState>()(() => ({
    id: opened.session,
    doc: fromGraph(opened.graph, opened.ranks),
    history: NO_HISTORY,
    plan: NO_PLAN,
    path: opened.path,
    unsaved: opened.unsaved,
    changedOnDisk: false,
    recovered: opened.recovered,
    notes: opened.notes,
    selection: new Set(),
    selectedEdges: new Set(),
    hovered: null,
    focus: null,
  }));

  function applyChange(change: Change, history: History): void {
    const { doc, selection, selectedEdges } = store.getState();
    const next = apply(doc, change);
    store.setState({ doc: next, history, unsaved: true, selection: still(selection, next.nodes), selectedEdges: still(selectedEdges, next.edges) });
    send(change);
  }

  return {
    ...store,
    id: opened.session,
    commit(change, options) {
      if (isEmpty(change)) return;
      applyChange(change, record(store.getState().history, change, { ...options, at: Date.now() }));
    },
    undo() {
      const step = undo(store.getState().history);
      if (step) applyChange(step.change, step.history);
    },
    redo() {
      const step = redo(store.getState().history);
      if (step) applyChange(step.change, step.history);
    },
    select(nodes, edges = []) {
      const { selection, selectedEdges } = store.getState();
      store.setState({ selection: sameOr(selection, new Set(nodes)), selectedEdges: sameOr(selectedEdges, new Set(edges)) });
    },
    focusOn: (ids) => store.setState({ focus: { ids, at: Date.now() } }),
    hover(id) {
      if (store.getState().hovered !== id) store.setState({ hovered: id });
    },
    take(event) {
      if (event.type === "plan") store.setState(({ plan }) => ({ plan: withUpdate(plan, event) }));
      else if (event.type === "file") store.setState({ path: event.path, unsaved: event.unsaved, changedOnDisk: event.changedOnDisk });
    },
  };
}

/** What is gone cannot be selected. */
function still(selected: ReadonlySet<string>, records: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  for (const id of selected) if (!records.has(id)) return new Set([...selected].filter((one) => records.has(one)));
  return selected;
}

function sameOr(before: ReadonlySet<string>, now: ReadonlySet<string>): ReadonlySet<string> {
  return before.size === now.size && [...now].every((id) => before.has(id)) ? before : now;
}
