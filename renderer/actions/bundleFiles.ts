import type { BundleEvent } from "../../shared/contract/api/bundles.ts";
import type { OpenResult } from "../../shared/contract/api/sessions.ts";
import { i18n } from "../i18n/index.ts";
import { host } from "../state/app.ts";
import { ask } from "./dialogs.ts";

/** Bytes of a bundle that are sent at once. */
const PIECE = 3 * 1024 * 1024;

/** Whether a file begins as bundles do. */
export async function isBundle(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b;
}

/** The document that a picture or film carries, as text; null when it carries none. Nothing of it is sent anywhere. */
export async function graphInFile(file: Blob): Promise<string | null> {
  const { embeddedDocument } = await import("../../shared/embed/read.ts");
  return await embeddedDocument({ size: file.size, read: async (position, length) => new Uint8Array(await file.slice(position, position + length).arrayBuffer()) });
}

/** Sends a bundle that was dropped to the host and has it looked through; null when the user stopped it. */
export async function sendBundle(file: File): Promise<OpenResult | null> {
  const stop = new AbortController();
  let upload: string | null = null;
  async function* sending(): AsyncGenerator<BundleEvent> {
    for (let at = 0; at < file.size; at += PIECE) {
      if (stop.signal.aborted) return;
      yield { type: "progress", done: at, total: file.size };
      ({ upload } = await host().bundles.piece({ upload, name: file.name, data: await base64(file.slice(at, at + PIECE)) }));
    }
    yield { type: "progress", done: file.size, total: file.size };
  }
  const ended = await ask({ type: "work", title: i18n.t("bundles:work.reading", { name: file.name }), events: sending(), stop: () => stop.abort() });
  if (ended?.type === "progress" && upload !== null) return await host().bundles.openUpload({ upload, name: file.name });
  if (upload !== null) await host().bundles.dropUpload({ upload });
  if (ended?.type === "failed") return { status: "unreadable", message: ended.message };
  return null;
}

/** Takes in what came along. False: it was not, and the user knows why. */
export async function receiveBundle(session: string, name: string): Promise<boolean> {
  const ended = await workOn(i18n.t("bundles:work.receiving", { name }), (signal) => host().bundles.receive({ session }, { signal }));
  if (ended?.type === "received") return true;
  if (ended?.type === "failed") await ask({ type: "openFailed", name, result: { status: "unreadable", message: ended.message } });
  return false;
}

/** Shows the progress of the host's work, which stops when the user wants it to. */
export async function workOn(title: string, start: (signal: AbortSignal) => Promise<AsyncIterable<BundleEvent>>): Promise<BundleEvent | null> {
  const stop = new AbortController();
  const events = await start(stop.signal);
  return await ask({ type: "work", title, events, stop: () => stop.abort() });
}

function base64(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result.replace(/^[^,]*,/, "") : ""));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("The file cannot be read.")));
    reader.readAsDataURL(part);
  });
}
