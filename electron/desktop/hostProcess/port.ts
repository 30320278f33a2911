import type Electron from "electron";

/** One end of a channel as Electron gives it to main and to the host's process. */
export type Port = Pick<Electron.MessagePortMain, "postMessage" | "start" | "close"> & {
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
};

/** What the contract needs of a port: see `@orpc/client/message-port`. */
export interface ContractPort {
  on(event: string, callback: (event?: { data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/** A document may have 64 MiB, and what surrounds it. */
const LARGEST = 72 * 1024 * 1024;
/** After so many characters or bytes a mark is sent along, which the other side sends back when it has come to it. */
const MARK_EVERY = 1024 * 1024;
/** More than this unread means that the other side does not read any more. */
const MOST_UNREAD = 256 * 1024 * 1024;

/**
 * A page's port as the contract may use it: a message that is no text or bytes, or is too large, ends the connection; so does a page that lets too much lie unread. It begins anew with
 * snapshots when it connects again.
 */
export function guardedPort(port: Port, refused: (why: string) => void): ContractPort {
  let sent = 0;
  let marked = 0;
  let read = 0;
  let ended = false;

  function end(why: string): void {
    if (ended) return;
    ended = true;
    refused(why);
    port.close();
  }

  return {
    on(event, callback) {
      if (event === "close") port.on("close", () => callback());
      else if (event === "message") {
        port.on("message", ({ data }) => {
          if (ended) return;
          const mark = markOf(data);
          if (mark !== null) read = Math.max(read, Math.min(mark, sent));
          else if (lengthOf(data) === null) end("a message has another shape");
          else if ((lengthOf(data) ?? 0) > LARGEST) end("a message is too large");
          else callback({ data });
        });
      }
    },
    postMessage(data) {
      if (ended) return;
      port.postMessage(data);
      sent += lengthOf(data) ?? 0;
      if (sent - read > MOST_UNREAD) end("a page does not read what it asked for");
      else if (sent - marked >= MARK_EVERY) {
        marked = sent;
        port.postMessage({ mark: sent });
      }
    },
  };
}

function markOf(data: unknown): number | null {
  return typeof data === "object" && data !== null && "mark" in data && typeof data.mark === "number" && Object.keys(data).length === 1 ? data.mark : null;
}

/** Characters of a text, bytes of bytes; null for what the contract never sends. */
function lengthOf(data: unknown): number | null {
  if (typeof data === "string") return data.length;
  return data instanceof ArrayBuffer || data instanceof Uint8Array ? data.byteLength : null;
}
