import type { MessageBoxOptions } from "electron";
import type { UnsavedChoice } from "../../../shared/contract/api/desktop.ts";
import type { DesktopWindow } from "../electronApi.ts";
import type { Desk } from "./desk.ts";
import { leftByQuitting } from "./runState.ts";
import type { Words } from "./words.ts";

/** A page says within this time that it has heard, or it hangs. */
const PATIENCE_MS = 4_000;
const MOST_NAMES = 8;

/** Nobody loses changes or a run without having been asked: each page has a word before its window closes, and a run before the program ends. */
export function askBeforeLeaving(desk: Desk): void {
  const { desktop, pages } = desk;
  const { leaving, windows, options } = desktop;
  const endsWithLastWindow = options.platform !== "darwin";
  /** Agreed to when the last window closed; the quit that follows does not ask again. */
  let agreedToQuit = false;

  leaving.beforeClose(async (window) => {
    const isLast = endsWithLastWindow && windows.all.length === 1;
    // The run first: who stays because of it has not thrown any changes away.
    if (isLast && !(await runAgrees(desk, window))) return false;
    if (!(await pageAgrees(window))) return false;
    agreedToQuit = isLast;
    return true;
  });
  leaving.beforeQuit(async () => {
    const hasAgreed = agreedToQuit && windows.all.length === 0;
    agreedToQuit = false;
    if (!hasAgreed && !(await runAgrees(desk, windows.current))) return false;
    for (const window of windows.all) if (!(await pageAgrees(window))) return false;
    return true;
  });

  async function pageAgrees(window: DesktopWindow): Promise<boolean> {
    if (window.isDestroyed()) return true;
    if (pages.shownIn(window)?.edited && window.isMinimized()) window.restore();
    const answer = await pages.askToLeave(window, PATIENCE_MS);
    if (answer !== "silent") return answer === "ready";
    const { silent } = desk.words;
    const { response } = await desktop.electron.dialog.showMessageBox(window, { type: "warning", title: "Shotgraph", message: silent.message, detail: silent.detail, buttons: [silent.close, silent.wait], defaultId: 1, cancelId: 1, noLink: true });
    return response === 0;
  }
}

/** Says what quitting means for a run that goes on; true: quit. */
async function runAgrees({ desktop, runs, words }: Desk, window: DesktopWindow | null): Promise<boolean> {
  const left = leftByQuitting(runs);
  if (!left) return true;
  const { running } = words;
  const detail = [left.paid > 0 ? running.paid(left.paid) : "", left.waiting > 0 ? running.waiting(left.waiting) : "", left.paid > 0 ? running.later : running.free].filter((text) => text !== "").join("\n");
  const box: MessageBoxOptions = { type: "question", title: "Shotgraph", message: running.message, detail, buttons: [running.stay, running.quit], defaultId: 0, cancelId: 0, noLink: true };
  const { response } = window && !window.isDestroyed() ? await desktop.electron.dialog.showMessageBox(window, box) : await desktop.electron.dialog.showMessageBox(box);
  return response === 1;
}

const CHOICES: readonly UnsavedChoice[] = ["save", "cancel", "discard"];

/** Save, don't save, cancel: for one graph or several, as this system asks it. */
export async function askAboutUnsaved({ desktop, words }: Pick<Desk, "desktop" | "words">, window: DesktopWindow, names: readonly string[]): Promise<UnsavedChoice> {
  const { response } = await desktop.electron.dialog.showMessageBox(window, unsavedBox(names, words.unsaved));
  return CHOICES[response] ?? "cancel";
}

function unsavedBox(names: readonly string[], words: Words["unsaved"]): MessageBoxOptions {
  const [name = ""] = names;
  const isOne = names.length === 1;
  const rest = names.length - MOST_NAMES;
  const list = [...names.slice(0, MOST_NAMES).map((one) => `• ${one}`), ...(rest > 0 ? [words.more(rest)] : [])].join("\n");
  return {
    type: "warning",
    title: "Shotgraph",
    message: isOne ? words.one(name) : words.many(names.length),
    detail: isOne ? words.detail : `${list}\n\n${words.detail}`,
    buttons: [isOne ? words.save : words.saveAll, words.cancel, words.discard],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  };
}
