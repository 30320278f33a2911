import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import type { newGraphInput, OpenedGraph, openInput, OpenResult, saveInput, SaveResult, Template } from "../../../shared/contract/api/sessions.ts";
import type { Graph } from "../../../shared/graph/document.ts";
import { parseGraph, type ParseResult } from "../../../shared/graph/parse.ts";
import { serialiseGraph } from "../../../shared/graph/serialise.ts";
import type { Knowledge } from "../../../shared/plan/knowledge.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import { DocumentError, openDocument, saveDocument } from "../../documents/files.ts";
import type { Bundle } from "../../documents/bundle/read.ts";
import { type AnyFile, isBundleFile, openAny } from "../../documents/openAny.ts";
import { withBundle } from "../bundles.ts";
import type { Consents } from "../consents.ts";
import { hostPlanner } from "../planner.ts";
import { bundlePreview } from "./bundles.ts";
import type { Derivations } from "./derivations.ts";
import { previewOf } from "./preview.ts";
import type { Recents } from "./recents.ts";
import type { Recovery, RecoveryFile } from "./recovery.ts";
import { Session } from "./session.ts";

/** After an edit: at the latest two seconds later it is on the disk. */
const RECOVERY_AFTER_MS = 1_000;

export interface SessionsSetup {
  knowledge: () => Knowledge;
  /** Of the library that is open now. */
  realm: () => string;
  recovery: Recovery;
  recents: Recents;
  consents: Consents;
  /** What the open graphs make of other media is made ahead. */
  derivations: Derivations;
  templates: readonly Template[];
}

/** The graphs that are open in this host. */
export class Sessions {
  readonly #setup: SessionsSetup;
  readonly #open = new Map<string, Session>();
  readonly #writing = new Map<string, NodeJS.Timeout>();
  /** Graphs of strangers that nobody has agreed to yet: they are in no list, no recovery file, and not among the recent ones. */
  readonly #looked = new Set<string>();

  /** What came along with graphs that are looked at. */
  readonly #bundles = new Map<string, { bundle: Bundle; path: string | null }>();

  constructor(setup: SessionsSetup) {
    this.#setup = setup;
  }

  list(): OpenedGraph[] {
    return [...this.#open.values()].filter(({ id }) => !this.#looked.has(id)).map(({ opened }) => opened);
  }

  /** Throws when there is no such session: the renderer asks for the list then. */
  get(id: string): Session {
    const session = this.#open.get(id);
    if (!session) throw new Error(`There is no open graph "${id}" any more: it was closed, perhaps in another window.`);
    return session;
  }

  find(graphId: string): Session | undefined {
    return [...this.#open.values()].find(({ graph }) => graph.id === graphId);
  }

  async restore(): Promise<void> {
    for (const file of await this.#setup.recovery.left()) await this.#restoreOne(file);
  }

  create({ template, name }: z.infer<typeof newGraphInput>): OpenedGraph {
    const from = this.#setup.templates.find(({ id }) => id === template);
    if (template !== undefined && !from) throw new Error(`There is no template "${template}".`);
    // A copy has an id of its own: what is remembered of the example's nodes is not its history.
    const graph: Graph = from ? { ...from.graph, id: randomUUID() } : { format: "shotgraph", version: 1, id: randomUUID(), name: name ?? "Untitled", nodes: [], edges: [] };
    return this.#add(graph, null, { trusted: true }).opened;
  }

  async open(input: z.infer<typeof openInput>): Promise<OpenResult> {
    const path = "path" in input ? resolve(input.path) : null;
    const already = path === null ? undefined : [...this.#open.values()].find((session) => session.path === path);
    if (already) return this.#openedResult(already, this.#looked.has(already.id));
    let result: ParseResult;
    let isDocument = true;
    try {
      const found: AnyFile = path === null ? { kind: "document", result: parseGraph("text" in input ? input.text : "") } : await openAny(path);
      if (found.kind === "bundle") return this.openBundle(found.bundle, path);
      if (found.kind === "tooNewBundle") return { status: "tooNew", version: 0, message: found.message };
      isDocument = found.kind === "document";
      result = found.result;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      return { status: "unreadable", message: error.message };
    }
    if (result.status === "tooNew") {
      return { status: "tooNew", version: result.version, message: `This graph was saved by a newer Shotgraph (format ${result.version}). Update Shotgraph to open it: opening it here could lose what this version does not understand.` };
    }
    if (result.status === "invalid") return result;
    const known = isDocument && path !== null && this.#setup.recents.knows(path);
    // The graph that a picture carries is a graph without a file.
    const session = this.#add(this.#distinct(result.graph), isDocument ? path : null, { notes: result.status === "migrated" ? result.notes : [] });
    if (known && path !== null) await this.#setup.recents.add(path);
    else this.#looked.add(session.id);
    return this.#openedResult(session, !known);
  }

  /** A bundle is opened as a copy of its graph: saving asks for a file, and the bundle stays as it is. `path`: null for one that was sent by the page. */
  openBundle(bundle: Bundle, path: string | null): OpenResult {
    const session = this.#add(this.#distinct(bundle.graph), null, { notes: bundle.notes });
    this.#looked.add(session.id);
    this.#bundles.set(session.id, { bundle, path });
    const { knowledge, realm } = this.#setup;
    const known = knowledge();
    const quoteWithout = session.plan().quote;
    const then = withBundle(known, bundle, realm(), session.graph.id);
    const preview = previewOf(session.graph, hostPlanner().plan(session.graph, then), then);
    return { status: "opened", opened: session.opened, preview: { ...preview, bundle: bundlePreview(bundle, { realm: realm(), quoteWithout: { min: quoteWithout.min, max: quoteWithout.max } }) }, foreign: true };
  }

  /** A graph of this machine's own, as it once was: a copy with an id of its own. */
  openOwn(graph: Graph): OpenResult {
    const session = this.#add({ ...graph, id: randomUUID() }, null);
    return this.#openedResult(session, false);
  }

  /** What came along with a graph; undefined where nothing did, or it was taken in. */
  bundleOf(id: string): Bundle | undefined {
    return this.#bundles.get(id)?.bundle;
  }

  /** What came along is taken in. */
  async received(id: string): Promise<void> {
    const path = this.#bundles.get(id)?.path ?? null;
    await this.#dropBundle(id);
    if (path !== null) await this.#setup.recents.add(path);
  }

  async #dropBundle(id: string): Promise<void> {
    const kept = this.#bundles.get(id);
    this.#bundles.delete(id);
    await kept?.bundle.close();
  }

  /** Somebody works with the graph from now on: what is in it was agreed to. */
  async agree(id: string): Promise<void> {
    if (!this.#looked.delete(id)) return;
    const session = this.get(id);
    this.#rememberSoon(session);
    session.replan();
    if (session.path !== null) await this.#setup.recents.add(session.path);
  }

  async save({ session: id, path, overwrite }: z.infer<typeof saveInput>): Promise<SaveResult> {
    const session = this.get(id);
    return await session.inTurn(() => this.#save(session, path, overwrite));
  }

  async #save(session: Session, path: string | undefined, overwrite: boolean): Promise<SaveResult> {
    const asked = path ?? session.path;
    if (asked === null) return { status: "failed", message: "This graph has no file yet: choose where to save it." };
    const target = resolve(/\.shotgraph$/i.test(asked) ? asked : `${asked}.shotgraph`);
    await session.lookAtFile();
    if (await isBundleFile(target)) return { status: "failed", message: `${target} is a bundle, which holds media as well. Save the graph under another name, or export it for sharing again.` };
    if (!overwrite && target !== session.path && existsSync(target)) return { status: "exists", message: `${target} exists already.` };
    if (!overwrite && target === session.path && session.changedOnDisk) return { status: "changedOnDisk", message: `${target} was changed by another program since it was opened here.` };
    const { name } = session.graph;
    try {
      await session.write(target, (graph) => saveDocument(target, graph));
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      return { status: "failed", message: error.message };
    }
    await this.#setup.recents.add(target);
    this.#rememberSoon(session);
    return { status: "saved", path: target, name };
  }

  async close(id: string): Promise<void> {
    const session = this.get(id);
    session.close();
    this.#open.delete(id);
    this.#looked.delete(id);
    this.#setup.derivations.closed(id);
    clearTimeout(this.#writing.get(id));
    this.#writing.delete(id);
    await this.#dropBundle(id);
    await this.#setup.recovery.forget(id);
  }

  replan(): void {
    for (const session of this.#open.values()) session.replan();
  }

  /** What is unsaved stays in its recovery file for the next start. */
  async shutDown(): Promise<void> {
    for (const timer of this.#writing.values()) clearTimeout(timer);
    await Promise.all([...this.#open.values()].map((session) => this.#remember(session)));
    for (const session of this.#open.values()) session.close();
    for (const id of this.#bundles.keys()) await this.#dropBundle(id);
  }

  #add(graph: Graph, path: string | null, { notes = [], recovered = false, trusted = false, id = randomUUID() }: { notes?: readonly string[]; recovered?: boolean; trusted?: boolean; id?: string } = {}): Session {
    const session = new Session({ id, graph, path, recovered, notes, trusted, consents: this.#setup.consents, knowledge: this.#setup.knowledge, onEdited: (edited) => this.#rememberSoon(edited), onPlanned: (planned, plan) => this.#planned(planned, plan) });
    this.#open.set(id, session);
    this.#rememberSoon(session);
    return session;
  }

  /** For a stranger's graph nothing is made before somebody works with it. */
  #planned(session: Session, plan: Plan): void {
    if (!this.#looked.has(session.id)) this.#setup.derivations.planned(session.id, plan);
  }

  /** Two open graphs must not share an id: runs and history are told by it. */
  #distinct(graph: Graph): Graph {
    return this.find(graph.id) ? { ...graph, id: randomUUID() } : graph;
  }

  #openedResult(session: Session, foreign: boolean): OpenResult {
    return { status: "opened", opened: session.opened, preview: previewOf(session.graph, session.plan(), this.#setup.knowledge()), foreign };
  }

  async #restoreOne({ session, path, unsaved, text }: RecoveryFile): Promise<void> {
    const gone = text === null && (path === null || !existsSync(path));
    if (gone) return await this.#setup.recovery.forget(session);
    const result = text === null ? await openDocument(path ?? "") : parseGraph(text);
    if (result.status === "ok" || result.status === "migrated") this.#add(this.#distinct(result.graph), path, { id: session, recovered: unsaved });
    else await this.#setup.recovery.setAside(session);
  }

  #rememberSoon(session: Session): void {
    if (this.#writing.has(session.id)) return;
    this.#writing.set(
      session.id,
      setTimeout(() => {
        this.#writing.delete(session.id);
        session.compareWithSaved();
        this.#remember(session).catch((error: unknown) => session.trouble(`Unsaved changes cannot be kept for a crash: ${error instanceof Error ? error.message : String(error)}. Save the graph.`));
      }, RECOVERY_AFTER_MS),
    );
  }

  async #remember(session: Session): Promise<void> {
    const { id, path, unsaved } = session;
    const untouched = path === null && session.seq === 0 && !session.recovered;
    if (untouched || this.#looked.has(id) || !this.#open.has(id)) return;
    await this.#setup.recovery.write({ session: id, path, unsaved, text: unsaved || path === null ? serialiseGraph(session.graph) : null });
  }
}
