/**
 * What runs in the page: as source, in two worlds. The page's own world gets `mainWorld`, which builds there what the preload script exposes; the isolated world gets `isolatedWorld`, Electron's
 * `require("electron")` for preload scripts, and then the built preload script itself. Between the worlds go texts in events of the window, as nothing else can.
 */
export interface Names {
  /** Of the events between the worlds: nobody else knows it. */
  events: string;
  /** Of the binding to the stand-in's process. */
  binding: string;
  platform: string;
}

type Described = { value: unknown } | { call: number } | { members: Record<string, Described> } | { promise: number } | { error: string };

/** Runs first. Functions are copied: the page calls one of its own, which has the isolated world do it. */
export function mainWorld({ events }: Names): void {
  const callbacks = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  let result: Described | null = null;

  function describe(value: unknown): Described {
    if (typeof value === "function") {
      const id = next++;
      callbacks.set(id, value as () => unknown);
      return { call: id };
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { members: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, describe(member)])) };
    return { value };
  }

  function build(described: Described): unknown {
    if ("error" in described) throw new Error(described.error);
    if ("call" in described) {
      return (...args: unknown[]): unknown => {
        result = null;
        window.dispatchEvent(new CustomEvent(`${events}:call`, { detail: JSON.stringify({ id: described.call, args: args.map(describe) }) }));
        return result === null ? undefined : build(result);
      };
    }
    if ("members" in described) return Object.freeze(Object.fromEntries(Object.entries(described.members).map(([name, member]) => [name, build(member)])));
    if ("promise" in described) return new Promise((resolve, reject) => promises.set(described.promise, { resolve, reject }));
    return described.value;
  }

  const listen = (name: string, heard: (detail: unknown) => void): void => window.addEventListener(`${events}:${name}`, (event) => heard(JSON.parse((event as CustomEvent<string>).detail)));
  listen("expose", (detail) => {
    const { key, api } = detail as { key: string; api: Described };
    Object.defineProperty(window, key, { value: build(api), enumerable: true });
  });
  listen("result", (detail) => {
    result = detail as Described;
  });
  listen("callback", (detail) => {
    const { id, args } = detail as { id: number; args: Described[] };
    callbacks.get(id)?.(...args.map(build));
  });
  listen("settled", (detail) => {
    const { id, value } = detail as { id: number; value: Described };
    const promise = promises.get(id);
    promises.delete(id);
    if ("error" in value) promise?.reject(new Error(value.error));
    else promise?.resolve(build(value));
  });
}

/** What the stand-in's process sends to the page. */
export type ToPage =
  | { type: "message"; channel: string; args: unknown[]; ports: number[] }
  | { type: "answer"; id: number; value?: unknown; error?: string }
  | { type: "port"; id: number; data: unknown }
  | { type: "portClosed"; id: number };
/** What the page sends to it. */
export type FromPage =
  | { type: "send"; channel: string; args: unknown[] }
  | { type: "invoke"; channel: string; id: number; args: unknown[] }
  | { type: "port"; id: number; data: unknown }
  | { type: "portClosed"; id: number };

type Codec = { encode: (value: unknown) => string; decode: (text: string) => unknown };

/** Runs second; returns `require` for the preload script. */
export function isolatedWorld({ events, binding, platform }: Names, { encode, decode }: Codec): { require: (name: string) => unknown; process: unknown } {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  const answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ports = new Map<number, MessagePort>();
  let next = 1;

  const toMain = (name: string, detail: unknown): boolean => window.dispatchEvent(new CustomEvent(`${events}:${name}`, { detail: JSON.stringify(detail) }));
  const post = (message: FromPage): void => (globalThis as unknown as Record<string, (text: string) => void>)[binding]?.(encode(message));

  function describe(value: unknown): Described {
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (settled) => toMain("settled", { id, value: describe(settled) }),
        (error: unknown) => toMain("settled", { id, value: { error: error instanceof Error ? error.message : String(error) } }),
      );
      return { promise: id };
    }
    if (typeof value === "function") {
      const id = next++;
      functions.set(id, value as () => unknown);
      return { call: id };
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { members: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, describe(member)])) };
    return { value };
  }

  function build(described: Described): unknown {
    if ("call" in described) return (...args: unknown[]): unknown => toMain("callback", { id: described.call, args: args.map(describe) });
    if ("members" in described) return Object.fromEntries(Object.entries(described.members).map(([name, member]) => [name, build(member)]));
    return "value" in described ? described.value : undefined;
  }

  window.addEventListener(`${events}:call`, (event) => {
    const { id, args } = JSON.parse((event as CustomEvent<string>).detail) as { id: number; args: Described[] };
    let result: Described;
    try {
      result = describe(functions.get(id)?.(...args.map(build)));
    } catch (error) {
      result = { error: error instanceof Error ? error.message : String(error) };
    }
    toMain("result", result);
  });

  function port(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.addEventListener("message", ({ data }) => post({ type: "port", id, data }));
    port1.addEventListener("close", () => {
      if (ports.delete(id)) post({ type: "portClosed", id });
    });
    port1.start();
    return port2;
  }

  function receive(message: ToPage): void {
    switch (message.type) {
      case "message": {
        const event = { ports: message.ports.map(port), sender: ipcRenderer };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
        return;
      }
      case "answer": {
        const waiting = answers.get(message.id);
        answers.delete(message.id);
        if (message.error === undefined) waiting?.resolve(message.value);
        else waiting?.reject(new Error(message.error));
        return;
      }
      case "port":
        ports.get(message.id)?.postMessage(message.data, []);
        return;
      case "portClosed": {
        const closed = ports.get(message.id);
        ports.delete(message.id);
        closed?.close();
        return;
      }
    }
  }
  Object.defineProperty(globalThis, `${binding}Receive`, { value: (text: string) => receive(decode(text) as ToPage) });

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => post({ type: "send", channel, args }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = next++;
        answers.set(id, { resolve, reject });
        post({ type: "invoke", channel, id, args });
      }),
    on(channel: string, listener: (event: unknown) => void) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    off(channel: string, listener: (event: unknown) => void) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => toMain("expose", { key, api: describe(api) }) },
    // Only Electron knows where a file lies that was dropped.
    webUtils: { getPathForFile: () => "" },
  };
  return {
    require(name: string) {
      if (name !== "electron") throw new Error(`a sandboxed preload script cannot require ${name}`);
      return electron;
    },
    process: { platform, type: "renderer", sandboxed: true, contextIsolated: true, argv: [], env: {} },
  };
}
