import { RPCLink } from "@orpc/client/message-port";
import type { DesktopBridge, DesktopHostState, DesktopPorts } from "../../shared/contract/desktop.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { type HostConnection, UploadError } from "./connection.ts";
import { LinkedConnection } from "./linkedConnection.ts";
import { UploadPort } from "./uploadPort.ts";

/** Ports may get lost while a page is loading anew: after this long without any, they are asked for again. */
const ASK_AGAIN_MS = 3_000;

/** Connects this page to the host of the desktop program, through ports that the preload script brings. */
export function connectToDesktop(bridge: DesktopBridge): HostConnection {
  return new DesktopConnection(bridge);
}

class DesktopConnection extends LinkedConnection {
  readonly #stops: (() => void)[] = [];
  #mediaOrigin = "";
  #port: MessagePort | null = null;
  #uploads: UploadPort | null = null;
  #asking: ReturnType<typeof setInterval>;

  constructor(bridge: DesktopBridge) {
    super();
    const hear = (event: MessageEvent<unknown>): void => this.#receive(event);
    window.addEventListener("message", hear);
    this.#stops.push(
      () => window.removeEventListener("message", hear),
      bridge.onHost((state) => this.#hostIs(state)),
    );
    this.#asking = setInterval(() => {
      if (!this.#port) bridge.connect();
    }, ASK_AGAIN_MS);
    bridge.connect();
  }

  get mediaOrigin(): string {
    return this.#mediaOrigin;
  }

  async upload(file: Blob, name: string, signal?: AbortSignal, onProgress?: (sent: number) => void): Promise<MediaFacts & { name: string }> {
    signal?.throwIfAborted();
    if (!this.#uploads) throw new UploadError("offline", `${name} could not be sent: the editor has lost its host.`);
    return await this.#uploads.send(file, name, signal, onProgress);
  }

  override close(): void {
    super.close();
    clearInterval(this.#asking);
    for (const stop of this.#stops) stop();
    this.#drop();
  }

  #receive({ source, origin, data, ports: [contract, uploads] }: MessageEvent<unknown>): void {
    if (source !== window || origin !== location.origin || !isPorts(data) || !contract || !uploads) return;
    // Asked for and sent by itself in the same moment: there are two pairs. What goes over the first one must not be broken off for the second.
    if (this.#port || this.closed) {
      contract.close();
      uploads.close();
      return;
    }
    this.#mediaOrigin = data.media;
    this.#port = contract;
    contract.addEventListener("message", () => this.heard());
    // Before the link's own listener: when its calls reject, the state is right already.
    contract.addEventListener("close", () => {
      if (this.#port === contract) this.#lost();
    });
    this.link(new RPCLink({ port: withMarksSentBack(contract) }));
    this.#uploads = new UploadPort(uploads);
    contract.start();
    this.become("online");
  }

  /** The host has ended: main says so even where a port keeps silent about it. */
  #hostIs(state: DesktopHostState): void {
    if (state !== "running" && this.#port) this.#lost();
  }

  #lost(): void {
    this.#drop();
    // The next ports come by themselves, when the host runs again.
    if (!this.closed) this.become("offline");
  }

  #drop(): void {
    this.unlink();
    const port = this.#port;
    this.#port = null;
    this.#uploads?.close();
    this.#uploads = null;
    // The link hears of it as of any other end: what waits for an answer is told that there will be none.
    port?.dispatchEvent(new Event("close"));
    port?.close();
  }
}

function isPorts(data: unknown): data is DesktopPorts {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "shotgraph-ports" && "media" in data && typeof data.media === "string";
}

/** The host puts marks between its messages and stops when none comes back: a page that does not read must not fill the memory. They are no messages of the contract. */
function withMarksSentBack(port: MessagePort): Pick<MessagePort, "addEventListener" | "postMessage"> {
  const passed = new EventTarget();
  port.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && "mark" in data) port.postMessage({ mark: data.mark }, []);
    else passed.dispatchEvent(new MessageEvent("message", { data }));
  });
  port.addEventListener("close", () => passed.dispatchEvent(new Event("close")));
  return {
    addEventListener: passed.addEventListener.bind(passed) as MessagePort["addEventListener"],
    postMessage: (data: unknown) => port.postMessage(data, []),
  };
}
