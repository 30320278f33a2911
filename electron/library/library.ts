import { MediaError, LibraryError } from "../../shared/contract/libraryErrors.ts";
import type { ByteProgress, IntoCopy, Lease, LeaseHeld, SecondsRange } from "../../shared/contract/library.ts";
import type { BundledTake, EditorLibrary, LibraryQueries, ReceivedMedia, RemovedTake } from "../../shared/contract/libraryQueries.ts";
import type { MediaFetcher } from "../../shared/contract/mediaFetcher.ts";
import type { AssetRecord, KeyParts, LeaseHolder, LedgerEntry, NewTake, RunRecord, StagedMedia, TakeChange, TakeRecord, TakeState } from "../../shared/contract/records.ts";
import type { MediaFacts, MediaType } from "../../shared/graph/media.ts";
import { heldBy } from "./care/open.ts";
import { removeTake } from "./care/removeTake.ts";
import { adoptBundled, countBundled, insertBundled } from "./bundleTakes.ts";
import type { PassCheckpoint } from "./checkpoint.ts";
import type { LibraryDatabase } from "./database.ts";
import { download } from "./download.ts";
import type { DownloadPatience } from "./downloadJob.ts";
import { exportMedia } from "./exportMedia.ts";
import { Derivations, stageWritten } from "./derivations.ts";
import { stageFile } from "./importFile.ts";
import { graphOfRun, keepGraph } from "./keptGraphs.ts";
import { LeaseDesk } from "./lease.ts";
import { Ledger } from "./ledger.ts";
import { MediaStore } from "./mediaStore.ts";
import type { LibraryPaths } from "./paths.ts";
import { putImport } from "./queries/imports.ts";
import { SqliteQueries } from "./queries/queries.ts";
import { Remembered } from "./remembered.ts";
import { receiveFile } from "./serve/receiveFile.ts";
import { sidecarTakes } from "./sidecarTakes.ts";
import { checkStep } from "./states.ts";
import { Takes } from "./takes.ts";
import { Writer } from "./writer.ts";

export interface LibrarySetup {
  paths: LibraryPaths;
  database: LibraryDatabase;
  realm: string;
  account: string;
  fetchMedia: MediaFetcher;
  patience: DownloadPatience;
  now: () => number;
  checkpoint?: PassCheckpoint | undefined;
}

/** The rooms' parts put together behind the contract. */
export class SqliteLibrary implements EditorLibrary {
  readonly queries: LibraryQueries;
  readonly #setup: LibrarySetup;
  readonly #ledger: Ledger;
  readonly #takes: Takes;
  readonly #remembered: Remembered;
  readonly #media: MediaStore;
  readonly #derivations: Derivations;
  readonly #lease: LeaseDesk;
  readonly #writer: Writer;
  #changes = 0;
  #othersVersion: unknown = null;

  constructor(setup: LibrarySetup) {
    const { database, realm, account, paths, now } = setup;
    this.#setup = setup;
    this.#ledger = new Ledger(database, realm);
    this.#takes = new Takes(database, this.#ledger, realm, account);
    this.#remembered = new Remembered(database, realm, account);
    this.#media = new MediaStore(database, paths);
    this.#derivations = new Derivations(database, (sha256) => this.#media.facts(sha256));
    this.queries = new SqliteQueries({ database, paths, realm, present: (sha256) => this.#media.facts(sha256) });
    this.#lease = new LeaseDesk(database, now);
    this.#writer = new Writer(database, setup.checkpoint);
  }

  get revision(): number {
    const { database } = this.#setup;
    // Changes with every commit of another connection, and never with one of ours.
    const version = database.read(() => database.statement("PRAGMA data_version").get()?.data_version);
    if (version !== this.#othersVersion) this.#changes += 1;
    this.#othersVersion = version;
    return this.#changes;
  }

  takesOf(key: string, graphId?: string): readonly TakeRecord[] {
    return this.#takes.ofKey(key, graphId);
  }

  takesIn(states: readonly TakeState[]): readonly TakeRecord[] {
    return this.#takes.inStates(states);
  }

  take(id: number): TakeRecord | undefined {
    return this.#takes.byId(id);
  }

  media(sha256: string): MediaFacts | undefined {
    return this.#media.facts(sha256);
  }

  mediaPath(sha256: string): string {
    return this.#media.path(sha256);
  }

  derived(identity: string): MediaFacts | undefined {
    return this.#derivations.find(identity);
  }

  lastKey(graphId: string, nodeId: string, item: number): KeyParts | undefined {
    return this.#remembered.lastKey(graphId, nodeId, item);
  }

  asset(content: string, mediaType: MediaType): AssetRecord | undefined {
    return this.#remembered.asset(content, mediaType);
  }

  assetByUri(uri: string): AssetRecord | undefined {
    return this.#remembered.assetByUri(uri);
  }

  assetSeconds(uri: string): SecondsRange | undefined {
    return this.#remembered.assetSeconds(uri);
  }

  ledger(filter?: { runId?: string; graphId?: string }): readonly LedgerEntry[] {
    return this.#ledger.entries(filter);
  }

  runs(): readonly RunRecord[] {
    return this.#remembered.runs();
  }

  intend(take: NewTake): Promise<TakeRecord> {
    return this.#write(() => {
      this.#lease.checkMaySpend();
      return this.#takes.insert(take, this.#setup.now());
    });
  }

  advance(takeId: number, change: TakeChange): Promise<TakeRecord> {
    return this.#write(() => this.#takes.change(takeId, change, this.#setup.now()));
  }

  async store(takeId: number, staged: StagedMedia): Promise<TakeRecord> {
    this.#requireWritable();
    const take = this.#takes.require(takeId);
    checkStep(takeId, take.state, "stored");
    if (take.mediaType !== staged.facts.type) {
      throw new LibraryError("illegal", `Take ${takeId} is to be ${take.mediaType}, and the file for it is ${staged.facts.type}.`);
    }
    const storedAt = this.#setup.now();
    const { sha256 } = staged.facts;
    await this.#media.place(staged, { takes: sidecarTakes(this.#setup.database, sha256, { takeId, storedAt }) });
    this.#setup.checkpoint?.("placed");
    return await this.#write(() => {
      this.#media.index(staged.facts, storedAt);
      return this.#takes.markStored(takeId, sha256, storedAt);
    });
  }

  async download(url: string, expect: MediaType, options: { onProgress?: ByteProgress; signal?: AbortSignal } = {}): Promise<StagedMedia> {
    this.#requireWritable();
    const { paths, fetchMedia, patience } = this.#setup;
    return await download({ url, expect, temp: paths.temp, fetchMedia, patience, onProgress: options.onProgress, signal: options.signal });
  }

  async importFile(path: string): Promise<MediaFacts & { name: string }> {
    this.#requireWritable();
    return await this.#import(await stageFile(path, this.#setup.paths.temp));
  }

  async importStream(name: string, stream: AsyncIterable<Uint8Array>): Promise<MediaFacts & { name: string }> {
    this.#requireWritable();
    return await this.#import(await receiveFile(name, stream, this.#setup.paths.temp));
  }

  async #import({ name, ...staged }: StagedMedia & { name: string }): Promise<MediaFacts & { name: string }> {
    const importedAt = this.#setup.now();
    await this.#media.place(staged, { imports: [{ name, importedAt }] });
    await this.#write(() => {
      this.#media.index(staged.facts, importedAt);
      putImport(this.#setup.database, staged.facts.sha256, name, importedAt);
    });
    return { ...staged.facts, name };
  }

  async stageDerived(write: (path: string) => Promise<void>, what: string): Promise<StagedMedia> {
    this.#requireWritable();
    return await stageWritten(this.#setup.paths.temp, write, what);
  }

  async keepDerived(identity: string, staged: StagedMedia): Promise<MediaFacts> {
    const madeAt = this.#setup.now();
    await this.#media.place(staged, { derived: [{ identity, madeAt }] });
    await this.#write(() => {
      this.#media.index(staged.facts, madeAt);
      this.#derivations.put(identity, staged.facts.sha256, madeAt);
    });
    return staged.facts;
  }

  async exportMedia(sha256: string, directory: string, name: string, into?: IntoCopy): Promise<string> {
    const facts = this.media(sha256);
    if (!facts) throw new MediaError("not-found", `The media ${sha256.slice(0, 64)} is not in the library ${this.#setup.paths.home}, so it cannot be exported.`);
    return await exportMedia(this.#media.path(sha256), await this.#media.sidecar(facts), directory, name, into);
  }

  async removeTake(sha256: string): Promise<RemovedTake> {
    this.#requireWritable();
    const { paths, database, realm, now } = this.#setup;
    const lease = this.#lease.held ? null : this.#lease.acquire("deleting a take");
    if (lease?.kind === "held") throw heldBy(paths.home, lease.by);
    try {
      this.#lease.checkMaySpend();
      const removed = await this.#media.without(sha256, () => removeTake({ paths, database, now }, realm, sha256));
      this.#changes += 1;
      return removed;
    } finally {
      await lease?.release();
    }
  }

  rememberKey(graphId: string, nodeId: string, item: number, parts: KeyParts): Promise<void> {
    return this.#write(() => this.#remembered.putKey(graphId, nodeId, item, parts));
  }

  rememberAsset(asset: AssetRecord): Promise<void> {
    return this.#write(() => this.#remembered.putAsset(asset));
  }

  forgetAsset(content: string, mediaType: MediaType): Promise<void> {
    return this.#write(() => this.#remembered.dropAsset(content, mediaType));
  }

  rememberAssetSeconds(uri: string, seconds: SecondsRange): Promise<void> {
    return this.#write(() => this.#remembered.putAssetSeconds(uri, seconds));
  }

  startRun(run: RunRecord, document?: string): Promise<void> {
    return this.#writer.write(() => this.#remembered.putRun(document === undefined ? run : { ...run, graph: keepGraph(this.#setup.database, document, run.startedAt) }));
  }

  graphOfRun(runId: string): string | null {
    return graphOfRun(this.#setup.database, this.#setup.realm, runId);
  }

  async stageStream(name: string, stream: AsyncIterable<Uint8Array>): Promise<StagedMedia & { name: string }> {
    this.#requireWritable();
    return await receiveFile(name, stream, this.#setup.paths.temp);
  }

  async receive(media: readonly ReceivedMedia[], takes: readonly BundledTake[]): Promise<number> {
    const at = this.#setup.now();
    const { database } = this.#setup;
    for (const { staged, name } of media) await this.#media.place(staged, name === null ? {} : { imports: [{ name, importedAt: at }] });
    const added = await this.#write(() => {
      for (const { staged, name } of media) {
        this.#media.index(staged.facts, at);
        if (name !== null) putImport(database, staged.facts.sha256, name, at);
      }
      this.#takes.forget();
      return takes.filter((take) => insertBundled(database, take, at)).length;
    });
    await this.#retell(takes.map(({ sha256 }) => sha256));
    return added;
  }

  async adopt(which: { graphId: string } | { take: number }): Promise<number> {
    const files = await this.#write(() => {
      this.#takes.forget();
      return adoptBundled(this.#setup.database, this.#setup.realm, which);
    });
    await this.#retell(files);
    return files.length;
  }

  bundledTakes(graphId: string): number {
    return countBundled(this.#setup.database, this.#setup.realm, graphId);
  }

  /** What the index has learnt of files is told by their sidecars, too. */
  async #retell(files: readonly string[]): Promise<void> {
    for (const sha256 of new Set(files)) {
      const facts = this.media(sha256);
      if (facts) await this.#media.retell(facts, sidecarTakes(this.#setup.database, sha256, null));
    }
  }

  endRun(id: string, change: Pick<RunRecord, "endedAt" | "billed" | "outcome">): Promise<void> {
    return this.#writer.write(() => this.#remembered.endRun(id, change));
  }

  async acquireLease(what: string): Promise<Lease | LeaseHeld> {
    return this.#lease.acquire(what);
  }

  leaseHolder(): LeaseHolder | null {
    return this.#lease.holder();
  }

  async close(): Promise<void> {
    this.#writer.close();
    this.#lease.release();
    this.#setup.database.close();
  }

  /** A write after which a plan may look different. */
  async #write<T>(apply: () => T): Promise<T> {
    const value = await this.#writer.write(apply);
    this.#changes += 1;
    return value;
  }

  #requireWritable(): void {
    const { file, readOnly } = this.#setup.database;
    if (readOnly) throw new LibraryError("read-only", `The library ${file} was opened for reading only.`);
  }
}
