import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { createGrant } from "../../library/serve/grants.ts";
import { createMediaResponder, type ServedMedia } from "../../library/serve/mediaResponse.ts";
import { createBundleDesk } from "./bundles.ts";
import { createChannel } from "./channel.ts";
import { createDerivations } from "./derivations.ts";
import { createFrameDesk } from "./frames.ts";
import { createHostingDesk } from "./hosting.ts";
import { createPlaces } from "./places.ts";
import { openRecents } from "./recents.ts";
import { openRecovery } from "./recovery.ts";
import { createRouter } from "./router.ts";
import { RunDesk } from "./runDesk.ts";
import { createSecretsDesk } from "./secrets.ts";
import { Sessions } from "./sessions.ts";
import { openSettings } from "./settingsFile.ts";
import { Station, type StationOptions } from "./station.ts";
import { loadTemplates } from "./templates.ts";

/** How often, at most, open graphs are planned anew while a run changes the library. */
const REPLAN_MS = 300;

export interface EditorHost {
  router: ReturnType<typeof createRouter>;
  /** Answers `/media/<grant>/<sha256>`; never rejects. */
  media: (request: Request) => Promise<Response>;
  /** Where a file of the library lies; undefined for what is not in it. */
  mediaFile: (sha256: string) => ServedMedia | undefined;
  uploads: (name: string, stream: AsyncIterable<Uint8Array>) => Promise<MediaFacts & { name: string }>;
  /** Keeps what is unsaved for the next start; what is paid for is fetched then. */
  close(): Promise<void>;
}

/**
 * What stands behind the editor: open graphs, plans, runs, library, account. The same for the web host and the desktop. Throws `LibraryError`,
 * `BaseUrlError`.
 */
export async function createEditorHost(options: StationOptions): Promise<EditorHost> {
  const { home } = options.settings;
  const frames = createFrameDesk({ onWaiting: (message) => runs.heldUp(message) });
  const settings = await openSettings(home, options.openSettings);
  const station = await Station.open({ ...options, takeFrame: frames.takeFrame, bucket: () => settings.value.bucket });
  if (settings.trouble !== null) station.tellAtStart(settings.trouble);
  const secret = options.mediaSecret ?? randomBytes(32);
  const recents = await openRecents(home);
  const templates = await loadTemplates();
  // The library's revision has changed, or what is told of a medium: the graphs are planned anew by the same way as after a run.
  const derivations = createDerivations({ making: () => (station.heldBy ? null : station.workspace.making), onMade: () => libraryChanged() });
  const sessions = new Sessions({ knowledge: () => station.workspace.knowledge, realm: () => station.workspace.realm, recovery: openRecovery(home), recents, consents: station.consents, derivations, templates });
  const libraryChanges = createChannel<{ revision: number }>();
  let replanning: NodeJS.Timeout | null = null;
  let isClosed = false;
  const libraryChanged = () => {
    if (isClosed) return;
    replanning ??= setTimeout(() => {
      replanning = null;
      sessions.replan();
      libraryChanges.send({ revision: station.workspace.library.revision });
    }, REPLAN_MS);
  };
  const runs = new RunDesk(station, libraryChanged);
  const secrets = createSecretsDesk(station, runs);
  const hosting = createHostingDesk(station, settings, runs);
  const bundles = createBundleDesk({ station, home, version: options.version, onReceived: libraryChanged });
  const places = createPlaces({ library: () => station.workspace.library, sessions, home, embeds: () => settings.value.embedGraph });
  await sessions.restore();
  if (options.opened !== null) {
    const named = await sessions.open({ path: options.opened });
    if (named.status === "opened") await sessions.agree(named.opened.session);
  }
  const trouble = (error: unknown) => process.stderr.write(`shotgraph: ${error instanceof Error ? error.message : String(error)}\n`);
  station.whenReady(() => {
    libraryChanged();
    station.account.refresh().catch(trouble);
    runs.collectEarlier();
  });
  const mediaFile = (sha256: string): ServedMedia | undefined => {
    const { library } = station.workspace;
    const facts = library.media(sha256);
    return facts && { path: library.mediaPath(sha256), format: facts.format, bytes: facts.bytes };
  };
  return {
    router: createRouter({ station, sessions, runs, settings, secrets, hosting, bundles, places, frames, recents, templates, grant: () => createGrant(secret, Date.now()), libraryChanges, onLibraryChanged: libraryChanged, startedAt: Date.now() }),
    media: createMediaResponder({
      pathOf: mediaFile,
      exported: (sha256, { format }) => places.copyForDownload(sha256, format),
      thumbs: join(home, "thumbs"),
      secret,
    }),
    mediaFile,
    async uploads(name, stream) {
      const facts = await station.workspace.library.importStream(name, stream);
      libraryChanged();
      return facts;
    },
    async close() {
      isClosed = true;
      derivations.close();
      if (replanning) clearTimeout(replanning);
      secrets.close();
      hosting.close();
      await bundles.close();
      await runs.shutDown();
      await sessions.shutDown();
      await station.close();
    },
  };
}
