import type { LibraryQueries, ListMedia, MediaPage, NodeTake, RunPage, Spend } from "../../../shared/contract/libraryQueries.ts";
import type { LibraryDatabase } from "../database.ts";
import type { LibraryPaths } from "../paths.ts";
import { importNameOf } from "./imports.ts";
import { listMedia } from "./mediaList.ts";
import { Money } from "./money.ts";
import { NodeTakes, type Present } from "./nodeTakes.ts";

export interface QueriesSetup {
  database: LibraryDatabase;
  paths: LibraryPaths;
  realm: string;
  present: Present;
}

/** The editor's questions put together behind the contract. */
export class SqliteQueries implements LibraryQueries {
  readonly #setup: QueriesSetup;
  readonly #takes: NodeTakes;
  readonly #money: Money;

  constructor(setup: QueriesSetup) {
    this.#setup = setup;
    this.#takes = new NodeTakes(setup.database, setup.realm, setup.present);
    this.#money = new Money(setup.database, setup.realm);
  }

  takesOfNode(graphId: string, nodeId: string, keys: readonly string[] = []): NodeTake[] {
    return this.#takes.ofNode(graphId, nodeId, keys);
  }

  takesOfRun(runId: string): NodeTake[] {
    return this.#takes.ofRun(runId);
  }

  listMedia(filter: ListMedia): Promise<MediaPage> {
    return listMedia(this.#setup, filter);
  }

  modelsSeen(): string[] {
    return this.#takes.models();
  }

  importNameOf(sha256: string): Promise<string | null> {
    return importNameOf(this.#setup.database, this.#setup.paths, sha256);
  }

  runsOf(filter: { graphId?: string; limit?: number; cursor?: string } = {}): RunPage {
    return this.#money.runs(filter);
  }

  spend(filter: { graphId?: string; since?: number } = {}): Spend {
    return this.#money.spend(filter);
  }
}
