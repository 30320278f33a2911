import { create } from "zustand";
import { i18n } from "../i18n/index.ts";
import { useApp } from "../state/app.ts";
import { announce } from "../ui/announce.ts";

interface Uploads {
  /** What is under way; `done` of `all` are over. */
  current: { name: string; done: number; all: number; stop: () => void } | null;
  failed: readonly { name: string; message: string }[];
}

/** Files on their way into the library; they go on while other panels are looked at. */
export const useUploads = create<Uploads>()(() => ({ current: null, failed: [] }));

let waiting: File[] = [];
let all = 0;
let done = 0;

/** Puts files into the library, one after the other. What cannot be added is told in `failed`. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const busy = useUploads.getState().current !== null;
  waiting.push(...files);
  all += files.length;
  if (busy || waiting.length === 0) return;
  useUploads.setState({ failed: [] });
  let imported = 0;
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    if (await importOne(file)) imported += 1;
    done += 1;
  }
  all = 0;
  done = 0;
  useUploads.setState({ current: null });
  if (imported > 0) announce(i18n.t("library:upload.done", { count: imported }));
}

/** False: it was not added. */
async function importOne(file: File): Promise<boolean> {
  const { connection } = useApp.getState();
  const stopped = new AbortController();
  const stop = () => {
    waiting = [];
    stopped.abort();
  };
  useUploads.setState({ current: { name: file.name, done, all, stop } });
  try {
    if (!connection) throw new Error(i18n.t("app:connecting"));
    await connection.upload(file, file.name, stopped.signal);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!stopped.signal.aborted) useUploads.setState(({ failed }) => ({ failed: [...failed, { name: file.name, message }] }));
    return false;
  }
}

export function dismissFailed(): void {
  useUploads.setState({ failed: [] });
}
