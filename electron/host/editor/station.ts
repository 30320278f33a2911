import type { HostInfo, Realm } from "../../../shared/contract/api/host.ts";
import type { LeaseHolder } from "../../../shared/contract/records.ts";
import type { TakeFrame } from "../../derive/carry.ts";
import { DEFAULT_BASE_URL } from "../../seegen/index.ts";
import type { Settings } from "../../settings/environment.ts";
import { openSecretStore, type SecretStore } from "../../settings/secrets.ts";
import { HeldError, openWorkspace, type Workspace } from "../workspace.ts";
import { createAccount, type Account } from "./account.ts";
import { createChannel } from "./channel.ts";

/** How often a library that another process had is tried again. */
const TRY_AGAIN_MS = 3_000;

export interface StationOptions {
  settings: Settings;
  /** Where the key comes from, live. Absent: the settings' own, and what is entered lasts as long as this process. */
  secrets?: SecretStore;
  realm: Realm;
  sandboxSpeed: number;
  version: string;
  bench: boolean;
  opened: string | null;
  /** 32 bytes that media addresses are signed with; absent: those of this process. */
  mediaSecret?: Uint8Array;
  /** How pictures are taken out of videos; absent: by the ffmpeg of this machine. */
  takeFrame?: TakeFrame;
}

/** The workspace of the realm that the editor works in now: the sandbox or the service. */
export class Station {
  readonly account: Account;
  readonly secrets: SecretStore;
  readonly #options: StationOptions;
  readonly #channel = createChannel<HostInfo>();
  #workspace: Workspace;
  #realm: Realm;
  #hasKey: boolean;
  #heldBy: LeaseHolder | null;
  #retry: NodeJS.Timeout | null = null;
  #onReady: () => void = () => undefined;

  private constructor(options: StationOptions, secrets: SecretStore, opened: Opened) {
    this.#options = options;
    this.secrets = secrets;
    this.#realm = options.realm;
    this.#workspace = opened.workspace;
    this.#hasKey = opened.hasKey;
    this.#heldBy = opened.heldBy;
    this.account = createAccount(() => ({ workspace: this.#workspace, realm: this.#realm }));
  }

  static async open(options: StationOptions): Promise<Station> {
    const secrets = options.secrets ?? (await openSecretStore({ env: { SEEGEN_API_KEY: options.settings.apiKey ?? "" }, vault: null }));
    return new Station(options, secrets, await open(options, secrets, options.realm));
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

  /** Of the service, whichever realm is open. */
  get baseUrl(): string {
    return this.#options.settings.baseUrl ?? DEFAULT_BASE_URL;
  }

  get info(): HostInfo {
    const { settings, version, bench, sandboxSpeed, opened } = this.#options;
    return {
      version,
      platform: process.platform,
      realm: this.#realm,
      hasKey: this.#hasKey,
      baseUrl: this.baseUrl,
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
    if (realm !== this.#realm) await this.#reopen(realm);
  }

  /** The key was changed. Call only while no run is under way, or while one waits for a key (`goesOn`): it goes on with the new one. */
  async keyChanged({ goesOn }: { goesOn: boolean }): Promise<void> {
    const key = await this.secrets.get("seegenKey");
    this.#hasKey = key !== null;
    if (this.#realm === "sandbox") this.#channel.send(this.info);
    else if (goesOn && key !== null) {
      this.#workspace.useKey(key);
      this.#channel.send(this.info);
    } else await this.#reopen("service");
  }

  async #reopen(realm: Realm): Promise<void> {
    await this.#workspace.close();
    const opened = await open(this.#options, this.secrets, realm).catch(async (error: unknown) => {
      // What was open a moment ago opens again; the change is refused.
      this.#take(await open(this.#options, this.secrets, this.#realm));
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

  #take({ workspace, heldBy, hasKey }: Opened): void {
    this.#workspace = workspace;
    this.#hasKey = hasKey;
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
    const opened = await open(this.#options, this.secrets, realm);
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
  hasKey: boolean;
  heldBy: LeaseHolder | null;
}

async function open({ settings: given, sandboxSpeed, takeFrame }: StationOptions, secrets: SecretStore, realm: Realm): Promise<Opened> {
  const apiKey = await secrets.get("seegenKey");
  const settings = { ...given, apiKey };
  const hasKey = apiKey !== null;
  const sandbox = realm === "sandbox" ? { sandbox: { start: true, speed: sandboxSpeed } } : {};
  const frames = takeFrame ? { takeFrame } : {};
  try {
    return { workspace: await openWorkspace({ settings, executor: { spends: "the Shotgraph editor" }, ...sandbox, ...frames }), hasKey, heldBy: null };
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    // The sandbox keeps its books in the library's folder, which only the holder may write.
    const looking = realm === "sandbox" ? { sandbox: { start: false, speed: sandboxSpeed } } : {};
    return { workspace: await openWorkspace({ settings, executor: {}, ...looking }), hasKey, heldBy: error.by };
  }
}
