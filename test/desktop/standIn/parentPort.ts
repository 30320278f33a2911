import { EventEmitter } from "node:events";
import { registerHooks } from "node:module";
import type { FromChild, ToChild } from "./utilityProcess.ts";

// Loaded into a utility process before its program: Electron's `process.parentPort` over Node's own channel to the parent.

const send = (message: FromChild): void => void process.send?.(message, undefined, undefined, () => undefined);

// Of Electron a utility process has a few things of its own, and neither `app` nor `ipcMain`: whoever imports it here (electron-store) finds that out.
registerHooks({
  resolve: (specifier, context, next) => (specifier === "electron" ? { url: "data:text/javascript,export default {}", shortCircuit: true } : next(specifier, context)),
});

class Port extends EventEmitter {
  readonly #id: number;
  #waiting: unknown[] | null = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: unknown): void {
    send({ type: "port", id: this.#id, data });
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const data of waiting) this.emit("message", { data, ports: [] });
  }

  close(): void {
    ports.delete(this.#id);
    send({ type: "portClosed", id: this.#id });
  }

  take(data: unknown): void {
    if (this.#waiting) this.#waiting.push(data);
    else this.emit("message", { data, ports: [] });
  }
}

const ports = new Map<number, Port>();

class ParentPort extends EventEmitter {
  readonly #waiting: { data: unknown; ports: Port[] }[] = [];

  constructor() {
    super();
    this.on("newListener", (name) => {
      if (name === "message") setImmediate(() => this.#flush());
    });
  }

  postMessage(data: unknown): void {
    send({ type: "message", data });
  }

  take(event: { data: unknown; ports: Port[] }): void {
    this.#waiting.push(event);
    if (this.listenerCount("message") > 0) this.#flush();
  }

  #flush(): void {
    for (const event of this.#waiting.splice(0)) this.emit("message", event);
  }
}

const parentPort = new ParentPort();
Object.defineProperty(process, "parentPort", { value: parentPort });

process.on("message", (message: ToChild) => {
  if (message.type === "message") {
    const received = message.ports.map((id) => {
      const port = new Port(id);
      ports.set(id, port);
      return port;
    });
    parentPort.take({ data: message.data, ports: received });
  } else if (message.type === "port") ports.get(message.id)?.take(message.data);
  else {
    ports.get(message.id)?.emit("close");
    ports.delete(message.id);
  }
});
// A utility process ends with its program.
process.on("disconnect", () => process.exit(1));
