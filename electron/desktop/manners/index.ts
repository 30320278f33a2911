import { join } from "node:path";
import type { Desktop, Manner } from "../desktop.ts";
import { answerPages } from "./answers.ts";
import { keepMenu } from "./appMenu.ts";
import { askBeforeLeaving } from "./closing.ts";
import { inBackground, type Desk } from "./desk.ts";
import { type FaultSource, tellFaults } from "./faults.ts";
import type { Log } from "./log.ts";
import { lookLikeOne } from "./look.ts";
import { openWhatIsAsked } from "./openings.ts";
import { createPages } from "./pages.ts";
import { readRecents } from "./recents.ts";
import type { Redactor } from "./redact.ts";
import { followRuns } from "./runs.ts";
import { wordsFor } from "./words.ts";

export interface MannerParts {
  log: Log;
  redactor: Redactor;
  /** Where faults that nobody caught arrive. */
  faults: FaultSource;
  /** What "Check for Updates…" does. */
  checkForUpdates: () => void;
}

/** What makes the program behave as one of its system: menus, recents, files and links, questions before leaving, runs on dock and taskbar, the log, faults. */
export function createManners({ log, redactor, faults, checkForUpdates }: MannerParts): readonly Manner[] {
  return [(desktop) => behave({ desktop, log, redactor, faults, checkForUpdates })];
}

function behave({ desktop, log, redactor, faults, checkForUpdates }: MannerParts & { desktop: Desktop }): void {
  const { electron, host, windows, options } = desktop;
  const desk: Desk = { desktop, pages: createPages(windows), words: wordsFor(electron.app.getPreferredSystemLanguages()), log, redactor, runs: new Map(), recents: [] };
  lookLikeOne(desk);
  tellFaults(desk, faults);
  const menu = keepMenu(desk, checkForUpdates);
  answerPages(desk, () => menu.refresh(), join(options.page, "icon-64.png"));
  askBeforeLeaving(desk);
  followRuns(desk);
  host.onState((state) => {
    if (state !== "running") return;
    inBackground(desk, "the recent graphs could not be read", async () => {
      await readRecents(desk);
      menu.refresh();
    });
  });
  // With the first window: before, there is nobody to show it.
  let isFirst = true;
  windows.onOpened(() => {
    if (isFirst) openWhatIsAsked(desk);
    isFirst = false;
  });
}
