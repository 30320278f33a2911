import { implement, ORPCError } from "@orpc/server";
import { contract } from "../../../shared/contract/api/contract.ts";
import type { MediaGrant, SpendView } from "../../../shared/contract/api/host.ts";
import type { BundleEvent } from "../../../shared/contract/api/bundles.ts";
import type { OpenResult, Template } from "../../../shared/contract/api/sessions.ts";
import { MediaError } from "../../../shared/contract/libraryErrors.ts";
import { assetPage, registerAsset } from "./assets.ts";
import { keyOfSource } from "../leaving.ts";
import { browse } from "./browse.ts";
import { BundleError } from "../../documents/bundle/format.ts";
import { makerInto, makerOf } from "../embedding.ts";
import type { BundleDesk } from "./bundles.ts";
import type { Channel } from "./channel.ts";
import type { FrameDesk } from "./frames.ts";
import type { HostingDesk } from "./hosting.ts";
import type { Places } from "./places.ts";
import type { Recents } from "./recents.ts";
import type { RunDesk } from "./runDesk.ts";
import type { SecretsDesk } from "./secrets.ts";
import type { Sessions } from "./sessions.ts";
import type { SettingsFile } from "./settingsFile.ts";
import type { Station } from "./station.ts";
import { resolveUnknown, unknownTakes } from "./unknowns.ts";

export interface RouterParts {
  station: Station;
  sessions: Sessions;
  runs: RunDesk;
  settings: SettingsFile;
  secrets: SecretsDesk;
  hosting: HostingDesk;
  bundles: BundleDesk;
  places: Places;
  frames: FrameDesk;
  recents: Recents;
  templates: readonly Template[];
  grant: () => MediaGrant;
  libraryChanges: Channel<{ revision: number }>;
  onLibraryChanged: () => void;
  /** Epoch ms at which this host began: the session's spend counts from here. */
  startedAt: number;
}

/** The contract's implementation. What a user should read is thrown as an `ORPCError` with that sentence. */
export function createRouter(parts: RouterParts) {
  const os = implement(contract);
  const { station, sessions, runs, settings, secrets, bundles, places, frames, recents, templates } = parts;
  const library = () => station.workspace.library;
  async function* receiveInto(id: string, signal: AbortSignal | undefined): AsyncGenerator<BundleEvent, void> {
    const session = gone(() => sessions.get(id));
    const bundle = sessions.bundleOf(id);
    if (!bundle) {
      yield { type: "received", media: 0, takes: 0 };
      return;
    }
    for await (const event of bundles.receive(bundle, session, signal)) {
      if (event.type === "received") await sessions.received(id);
      yield event;
    }
  }

  return os.router({
    system: {
      info: os.system.info.handler(() => station.info),
      watch: os.system.watch.handler(({ signal }) => station.watch(signal)),
      switchRealm: os.system.switchRealm.handler(async ({ input }) => {
        const ok = await runs.whileIdle(() => station.switchRealm(input.realm));
        return { ok, message: ok ? null : "A run is under way. Let it finish or cancel it, then switch." };
      }),
      mediaGrant: os.system.mediaGrant.handler(() => parts.grant()),
    },
    secrets: {
      watch: os.secrets.watch.handler(({ signal }) => secrets.watch(signal)),
      test: os.secrets.test.handler(({ input, signal }) => secrets.test(input.key, signal)),
      keep: os.secrets.keep.handler(({ input }) => secrets.keep(input)),
      forget: os.secrets.forget.handler(({ input }) => secrets.forget(input)),
    },
    hosting: {
      watch: os.hosting.watch.handler(({ signal }) => parts.hosting.watch(signal)),
      test: os.hosting.test.handler(({ input, signal }) => parts.hosting.test(input, signal)),
      keep: os.hosting.keep.handler(({ input }) => parts.hosting.keep(input)),
      forget: os.hosting.forget.handler(() => parts.hosting.forget()),
      leaving: os.hosting.leaving.handler(({ input }) => {
        const session = gone(() => sessions.get(input.session));
        return parts.hosting.leaving(input.only ? session.plan(session.graph, input.only) : session.newestPlan);
      }),
      pasted: os.hosting.pasted.handler(({ input }) => {
        const session = gone(() => sessions.get(input.session));
        session.provenance.pasted(session.graph.id, input.from ?? null, input.sources.flatMap((source) => keyOfSource(source) ?? []));
        return { ok: true };
      }),
    },
    desktop: {
      placeOf: os.desktop.placeOf.handler(({ input }) => gone(() => places.placeOf(input))),
      copyForDrag: os.desktop.copyForDrag.handler(({ input }) => places.copyForDrag(input)),
    },
    bundles: {
      look: os.bundles.look.handler(({ input }) => bundles.look(gone(() => sessions.get(input.session)))),
      write: os.bundles.write.handler(({ input, signal }) => bundles.write(gone(() => sessions.get(input.session)), input, signal)),
      receive: os.bundles.receive.handler(({ input, signal }) => receiveInto(input.session, signal)),
      adopt: os.bundles.adopt.handler(async ({ input }) => {
        const adopted = await library().adopt(input);
        parts.onLibraryChanged();
        return { adopted };
      }),
      maker: os.bundles.maker.handler(({ input }): OpenResult | null => {
        const take = library().take(input.take);
        const graph = take && makerOf(library(), take);
        return graph ? sessions.openOwn(graph) : null;
      }),
      piece: os.bundles.piece.handler(({ input }) => told(() => bundles.piece(input))),
      openUpload: os.bundles.openUpload.handler(async ({ input }): Promise<OpenResult> => {
        try {
          return sessions.openBundle(await bundles.sent(input.upload), null);
        } catch (error) {
          if (!(error instanceof BundleError)) throw error;
          return error.code === "tooNew" ? { status: "tooNew", version: 0, message: error.message } : { status: "unreadable", message: `${input.name} cannot be opened. ${error.message}` };
        }
      }),
      dropUpload: os.bundles.dropUpload.handler(async ({ input }) => {
        await bundles.dropUpload(input.upload);
        return { ok: true };
      }),
    },
    settings: {
      watch: os.settings.watch.handler(({ signal }) => settings.watch(signal)),
      change: os.settings.change.handler(({ input }) => settings.change(given(input))),
    },
    graphs: {
      templates: os.graphs.templates.handler(() => templates),
      recents: os.graphs.recents.handler(() => recents.list()),
      clearRecents: os.graphs.clearRecents.handler(async () => {
        await recents.clear();
        return recents.list();
      }),
      browse: os.graphs.browse.handler(({ input }) => told(() => browse(input.folder))),
      sessions: os.graphs.sessions.handler(() => sessions.list()),
      create: os.graphs.create.handler(({ input }) => sessions.create(input)),
      open: os.graphs.open.handler(({ input }) => sessions.open(input)),
      edit: os.graphs.edit.handler(({ input }) => {
        const session = gone(() => sessions.get(input.session));
        if (!session.isEditedBy(input.window)) return { ok: false, seq: session.seq, taken: true };
        const ok = refused(() => session.edit(input.seq, input.changes));
        return { ok, seq: session.seq, taken: false };
      }),
      replace: os.graphs.replace.handler(({ input }) => {
        const session = gone(() => sessions.get(input.session));
        if (session.isEditedBy(input.window)) refused(() => session.replace(input.graph, input.ranks, input.seq));
        return { seq: input.seq };
      }),
      watch: os.graphs.watch.handler(async ({ input, signal }) => {
        const session = gone(() => sessions.get(input.session));
        await sessions.agree(input.session);
        return session.watch(input.window, input.claim, signal);
      }),
      save: os.graphs.save.handler(({ input }) => sessions.save(input)),
      close: os.graphs.close.handler(async ({ input }) => {
        await sessions.close(input.session);
        return { ok: true };
      }),
    },
    runs: {
      start: os.runs.start.handler(({ input }) => runs.start(gone(() => sessions.get(input.session)), input)),
      cancel: os.runs.cancel.handler(({ input }) => ({ ok: runs.cancel(input.runId) })),
      resume: os.runs.resume.handler(({ input }) => ({ ok: runs.resume(input.runId) })),
      watch: os.runs.watch.handler(({ signal }) => runs.watch(signal)),
      history: os.runs.history.handler(({ input }) => library().queries.runsOf(given(input))),
      takes: os.runs.takes.handler(({ input }) => library().queries.takesOfRun(input.runId)),
    },
    library: {
      takesOfNode: os.library.takesOfNode.handler(({ input }) => library().queries.takesOfNode(input.graphId, input.nodeId, input.keys)),
      list: os.library.list.handler(({ input }) => library().queries.listMedia(input)),
      models: os.library.models.handler(() => library().queries.modelsSeen()),
      facts: os.library.facts.handler(({ input }) => input.sha256.flatMap((sha256) => library().media(sha256) ?? [])),
      remove: os.library.remove.handler(({ input }) => (runs.underWay ? BUSY : library().removeTake(input.sha256))),
      exportTo: os.library.exportTo.handler(async ({ input }) => {
        try {
          const into = settings.value.embedGraph ? await makerInto(library(), input.sha256) : undefined;
          const path = await library().exportMedia(input.sha256, input.folder, input.name, into);
          places.exported(path);
          return { path, message: null };
        } catch (error) {
          if (!(error instanceof MediaError)) throw error;
          return { path: null, message: error.message };
        }
      }),
      watch: os.library.watch.handler(({ signal }) => parts.libraryChanges.listen(signal, [{ revision: library().revision }])),
    },
    account: {
      watch: os.account.watch.handler(({ signal }) => station.account.watch(signal)),
      refresh: os.account.refresh.handler(() => station.account.refresh()),
      spend: os.account.spend.handler(({ input }): SpendView => {
        const { queries } = library();
        const session = queries.spend({ since: parts.startedAt });
        const graph = queries.spend({ graphId: input.graphId });
        return { session: session.billed, graph: graph.billed, reserved: session.reserved, unknown: queries.spend({}).unknown };
      }),
    },
    unknown: {
      list: os.unknown.list.handler(() => unknownTakes(library())),
      resolve: os.unknown.resolve.handler(async ({ input }) => {
        const message = await resolveUnknown(library(), input);
        sessions.replan();
        // What was adopted is paid for: it is fetched without being asked.
        runs.collectEarlier();
        return { ok: message === null, message };
      }),
    },
    frames: {
      watch: os.frames.watch.handler(({ input, signal }) => frames.watch(input.window, signal)),
      take: os.frames.take.handler(({ input }) => ({ ok: frames.take(input) })),
      deliver: os.frames.deliver.handler(async ({ input }) => ({ ok: await frames.deliver(input, input.png) })),
      fail: os.frames.fail.handler(({ input }) => ({ ok: frames.fail(input, input.message) })),
    },
    assets: {
      list: os.assets.list.handler(({ input }) => assetPage(station.workspace, given(input))),
      register: os.assets.register.handler(({ input }) => registerAsset(station.workspace, input)),
      reviewAgain: os.assets.reviewAgain.handler(async ({ input }) => {
        if (library().asset(input.content, input.type)?.status === "failed") await library().forgetAsset(input.content, input.type);
        sessions.replan();
        return { ok: true };
      }),
    },
  });
}

const BUSY = { ok: false, message: "A run is under way and may use this file. Delete it when the run has ended.", bytes: 0 };

/** Keys that were left out are not keys with the value undefined. */
function given<T extends object>(input: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

/** The renderer is behind: it asks for the list of sessions and goes on from there. */
function gone<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new ORPCError("NOT_FOUND", { message: error instanceof Error ? error.message : String(error) });
  }
}

/** What the document may not become. */
function refused<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new ORPCError("BAD_REQUEST", { message: error instanceof Error ? error.message : String(error) });
  }
}

async function told<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new ORPCError("BAD_REQUEST", { message: error instanceof Error ? error.message : String(error) });
  }
}
