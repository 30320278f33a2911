import { describe, expect, test, vi } from "vitest";
import type { ChoiceStore, UpdateChoices } from "../../../electron/desktop/updates/choices.ts";
import { createUpdates, type Updater, type UpdateNews, type UpdateQuestions } from "../../../electron/desktop/updates/updates.ts";

type Check = Awaited<ReturnType<Updater["checkForUpdates"]>>;

interface Answers {
  lookByItself?: boolean;
  download?: "download" | "later" | "skip";
  install?: "now" | "quit";
}

/** Updates with a fake updater that knows of version 2.0.0, or of what `found` says. Everything that happens is told in order. */
function rig({ lookByItself = true, download = "download", install = "now" }: Answers = {}, found: () => Promise<unknown> = () => Promise.resolve({ isUpdateAvailable: true, updateInfo: { version: "2.0.0", releaseNotes: "<p>Faster &amp; <b>better</b></p>" } })) {
  const told: string[] = [];
  const listeners = new Set<() => void>();
  let active = false;
  let choices: UpdateChoices = { automatic: "yes", skipped: null };
  const store: ChoiceStore = {
    read: () => Promise.resolve(choices),
    write: (next) => {
      choices = next;
      return Promise.resolve();
    },
  };
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    disableWebInstaller: false,
    logger: null,
    on: () => undefined,
    checkForUpdates: async () => {
      told.push("checked");
      return (await found()) as Check;
    },
    downloadUpdate: () => {
      told.push("downloaded");
      return Promise.resolve([]);
    },
    quitAndInstall: (_silent, startAgain) => void told.push(startAgain ? "installed, starts again" : "installed"),
  };
  const say = <T>(what: string, answer: T): Promise<T> => {
    told.push(what);
    return Promise.resolve(answer);
  };
  const questions: UpdateQuestions = {
    lookByItself: () => say("look by itself?", lookByItself),
    download: (version, notes) => say(`download ${version}? ${notes}`, download),
    install: (version) => say(`install ${version}?`, install),
    tell: (news: UpdateNews) => say(`told ${news.is}`, undefined),
  };
  const updates = createUpdates({
    updater,
    choices: store,
    questions,
    runs: {
      get active() {
        return active;
      },
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    quit: () => void told.push("quit"),
    log: () => undefined,
  });
  return {
    updates,
    updater,
    told,
    decide: (next: Partial<UpdateChoices>) => void (choices = { ...choices, ...next }),
    decided: () => choices,
    run: (now: boolean) => {
      active = now;
      for (const listener of listeners) listener();
    },
  };
}

const settled = () => new Promise<void>((done) => setTimeout(done, 5));
const FULL = ["checked", "download 2.0.0? Faster & better", "downloaded", "install 2.0.0?"];

describe("nothing happens without consent", () => {
  test("the updater itself never downloads, installs or goes back by itself", () => {
    const { updater } = rig();
    expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false, allowDowngrade: false, allowPrerelease: false, disableWebInstaller: true });
  });

  test("the first start asks nothing and looks nowhere, the second one asks whether to look", async () => {
    const { updates, told, decide, decided } = rig({ lookByItself: false });
    decide({ automatic: "unasked" });
    await updates.look();
    expect(told).toEqual([]);
    await updates.look();
    expect(told).toEqual(["look by itself?"]);
    expect(decided().automatic).toBe("no");
    await updates.look();
    expect(told).toEqual(["look by itself?"]);
  });

  test("who agreed to looking is asked before the download and before the installation", async () => {
    const { updates, told } = rig();
    await updates.look();
    expect(told).toEqual([...FULL, "quit"]);
    expect(updates.leave()).toBe(true);
    expect(told.at(-1)).toBe("installed, starts again");
  });

  test("who says later is left alone until the next look", async () => {
    const { updates, told } = rig({ download: "later" });
    await updates.look();
    expect(told).toEqual(FULL.slice(0, 2));
    expect(updates.leave()).toBe(false);
  });

  test("a skipped version is not offered again by itself, but when it is asked for", async () => {
    const { updates, told, decided } = rig({ download: "skip" });
    await updates.look();
    expect(decided().skipped).toBe("2.0.0");
    await updates.look();
    expect(told).toEqual([...FULL.slice(0, 2), "checked"]);
    await updates.check();
    expect(told.at(-1)).toBe(FULL[1]);
  });

  test("an installation when quitting does not start the program again", async () => {
    const { updates, told } = rig({ install: "quit" });
    await updates.look();
    expect(told).toEqual(FULL);
    expect(updates.leave()).toBe(true);
    expect(told.at(-1)).toBe("installed");
  });
});

describe("never during a run", () => {
  test("what is found is offered when the run has ended", async () => {
    const { updates, told, run } = rig();
    run(true);
    const looking = updates.look();
    await settled();
    expect(told).toEqual([]);
    run(false);
    await looking;
    expect(told).toEqual([...FULL, "quit"]);
  });

  test.each(["download 2.0.0?", "install 2.0.0?"])("a run that begins before the question %j holds it back", async (question) => {
    const before = question.startsWith("install") ? "downloaded" : "checked";
    const { updates, told, run } = rig();
    const push = told.push.bind(told);
    vi.spyOn(told, "push").mockImplementation((...lines) => {
      if (lines[0] === before) run(true);
      return push(...lines);
    });
    const looking = updates.look();
    await settled();
    expect(told.at(-1)).toBe(before);
    run(false);
    await looking;
    expect(told).toContain("install 2.0.0?");
  });

  test("who asks during a run is told that it waits", async () => {
    const { updates, told, run } = rig();
    run(true);
    const checking = updates.check();
    await settled();
    expect(told).toEqual(["told waiting"]);
    run(false);
    await checking;
    expect(told).toEqual(["told waiting", ...FULL, "quit"]);
  });

  test("quitting in the middle of a run installs nothing", async () => {
    const { updates, told, run } = rig({ install: "quit" });
    await updates.look();
    run(true);
    expect(updates.leave()).toBe(false);
    expect(told).toEqual(FULL);
  });
});

describe("what is said", () => {
  const current = () => Promise.resolve({ isUpdateAvailable: false, updateInfo: { version: "1.0.0" } });
  const broken = () => Promise.reject(new Error("net::ERR_INTERNET_DISCONNECTED\n  at somewhere"));

  test.each([
    ["there is nothing newer", current, ["checked", "told current"]],
    ["the server cannot be reached", broken, ["checked", "told failed"]],
  ])("who asked is told that %s", async (_what, found, expected) => {
    const { updates, told } = rig({}, found);
    await updates.check();
    expect(told).toEqual(expected);
  });

  test.each([
    ["there is nothing newer", current],
    ["the server cannot be reached", broken],
  ])("who did not ask hears nothing when %s", async (_what, found) => {
    const { updates, told } = rig({}, found);
    await updates.look();
    expect(told).toEqual(["checked"]);
  });

  test("after a failure it can be tried again", async () => {
    let fails = true;
    const { updates, told } = rig({}, () => (fails ? broken() : current()));
    await updates.check();
    fails = false;
    await updates.check();
    expect(told).toEqual(["checked", "told failed", "checked", "told current"]);
  });
});
