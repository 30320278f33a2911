import type { AppUpdater } from "electron-updater";
import type { ChoiceStore } from "./choices.ts";

/** What is used of electron-updater. */
export type Updater = Pick<
  AppUpdater,
  "autoDownload" | "autoInstallOnAppQuit" | "allowDowngrade" | "allowPrerelease" | "disableWebInstaller" | "logger" | "checkForUpdates" | "downloadUpdate" | "quitAndInstall"
> & { on(event: "error", listener: (error: Error) => void): unknown };

/** What is said to the user and asked of them: dialogs. */
export interface UpdateQuestions {
  lookByItself(): Promise<boolean>;
  download(version: string, notes: string): Promise<"download" | "later" | "skip">;
  install(version: string): Promise<"now" | "quit">;
  tell(news: UpdateNews): Promise<void>;
}

export type UpdateNews = { is: "off"; why: string } | { is: "current" } | { is: "waiting" } | { is: "failed"; message: string };

export interface UpdateParts {
  updater: Updater;
  choices: ChoiceStore;
  questions: UpdateQuestions;
  /** Whether something runs, and when that changes. */
  runs: { readonly active: boolean; onChange(listener: () => void): () => void };
  /** Begins to quit the program as its menu does: with every question that belongs to it. */
  quit: () => void;
  log: (line: string) => void;
}

export interface Updates {
  /** At the start of the program, and once a day. */
  look(): Promise<void>;
  /** The user wants to know. */
  check(): Promise<void>;
  /** The very last step of quitting, when everybody has agreed and the host is closed: true when the installer takes over from here. */
  leave(): boolean;
}

/** On a Mac the system takes the downloaded version over before the program may end. */
const LONGEST_INSTALL_MS = 60_000;

/**
 * Newer versions, with consent at each step: to look by itself, to download, to install. While something runs nothing is asked, downloaded or installed: it is put off until
 * the run has ended.
 */
export function createUpdates({ updater, choices, questions, runs, quit, log }: UpdateParts): Updates {
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.logger = { info: () => undefined, warn: (line) => log(`updates: ${String(line)}`), error: (line) => log(`updates: ${String(line)}`) };
  // Each failure also rejects what was asked for; this only keeps it from being thrown at nobody.
  updater.on("error", () => undefined);

  let busy = false;
  /** Downloaded. */
  let ready: string | null = null;
  let install: "no" | "atQuit" | "andStartAgain" = "no";

  /** Resolves once nothing runs: at once, or when the last run has ended. */
  async function whenQuiet(): Promise<void> {
    if (!runs.active) return;
    await new Promise<void>((done) => {
      const stop = runs.onChange(() => {
        if (runs.active) return;
        stop();
        done();
      });
    });
  }

  async function offer(isAsked: boolean): Promise<void> {
    await whenQuiet();
    if (ready === null) {
      const result = await updater.checkForUpdates();
      if (!result?.isUpdateAvailable) {
        if (isAsked) await questions.tell({ is: "current" });
        return;
      }
      const { version, releaseNotes } = result.updateInfo;
      const decided = await choices.read();
      if (!isAsked && decided.skipped === version) return;
      await whenQuiet();
      const answer = await questions.download(version, plainNotes(releaseNotes));
      if (answer === "skip") await choices.write({ ...decided, skipped: version });
      if (answer !== "download") return;
      await whenQuiet();
      await updater.downloadUpdate();
      ready = version;
    }
    await whenQuiet();
    install = (await questions.install(ready)) === "now" ? "andStartAgain" : "atQuit";
    if (install === "andStartAgain") quit();
  }

  async function oneAtATime(isAsked: boolean): Promise<void> {
    if (busy) {
      if (isAsked && runs.active) await questions.tell({ is: "waiting" });
      return;
    }
    busy = true;
    try {
      if (isAsked && runs.active) await questions.tell({ is: "waiting" });
      await offer(isAsked);
    } catch (error) {
      const message = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
      log(`updates: ${message}`);
      // Nobody who did not ask is told that a server could not be reached.
      if (isAsked) await questions.tell({ is: "failed", message });
    } finally {
      busy = false;
    }
  }

  return {
    async look() {
      const decided = await choices.read();
      if (decided.automatic === "unasked") return await choices.write({ ...decided, automatic: "ask" });
      if (decided.automatic === "no") return;
      if (decided.automatic === "ask") {
        await whenQuiet();
        const automatic = (await questions.lookByItself()) ? "yes" : "no";
        await choices.write({ ...decided, automatic });
        if (automatic === "no") return;
      }
      await oneAtATime(false);
    },
    check: async () => await oneAtATime(true),
    leave() {
      // Something may have begun since the answer, or goes on at the service and is fetched at the next start: not by another version in between.
      if (ready === null || install === "no" || runs.active) return false;
      // Should the installer not end the program, the program ends itself: everything else has gone already.
      updater.on("error", quit);
      setTimeout(quit, LONGEST_INSTALL_MS).unref();
      updater.quitAndInstall(true, install === "andStartAgain");
      return true;
    },
  };
}

const LONGEST_NOTES = 1_500;

/** Release notes come as HTML from GitHub, or as a list of such. They are shown in a system dialog, so only words are left. */
function plainNotes(notes: string | readonly { note: string | null }[] | null | undefined): string {
  const html = typeof notes === "string" ? notes : (notes ?? []).map(({ note }) => note ?? "").join("\n\n");
  const text = html
    .replaceAll(/<li[^>]*>/gi, "\n• ")
    .replaceAll(/<(?:br|\/p|\/h\d|\/ul|\/ol)[^>]*>/gi, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => ENTITIES[name] ?? "")
    .replaceAll(/[^\P{Cc}\n]/gu, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  return text.length > LONGEST_NOTES ? `${text.slice(0, LONGEST_NOTES)}…` : text;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
