import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MessageBoxOptions } from "electron";
import type { RunUpdate } from "../../../shared/contract/api/runs.ts";
import type { Desktop, Manner } from "../desktop.ts";
import { choicesIn } from "./choices.ts";
import { updateDialogs } from "./questions.ts";
import { createUpdates, type Updater, type Updates } from "./updates.ts";
import { updateWords, type UpdateWords } from "./words.ts";

const FIRST_LOOK_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

export interface UpdateManner {
  /** Put it among the manners. */
  readonly hook: Manner;
  /** What "Check for Updates…" of the menu does. */
  check(): void;
  /** To be asked when everything has ended, in place of `app.quit()`: true when the installer ends the program. */
  leave(): boolean;
}

/** What the surroundings of a packed program say of how it came here. */
export interface Installation {
  isPackaged: boolean;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Electron's `process.resourcesPath`. */
  resources: string;
}

/** Why this program does not update itself, in a sentence; null when it can. */
export function whyNoUpdates({ isPackaged, platform, env, resources }: Installation, words: UpdateWords["off"]): string | null {
  if (!isPackaged) return words.sources;
  if (!existsSync(join(resources, "app-update.yml"))) return words.noSource;
  // Of Linux packages only those know how to replace themselves that the updater has made.
  if (platform === "linux" && !env["APPIMAGE"] && !existsSync(join(resources, "package-type"))) return words.byHand;
  return null;
}

/** Whether anything runs or waits to run, from the host's stream. */
export class ActiveRuns {
  readonly #active = new Set<string>();
  readonly #listeners = new Set<() => void>();

  get active(): boolean {
    return this.#active.size > 0;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(update: RunUpdate): void {
    if (update.type === "events") return;
    if (update.type === "snapshot") this.#active.clear();
    for (const { runId, state } of update.type === "snapshot" ? update.runs : [update.run]) {
      if (state === "ended") this.#active.delete(runId);
      else this.#active.add(runId);
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Updates as a manner of the desktop program. `load` brings electron-updater: imported only by a program that can be updated. */
export function createUpdateManner(load: () => Promise<Updater>, here: Pick<Installation, "env" | "resources">): UpdateManner {
  let updates: Updates | null = null;
  let tellWhyNot: (() => Promise<void>) | null = null;
  let log: (line: string) => void = () => undefined;
  const inBackground = (work: Promise<void>): void => void work.catch((error: unknown) => log(`updates: ${String(error)}`));

  async function hook(desktop: Desktop): Promise<void> {
    const { electron, host, options, windows } = desktop;
    ({ log } = desktop);
    const words = updateWords(electron.app.getPreferredSystemLanguages());
    const show = async (box: MessageBoxOptions) => {
      const [window] = windows.all;
      return window ? await electron.dialog.showMessageBox(window, box) : await electron.dialog.showMessageBox(box);
    };
    const questions = updateDialogs(show, words, options.version);
    const why = whyNoUpdates({ ...here, isPackaged: electron.app.isPackaged, platform: options.platform }, words.off);
    if (why !== null) {
      tellWhyNot = async () => await questions.tell({ is: "off", why });
      return;
    }
    const runs = new ActiveRuns();
    host.follow((client, signal) => client.runs.watch(undefined, { signal }), (update) => runs.take(update));
    const file = join(electron.app.getPath("userData"), "updates.json");
    updates = createUpdates({ updater: await load(), choices: choicesIn(file, log), questions, runs, quit: () => electron.app.quit(), log });
    const look = (): void => inBackground(updates?.look() ?? Promise.resolve());
    setTimeout(look, FIRST_LOOK_MS).unref();
    setInterval(look, DAY_MS).unref();
  }

  return {
    hook,
    check: () => inBackground((updates ? updates.check() : tellWhyNot?.()) ?? Promise.resolve()),
    leave: () => updates?.leave() ?? false,
  };
}

/** The program's own. */
export const updates: UpdateManner = createUpdateManner(async () => (await import("electron-updater")).default.autoUpdater, {
  env: process.env,
  resources: process.resourcesPath ?? "",
});
