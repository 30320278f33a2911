import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import type Electron from "electron";
import type { DesktopChild, ElectronApi } from "../../../electron/desktop/electronApi.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";

/** Between the stand-in and a utility process of its own. */
export type ToChild = { type: "message"; data: unknown; ports: number[] } | { type: "port"; id: number; data: unknown } | { type: "portClosed"; id: number };
export type FromChild = { type: "message"; data: unknown } | { type: "port"; id: number; data: unknown } | { type: "portClosed"; id: number };

/** Told when one ends, as `app` is. */
export const gone = new EventEmitter<{ gone: [Electron.Details] }>();
export const children = new Set<Child>();

/** A real process, with Electron's `parentPort` put into it. */
export class Child extends EventEmitter implements Pick<DesktopChild, "postMessage" | "kill"> {
  readonly #process: ChildProcess;
  readonly #ports = new Map<number, Endpoint>();
  #next = 1;

  constructor(modulePath: string, args: string[], options: Electron.ForkOptions) {
    super();
    this.#process = fork(modulePath, args, {
      env: { ...(options.env as NodeJS.ProcessEnv | undefined) },
      execArgv: ["--disable-warning=ExperimentalWarning", "--import", new URL("./parentPort.ts", import.meta.url).href],
      serialization: "advanced",
      silent: true,
    });
    children.add(this);
    this.#process.on("message", (message) => this.#hear(message as FromChild));
    this.#process.once("spawn", () => this.emit("spawn"));
    this.#process.once("exit", (code, signal) => {
      children.delete(this);
      for (const endpoint of this.#ports.values()) endpoint.close();
      this.emit("exit", code ?? -1);
      if (code !== 0) gone.emit("gone", { type: "Utility", reason: signal ? "killed" : "crashed", exitCode: code ?? -1, ...(options.serviceName === undefined ? {} : { name: options.serviceName }) });
    });
    this.#process.on("error", () => undefined);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get stdout(): Readable | null {
    return this.#process.stdout;
  }

  get stderr(): Readable | null {
    return this.#process.stderr;
  }

  postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      const id = this.#next++;
      const endpoint = endpointOf(port);
      this.#ports.set(id, endpoint);
      endpoint.sink = { message: (data) => this.#send({ type: "port", id, data }), close: () => this.#send({ type: "portClosed", id }) };
      return id;
    });
    this.#send({ type: "message", data: message, ports });
  }

  kill(): boolean {
    return this.#process.kill();
  }

  #send(message: ToChild): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #hear(message: FromChild): void {
    if (message.type === "message") this.emit("message", message.data);
    else if (message.type === "port") this.#ports.get(message.id)?.send(message.data);
    else {
      this.#ports.get(message.id)?.close();
      this.#ports.delete(message.id);
    }
  }
}

export const utilityProcess: ElectronApi["utilityProcess"] = {
  fork: (modulePath, args = [], options = {}) => new Child(modulePath, args, options),
};
