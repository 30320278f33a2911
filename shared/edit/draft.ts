import { LIMITS, type GraphEdge, type GraphNode } from "../graph/document.ts";
import { lastRank } from "./order.ts";
import { apply, made, type Change, type DocState, type Meta, type Pair, type Pairs, type Ranked } from "./records.ts";

/** An edit that cannot be done. */
export interface Refusal {
  /** Why, in plain English, as the user is told. */
  readonly refused: string;
}

/** An edit that made nodes. */
export interface Added {
  readonly change: Change;
  /** Ids of the new nodes, in the document's order. */
  readonly added: readonly string[];
}

export function isRefusal(result: object): result is Refusal {
  return "refused" in result;
}

/** What an edit does to the elements of one kind, before it is done. */
class DraftPart<T extends { id: string }> {
  readonly #table: ReadonlyMap<string, Ranked<T>>;
  readonly #pairs = new Map<string, Pair<Ranked<T>>>();
  #next: number | null = null;
  #grown = 0;

  constructor(table: ReadonlyMap<string, Ranked<T>>) {
    this.#table = table;
  }

  get(id: string): Ranked<T> | null {
    const pair = this.#pairs.get(id);
    return pair ? pair[1] : (this.#table.get(id) ?? null);
  }

  has(id: string): boolean {
    return this.get(id) !== null;
  }

  /** Without a rank it keeps the one that it has, or comes last. */
  put(value: T, rank?: number): void {
    const was = this.get(value.id);
    if (was?.value === value && (rank === undefined || rank === was.rank)) return;
    this.#set(value.id, { rank: rank ?? was?.rank ?? this.#last(), value });
  }

  drop(id: string): void {
    this.#set(id, null);
  }

  get size(): number {
    return this.#table.size + this.#grown;
  }

  get pairs(): Pairs<T> {
    return this.#pairs;
  }

  #set(id: string, after: Ranked<T> | null): void {
    this.#grown += (after ? 1 : 0) - (this.has(id) ? 1 : 0);
    this.#pairs.set(id, [this.#table.get(id) ?? null, after]);
  }

  #last(): number {
    this.#next = (this.#next ?? lastRank(this.#table) - 1) + 1;
    return this.#next;
  }
}

/** Collects one edit of a document. Reads see what has been written so far. */
export class Draft {
  readonly nodes: DraftPart<GraphNode>;
  readonly edges: DraftPart<GraphEdge>;
  readonly #doc: DocState;
  #meta: Meta;

  constructor(doc: DocState) {
    this.#doc = doc;
    this.nodes = new DraftPart(doc.nodes);
    this.edges = new DraftPart(doc.edges);
    this.#meta = doc.meta;
  }

  set meta(meta: Meta) {
    this.#meta = meta;
  }

  get change(): Change {
    return made({ nodes: this.nodes.pairs, edges: this.edges.pairs, meta: [this.#doc.meta, this.#meta] });
  }

  /** The document as it would be. */
  get doc(): DocState {
    return apply(this.#doc, this.change);
  }

  /** The edit, unless the document would hold more than can be read again. */
  finish(): Change | Refusal {
    for (const what of ["nodes", "edges"] as const) {
      if (this[what].size > LIMITS[what]) return { refused: `The graph would have ${this[what].size} ${what}; at most ${LIMITS[what]} are possible. Split it into several graphs.` };
    }
    return this.change;
  }

  finishAdding(added: readonly string[]): Added | Refusal {
    const change = this.finish();
    return isRefusal(change) ? change : { change, added };
  }
}
