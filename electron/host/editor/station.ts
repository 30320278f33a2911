import type { HostInfo, Realm } from "../../../shared/contract/api/host.ts";
import type { BucketSettings } from "../../../shared/contract/api/hosting.ts";
import type { LeaseHolder } from "../../../shared/contract/records.ts";
import type { TakeFrame } from "../../derive/carry.ts";
import { DEFAULT_BASE_URL } from "../../seegen/index.ts";
import type { Settings } from "../../settings/environment.ts";
import type { OpenSettings } from "../../settings/storedSettings.ts";
import { openSecretStore, type SecretStore } from "../../settings/secrets.ts";
import { HeldError, openWorkspace, type Workspace } from "../workspace.ts";
import { openConsents, type Consents } from "../consents.ts";
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
  /** Where settings are stored; absent: a file in the data folder. */
  openSettings?: OpenSettings;
  version: string;
  bench: boolean;
  opened: string | null;
  /** The bucket that the settings name, live; one of the environment wins. */
  bucket?: () => BucketSettings | null;
  /** 32 bytes that media addresses are signed with; absent: those of this process. */
  mediaSecret?: Uint8Array;
  /** How pictures are taken out of videos; absent: by the ffmpeg of this machine. */
  takeFrame?: TakeFrame;
}

/** The workspace of the realm that the editor works in now: the sandbox or the service. */
export class Station {
  readonly account: Account;
  readonly secrets: SecretStore;
  readonly consents: Consents;
  readonly #options: StationOptions;
  readonly #channel = createChannel<HostInfo>();
  #workspace: Workspace;
  #realm: Realm;
  #hasKey: boolean;
  #notices: readonly string[] = [];
  #heldBy: LeaseHolder | null;
  #retry: NodeJS.Timeout | null = null;
  #onReady: () => void = () => undefined;

  private constructor(options: StationOptions, secrets: SecretStore, consents: Consents, opened: Opened) {
    this.#options = options;
    this.secrets = secrets;
    this.consents = consents;
    this.#realm = options.realm;
    this.#workspace = opened.workspace;
    this.#hasKey = opened.hasKey;
    this.#heldBy = opened.heldBy;
    this.account = createAccount(() => ({ workspace: this.#workspace, realm: this.#realm }));
  }

  static async open(options: StationOptions): Promise<Station> {
    const secrets = options.secrets ?? (await openSecretStore({ env: { SEEGEN_API_KEY: options.settings.apiKey ?? "", SHOTGRAPH_S3_SECRET_ACCESS_KEY: options.settings.bucketSecret ?? "" }, vault: null }));
    return new Station(options, secrets, await openConsents(options.settings.home), await open(options, secrets, options.realm));
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
      notices: this.#notices,
    };
  }

  /** Something about this start that every page says once. */
  tellAtStart(notice: string): void {
    this.#notices = [...this.#notices, notice];
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

  /** Where local files go was changed. Call only while no run is under way. */
  async hostingChanged(): Promise<void> {
    // The sandbox keeps files itself.
    if (this.#realm === "service") await this.#reopen("service");
  }

  /** The bucket of the environment, which cannot be changed here, or else that of the settings. */
  get bucket(): { bucket: BucketSettings | null; from: "environment" | "settings" | null } {
    const { settings, bucket } = this.#options;
    if (settings.bucket) return { bucket: settings.bucket, from: "environment" };
    const chosen = bucket?.() ?? null;
    return { bucket: chosen, from: chosen && "settings" };
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

async function open({ settings: given, bucket, sandboxSpeed, takeFrame }: StationOptions, secrets: SecretStore, realm: Realm): Promise<Opened> {
  const apiKey = await secrets.get("seegenKey");
  const settings = { ...given, apiKey, bucket: given.bucket ?? bucket?.() ?? null, bucketSecret: await secrets.get("bucketSecret") };
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
