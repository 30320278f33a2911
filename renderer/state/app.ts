import { create } from "zustand";
import type { AccountView, EditorSettings, HostInfo, MediaGrant } from "../../shared/contract/api/host.ts";
import type { HostingView } from "../../shared/contract/api/hosting.ts";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import { settingsSchema } from "../../shared/contract/api/host.ts";
import type { ConnectionState, HostConnection } from "./connection.ts";
import type { Outbox } from "./outbox.ts";
import type { Session } from "./session.ts";

/** A graph in a tab. */
export interface Tab {
  id: string;
  session: Session;
  outbox: Outbox;
  close: () => void;
}

/** Everything that is not of one graph. */
export interface AppState {
  connection: HostConnection | null;
  online: ConnectionState;
  /** The host has not answered for a while. */
  silent: boolean;
  info: HostInfo | null;
  settings: EditorSettings;
  account: AccountView | null;
  /** Which secrets there are and how they are kept. */
  secrets: SecretStatus | null;
  /** Where local files go at the service. */
  hosting: HostingView | null;
  grant: MediaGrant | null;
  /** Changes whenever takes or media of the library do. */
  libraryRevision: number;
  tabs: readonly Tab[];
  /** Session id of the tab that is shown. */
  active: string | null;
}

export const useApp = create<AppState>()(() => ({
  connection: null,
  online: "connecting",
  silent: false,
  info: null,
  settings: settingsSchema.parse({}),
  account: null,
  secrets: null,
  hosting: null,
  grant: null,
  libraryRevision: 0,
  tabs: [],
  active: null,
}));

/** The way to the host. Throws before the program has started. */
export function host() {
  const { connection } = useApp.getState();
  if (!connection) throw new Error("the program has not started yet");
  return connection.client();
}

/** Address of a library file, or of its thumbnail at most `width` pixels wide; null while there is no grant. Subscribe to `grant` where it is used. */
export function mediaUrl(grant: MediaGrant | null, sha256: string, width?: 160 | 320 | 640 | 1280): string | null {
  return grant && `${grant.base}${sha256}${width === undefined ? "" : `?w=${width}`}`;
}

export function activeTab(): Tab | null {
  const { tabs, active } = useApp.getState();
  return tabs.find(({ id }) => id === active) ?? null;
}
