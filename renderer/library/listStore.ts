import { createStore, type StoreApi } from "zustand";
import type { ListMedia, MediaPage } from "../../shared/contract/libraryQueries.ts";
import { host } from "../state/app.ts";
import { NO_FILTER, questionOf, type LibraryFilter } from "./filter.ts";
import { withMore, withNewTop, without, type Loaded } from "./pages.ts";

interface ListState {
  filter: LibraryFilter;
  /** Null until the first page is there. */
  loaded: Loaded | null;
  busy: boolean;
  /** Why the list could not be read. */
  problem: string | null;
}

/** The library as one list that grows while it is scrolled. Questions go out one after the other; answers to an earlier filter are dropped. */
export interface MediaList extends StoreApi<ListState> {
  setFilter(filter: LibraryFilter): void;
  /** Another realm is another library: nothing that was loaded is in it. */
  setRealm(realm: string): void;
  /** The first page anew; what was loaded beyond it stays. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  /** Takes away what was deleted, before the host has said so. */
  forget(sha256: ReadonlySet<string>): void;
}

const PAGE = 120;
const TOP = 200;

export function createMediaList(list: (question: ListMedia) => Promise<MediaPage>, now: () => Date = () => new Date()): MediaList {
  const store = createStore<ListState>()(() => ({ filter: NO_FILTER, loaded: null, busy: false, problem: null }));
  let last: Promise<unknown> = Promise.resolve();
  let realm: string | null = null;
  let waitingRefresh: Promise<void> | null = null;

  async function ask(page: { cursor?: string; limit: number }, use: (answer: MediaPage, loaded: Loaded | null) => Loaded): Promise<void> {
    const { filter } = store.getState();
    store.setState({ busy: true });
    try {
      const answer = await list({ ...questionOf(filter, now()), ...page });
      if (store.getState().filter === filter) store.setState(({ loaded }) => ({ loaded: use(answer, loaded), problem: null, busy: false }));
    } catch (error) {
      if (store.getState().filter === filter) store.setState({ problem: error instanceof Error ? error.message : String(error), busy: false });
    }
  }

  function inTurn(job: () => Promise<void>): Promise<void> {
    const done = last.then(job);
    last = done;
    return done;
  }

  function refresh(): Promise<void> {
    // One that has not begun yet will see everything that this one would.
    waitingRefresh ??= inTurn(() => {
      waitingRefresh = null;
      const { loaded } = store.getState();
      return ask({ limit: loaded ? TOP : PAGE }, (answer, loaded) => (loaded ? withNewTop(loaded, answer) : { items: answer.items, next: answer.next }));
    });
    return waitingRefresh;
  }

  function setFilter(filter: LibraryFilter): void {
    store.setState({ filter, loaded: null, problem: null });
    void refresh();
  }

  return {
    ...store,
    refresh,
    setFilter,
    setRealm(now) {
      const is = realm;
      realm = now;
      if (is !== null && is !== now) setFilter({ ...store.getState().filter, model: null });
    },
    loadMore: () =>
      inTurn(async () => {
        const { loaded } = store.getState();
        if (!loaded || loaded.next === null) return;
        const { next } = loaded;
        // A refresh in between may have changed where to go on.
        await ask({ cursor: next, limit: PAGE }, (answer, now) => (now && now.next === next ? withMore(now, answer) : (now ?? loaded)));
      }),
    forget: (removed) => store.setState(({ loaded }) => ({ loaded: loaded && without(loaded, removed) })),
  };
}

/** The list of the library view; it outlives the panel that shows it. */
export const mediaList = createMediaList((question) => host().library.list(question));
