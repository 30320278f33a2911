import { bestLanguage } from "../../../shared/contract/language.ts";

const en = {
  look: {
    message: "May Shotgraph look for newer versions by itself?",
    detail: "Once a day it asks GitHub for the newest version number. Nothing about you or your work is sent, nothing is downloaded without a question, and nothing happens during a run.",
    yes: "Look by Itself",
    no: "Only When I Ask",
  },
  download: {
    message: (version: string) => `Shotgraph ${version} is there.`,
    detail: (current: string, notes: string) => `You have ${current}.${notes === "" ? "" : `\n\n${notes}`}`,
    download: "Download",
    later: "Later",
    skip: "Skip This Version",
  },
  install: {
    message: (version: string) => `Shotgraph ${version} is downloaded.`,
    detail: "It is installed when Shotgraph ends. Your graphs, your library and your settings stay as they are.",
    now: "Restart Now",
    quit: "When I Quit",
  },
  current: (version: string) => `Shotgraph ${version} is the newest version.`,
  waiting: "Shotgraph looks for a newer version when the run has ended.",
  failed: { message: "Whether there is a newer version could not be found out.", detail: (reason: string) => `${reason}\n\nTry again later, or look at the page where you got Shotgraph.` },
  off: {
    message: "This Shotgraph does not update itself.",
    sources: "It runs from its sources: pull and build them.",
    noSource: "It was built without a place where newer versions are.",
    byHand: "It was installed by other means than its AppImage or package: update it by those.",
  },
  fine: "OK",
} as const;

type Words = typeof en;

const LANGUAGES: Readonly<Record<"en", Words>> = { en };

/** What the update dialogs say, in the best language there is for `wanted` (BCP 47, best first). */
export function updateWords(wanted: readonly string[]): Words {
  return LANGUAGES[bestLanguage(wanted, ["en"])];
}

export type { Words as UpdateWords };
