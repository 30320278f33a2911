import { bestLanguage } from "../../../shared/contract/language.ts";

const en = {
  menu: {
    about: "About Shotgraph",
    openRecent: "Open Recent",
    noRecents: "No Recent Graphs",
    clearRecents: "Clear List",
    closeWindow: "Close Window",
    exit: "Exit",
    quit: "Quit Shotgraph",
    size: "Interface Size",
    larger: "Larger",
    smaller: "Smaller",
    normal: "Normal",
    fullScreen: "Full Screen",
    developer: "Developer Tools",
    window: "Window",
    updates: "Check for Updates…",
    logs: "Open Logs Folder",
    diagnostics: "Copy Diagnostics",
    newGraph: "New graph",
    newGraphHint: "Starts Shotgraph with an empty graph",
  },
  unsaved: {
    one: (name: string) => `Do you want to save the changes to “${name}”?`,
    many: (count: number) => `Do you want to save the changes to ${count} graphs?`,
    detail: "Your changes are lost if you do not save them.",
    more: (count: number) => `and ${count} more`,
    save: "Save",
    saveAll: "Save All",
    discard: "Don't Save",
    cancel: "Cancel",
  },
  running: {
    message: "A run is still going on.",
    paid: (count: number) => (count === 1 ? "1 task is at the service and paid for." : `${count} tasks are at the service and paid for.`),
    waiting: (count: number) => (count === 1 ? "1 step has not been sent yet; it is not sent any more." : `${count} steps have not been sent yet; they are not sent any more.`),
    free: "Nothing of it is lost.",
    later: "The service goes on with what is paid for. Shotgraph fetches it when you start it next time, and nothing is paid twice.",
    quit: "Quit, Fetch Next Time",
    stay: "Keep Running",
  },
  silent: { message: "The window does not answer.", detail: "Your graphs are kept as they were a moment ago and come back at the next start.", close: "Close It", wait: "Wait" },
  run: {
    done: (name: string) => `“${name}” is done`,
    doneText: (credits: string) => `Everything was made. It cost ${credits}.`,
    failed: (name: string) => `“${name}” did not finish`,
    failedText: (failed: number, done: number) => `${failed === 1 ? "1 step has" : `${failed} steps have`} failed, ${done} ${done === 1 ? "is" : "are"} done and kept.`,
    brokenOff: "What is done is kept.",
    unknown: (name: string) => `“${name}” needs a decision`,
    unknownText: "The answer to a request was lost. Look whether it was charged before it is sent again.",
    paused: (name: string) => `“${name}” waits`,
    credits: (count: number) => (count === 1 ? "1 credit" : `${count.toLocaleString("en")} credits`),
    progress: (percent: number) => `${percent} % done`,
  },
  crash: {
    title: "Shotgraph has met a fault",
    message: "Shotgraph has met a fault that it did not expect.",
    detail: (text: string) => `Your graphs are kept as they were a moment ago, and what is paid for is fetched at the next start.\n\n${text}`,
    restart: "Start Again",
    goOn: "Go On",
    copy: "Copy Diagnostics",
    quit: "Quit",
    before: "Shotgraph ended unexpectedly the last time. Your graphs are as they were then, and what was paid for is fetched now. “Copy diagnostics” in the help menu says more.",
  },
  settings: { damaged: (kept: string) => `The settings could not be read and are back to what they were at first. The damaged file is kept as ${kept}.` },
  link: { refused: "A shotgraph:// link was not understood, so nothing was done with it." },
  open: { title: "Open Graph", save: "Save Graph As", kind: "Shotgraph graphs" },
  about: { text: "A studio for AI video and image that shows the price first and never pays twice.", licence: "MIT licence" },
} as const;

type Words = typeof en;
type Language = "en";

const LANGUAGES: Readonly<Record<Language, Words>> = { en };

/** Texts of menus, dialogs and notifications that the system draws, in the best language there is for `wanted` (BCP 47, best first). */
export function wordsFor(wanted: readonly string[]): Words {
  return LANGUAGES[bestLanguage(wanted, ["en"])];
}

export type { Words };
