import { EventEmitter } from "node:events";
import type Electron from "electron";

/** Where what comes out of an end of a channel goes: to listeners here, to another process, to a page. */
export interface Sink {
  message(data: unknown): void;
  close(): void;
}

/** One end of a channel. What comes in before there is a sink waits. */
export class Endpoint {
  #peer: Endpoint | null = null;
  #sink: Sink | null = null;
  #waiting: unknown[] = [];
  #closed = false;

  static pair(): [Endpoint, Endpoint] {
    const [one, other] = [new Endpoint(), new Endpoint()];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  /** To the other end. */
  send(data: unknown): void {
    const peer = this.#peer;
    if (!this.#closed && peer) setImmediate(() => peer.#take(data));
  }

  /** Ends both; the other end hears of it. */
  close(): void {
    const peer = this.#peer;
    if (this.#closed) return;
    this.#closed = true;
    if (peer) setImmediate(() => peer.#end());
  }

  set sink(sink: Sink) {
    this.#sink = sink;
    for (const data of this.#waiting.splice(0)) sink.message(data);
    if (this.#closed) sink.close();
  }

  #take(data: unknown): void {
    if (this.#closed) return;
    if (this.#sink) this.#sink.message(data);
    else this.#waiting.push(data);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sink?.close();
  }
}

/** Electron's port of main. Its end can be handed on once; then it is nobody's here. */
class PortMain extends EventEmitter implements Pick<Electron.MessagePortMain, "close" | "postMessage" | "start"> {
  readonly #endpoint: Endpoint;
  #handedOn = false;

  constructor(endpoint: Endpoint) {
    super();
    this.#endpoint = endpoint;
  }

  postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    if (this.#handedOn) throw new Error("this port was handed on");
    if (transfer.length > 0) throw new Error("the stand-in sends no ports through ports");
    this.#endpoint.send(structuredClone(message));
  }

  start(): void {
    if (this.#handedOn) throw new Error("this port was handed on");
    this.#endpoint.sink = { message: (data) => this.emit("message", { data, ports: [] }), close: () => this.emit("close") };
  }

  close(): void {
    this.#endpoint.close();
  }

  handOn(): Endpoint {
    if (this.#handedOn) throw new Error("this port was handed on already");
    this.#handedOn = true;
    return this.#endpoint;
  }
}

export function endpointOf(port: Electron.MessagePortMain): Endpoint {
  return (port as unknown as PortMain).handOn();
}

export class MessageChannelMain {
  readonly port1: Electron.MessagePortMain;
  readonly port2: Electron.MessagePortMain;

  constructor() {
    const [one, other] = Endpoint.pair();
    // A port is Node's emitter with three functions, whose events Electron types one by one.
    this.port1 = new PortMain(one);
    this.port2 = new PortMain(other);
  }
}
