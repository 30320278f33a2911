import type { MessageBoxOptions } from "electron";
import type { UpdateNews, UpdateQuestions } from "./updates.ts";
import type { UpdateWords } from "./words.ts";

/** A dialog of the system; resolves to the number of the button. */
export type ShowBox = (options: MessageBoxOptions) => Promise<{ response: number }>;

/** The questions about updates as dialogs. `version` is the one that runs. The button that changes nothing is the one that Escape presses. */
export function updateDialogs(show: ShowBox, words: UpdateWords, version: string): UpdateQuestions {
  const ask = async (message: string, detail: string, buttons: readonly string[], cancelId: number): Promise<number> =>
    (await show({ type: "question", title: "Shotgraph", message, detail, buttons: [...buttons], defaultId: 0, cancelId, noLink: true })).response;
  return {
    lookByItself: async () => (await ask(words.look.message, words.look.detail, [words.look.yes, words.look.no], 1)) === 0,
    async download(found, notes) {
      const { message, detail, download, later, skip } = words.download;
      return (["download", "later", "skip"] as const)[await ask(message(found), detail(version, notes), [download, later, skip], 1)] ?? "later";
    },
    async install(found) {
      const { message, detail, now, quit } = words.install;
      return (await ask(message(found), detail, [now, quit], 1)) === 0 ? "now" : "quit";
    },
    async tell(news) {
      const { message, detail } = said(news, words, version);
      await show({ type: news.is === "failed" ? "warning" : "info", title: "Shotgraph", message, ...(detail === null ? {} : { detail }), buttons: [words.fine] });
    },
  };
}

function said(news: UpdateNews, words: UpdateWords, version: string): { message: string; detail: string | null } {
  switch (news.is) {
    case "off":
      return { message: words.off.message, detail: news.why };
    case "current":
      return { message: words.current(version), detail: null };
    case "waiting":
      return { message: words.waiting, detail: null };
    case "failed":
      return { message: words.failed.message, detail: words.failed.detail(news.message) };
  }
}
