import { create } from "zustand";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { i18n } from "../i18n/index.ts";
import { useApp } from "../state/app.ts";
import { announce } from "./announce.ts";

interface Current {
  name: string;
  /** Files that are over, of all that were asked for. */
  done: number;
  all: number;
  /** Bytes of this file. */
  sent: number;
  size: number;
  /** This one and those that wait. */
  stop: () => void;
}

interface Uploads {
  /** What is under way. */
  current: Current | null;
  failed: readonly { id: number; name: string; message: string }[];
}

/** Files on their way into the library; they go on while other panels are looked at. */
export const useUploads = create<Uploads>()(() => ({ current: null, failed: [] }));

export type Uploaded = MediaFacts & { name: string };

interface Waiting {
  file: File;
  settle: (uploaded: Uploaded | null) => void;
}

let waiting: Waiting[] = [];
let all = 0;
let done = 0;
let next = 1;

/** Puts files into the library, one after the other. Resolves with those that came, in their order; what cannot be added is told in `failed` and keeps no other from coming. */
export async function uploadFiles(files: readonly File[]): Promise<Uploaded[]> {
  const busy = useUploads.getState().current !== null;
  if (!busy && files.length > 0) useUploads.setState({ failed: [] });
  const results = files.map(
    (file) =>
      new Promise<Uploaded | null>((settle) => {
        waiting.push({ file, settle });
      }),
  );
  all += files.length;
  if (!busy && waiting.length > 0) void work();
  return (await Promise.all(results)).filter((uploaded) => uploaded !== null);
}

/** Puts files into the library for their own sake, and says how many came. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const { length } = await uploadFiles(files);
  if (length > 0) announce(i18n.t("library:upload.done", { count: length }));
}

export function dismissFailed(): void {
  useUploads.setState({ failed: [] });
}

async function work(): Promise<void> {
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    one.settle(await upload(one.file));
    done += 1;
  }
  all = 0;
  done = 0;
  useUploads.setState({ current: null });
}

/** Null: it was not added. */
async function upload(file: File): Promise<Uploaded | null> {
  const { connection } = useApp.getState();
  const stopped = new AbortController();
  const stop = () => {
    for (const { settle } of waiting) settle(null);
    waiting = [];
    stopped.abort();
  };
  useUploads.setState({ current: { name: file.name, done, all, sent: 0, size: file.size, stop } });
  try {
    if (!connection) throw new Error(i18n.t("app:connecting"));
    return await connection.upload(file, file.name, stopped.signal, (sent) => useUploads.setState(({ current }) => ({ current: current && { ...current, sent: Math.min(sent, file.size) } })));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const id = next++;
    if (!stopped.signal.aborted) useUploads.setState(({ failed }) => ({ failed: [...failed, { id, name: file.name, message }] }));
    return null;
  }
}
