import type { HostInfo, Realm } from "../../../shared/contract/api/host.ts";
import type { LeaseHolder } from "../../../shared/contract/records.ts";
import { DEFAULT_BASE_URL } from "../../seegen/index.ts";
import type { Settings } from "../../settings/environment.ts";
import { HeldError, openWorkspace, type Workspace } from "../workspace.ts";
import { createAccount, type Account } from "./account.ts";
import { createChannel } from "./channel.ts";

/** How often a library that another process had is tried again. */
const TRY_AGAIN_MS = 3_000;

export interface StationOptions {
  settings: Settings;
  realm: Realm;
  sandboxSpeed: number;
  version: string;
  bench: boolean;
  opened: string | null;
}

/** The workspace of the realm that the editor works in now: the sandbox or the service. */
export class Station {
  readonly account: Account;
  readonly #options: StationOptions;
  readonly #channel = createChannel<HostInfo>();
  #workspace: Workspace;
  #realm: Realm;
  #heldBy: LeaseHolder | null;
  #retry: NodeJS.Timeout | null = null;
  #onReady: () => void = () => undefined;

  private constructor(options: StationOptions, opened: Opened) {
    this.#options = options;
    this.#realm = options.realm;
    this.#workspace = opened.workspace;
    this.#heldBy = opened.heldBy;
    this.account = createAccount(() => ({ workspace: this.#workspace, realm: this.#realm }));
  }

  static async open(options: StationOptions): Promise<Station> {
    return new Station(options, await open(options, options.realm));
  }

  get workspace(): Workspace {
    return this.#workspace;
  }

  get heldBy(): LeaseHolder | null {
    return this.#heldBy;
  }

  get realm(): Realm {
    return this.#realm;
  }

  get info(): HostInfo {
    const { settings, version, bench, sandboxSpeed, opened } = this.#options;
    return {
      version,
      platform: process.platform,
      realm: this.#realm,
      hasKey: settings.apiKey !== null,
      baseUrl: settings.baseUrl ?? DEFAULT_BASE_URL,
      dataFolder: settings.home,
      heldBy: this.#heldBy,
      bench,
      sandboxSpeed,
      opened,
    };
  }

  /** Called now and whenever the library can be worked with again: after a switch, after another process let go of it. */
  whenReady(ready: () => void): void {
    this.#onReady = ready;
    this.#ready();
  }

  /** Call only while no run is under way. */
  async switchRealm(realm: Realm): Promise<void> {
    if (realm === this.#realm) return;
    await this.#workspace.close();
    const opened = await open(this.#options, realm).catch(async (error: unknown) => {
      // What was open a moment ago opens again; the switch is refused.
      this.#take(await open(this.#options, this.#realm));
      throw error;
    });
    this.#realm = realm;
    this.#take(opened);
  }

  watch(signal: AbortSignal | undefined): AsyncGenerator<HostInfo, void> {
    return this.#channel.listen(signal, [this.info]);
  }

  async close(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    await this.#workspace.close();
  }

  #take({ workspace, heldBy }: Opened): void {
    this.#workspace = workspace;
    this.#heldBy = heldBy;
    this.#channel.send(this.info);
    this.#ready();
  }

  #ready(): void {
    this.#onReady();
    if (this.#heldBy && !this.#retry) this.#retry = setTimeout(() => void this.#tryAgain(), TRY_AGAIN_MS);
  }

  async #tryAgain(): Promise<void> {
    this.#retry = null;
    const realm = this.#realm;
    const opened = await open(this.#options, realm);
    if (opened.heldBy || realm !== this.#realm) {
      await opened.workspace.close();
      if (this.#heldBy) this.#retry = setTimeout(() => void this.#tryAgain(), TRY_AGAIN_MS);
      return;
    }
    const before = this.#workspace;
    this.#take(opened);
    await before.close();
  }
}

interface Opened {
  workspace: Workspace;
  heldBy: LeaseHolder | null;
}

async function open({ settings, sandboxSpeed }: StationOptions, realm: Realm): Promise<Opened> {
  const sandbox = realm === "sandbox" ? { sandbox: { start: true, speed: sandboxSpeed } } : {};
  try {
    return { workspace: await openWorkspace({ settings, executor: { spends: "the Shotgraph editor" }, ...sandbox }), heldBy: null };
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    // The sandbox keeps its books in the library's folder, which only the holder may write.
    const looking = realm === "sandbox" ? { sandbox: { start: false, speed: sandboxSpeed } } : {};
    return { workspace: await openWorkspace({ settings, executor: {}, ...looking }), heldBy: error.by };
  }
}
