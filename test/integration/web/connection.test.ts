import { describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type ConnectionState, type HostConnection, keepWatching } from "../../../renderer/state/connection.ts";
import { connectToWebHost, type ConnectionWorld } from "../../../renderer/state/webConnection.ts";
import { startWebHost } from "../../../electron/web/server.ts";
import type { HostClient } from "../../../renderer/state/client.ts";
import { fakeHost, later, startTestHost } from "./support.ts";

/** A tab: what a browser remembers of it, and everything it was asked to open. */
class Tab {
  stored = new Map<string, string>();
  sockets: WebSocket[] = [];
  hidden = 0;
  back = () => {};

  world(url: string): ConnectionWorld {
    const address = new URL(url);
    return {
      address,
      hideFragment: () => {
        this.hidden += 1;
      },
      storage: {
        getItem: (key) => this.stored.get(key) ?? null,
        setItem: (key, value) => void this.stored.set(key, value),
        removeItem: (key) => void this.stored.delete(key),
      },
      fetch: (path, init) => fetch(new URL(path, address.origin), { ...init, headers: { ...(init.headers as Record<string, string>), origin: address.origin } }),
      send: (path, file, { headers, signal }) => fetch(new URL(path, address.origin), { method: "POST", body: file, headers: { ...headers, origin: address.origin }, ...(signal ? { signal } : {}) }),
      open: (target) => {
        const socket = new WebSocket(target, { headers: { origin: address.origin } });
        socket.on("error", () => {});
        this.sockets.push(socket);
        return socket as unknown as globalThis.WebSocket;
      },
      onReturn: (listener) => {
        this.back = listener;
      },
    };
  }
}

function connect(url: string, tab = new Tab()): { connection: HostConnection; tab: Tab; states: ConnectionState[]; fake: FakeClient } {
  const connection = connectToWebHost(tab.world(url));
  later(() => connection.close());
  const states: ConnectionState[] = [connection.state];
  connection.subscribe(() => states.push(connection.state));
  return { connection, tab, states, fake: asFake(connection.client()) };
}

interface FakeClient {
  echo(text: string): Promise<string>;
  fails(): Promise<void>;
  watch(input: undefined, options: { signal: AbortSignal }): Promise<AsyncIterable<number>>;
}

const asFake = (client: HostClient): FakeClient => client as unknown as FakeClient;

describe("a page finds its host", () => {
  test("by the address it was opened with, which it hides; a reload needs none", async () => {
    const web = await startTestHost();
    const { connection, tab, fake } = connect(web.url);
    expect(tab.hidden).toBe(1);
    await connection.whenOnline();
    expect(await fake.echo("hello")).toBe("hello");
    connection.close();
    const reloaded = connect(web.origin, tab);
    await reloaded.connection.whenOnline();
    expect(await reloaded.fake.echo("again")).toBe("again");
  });

  test("an address that was used by another tab is refused, and it does not keep trying", async () => {
    const web = await startTestHost();
    await connect(web.url).connection.whenOnline();
    const second = connect(web.url);
    await expect(second.connection.whenOnline()).rejects.toThrow("does not know this page");
    expect(second.states).toEqual(["connecting", "refused"]);
    await new Promise((done) => setTimeout(done, 400));
    expect(second.tab.sockets).toEqual([]);
    // The same address in the tab that used it is fine.
    const web2 = await startTestHost();
    const first = connect(web2.url);
    await first.connection.whenOnline();
    await connect(web2.url, first.tab).connection.whenOnline();
  });

  test("a session of an earlier host is refused and forgotten", async () => {
    const web = await startTestHost();
    const tab = new Tab();
    tab.stored.set("shotgraph.session", "x".repeat(43));
    const { connection } = connect(web.origin, tab);
    await expect(connection.whenOnline()).rejects.toThrow("does not know this page");
    expect([connection.state, tab.stored.size, tab.sockets.length]).toEqual(["refused", 0, 1]);
  });

  test("a page without anything is refused", async () => {
    const web = await startTestHost();
    await expect(connect(web.origin).connection.whenOnline()).rejects.toThrow("does not know this page");
  });
});

describe("a connection that drops comes back", () => {
  test("the same client works again, and what was under way is an error", async () => {
    const web = await startTestHost();
    const { connection, tab, states, fake } = connect(web.url);
    await connection.whenOnline();
    tab.sockets[0]!.terminate();
    await vi.waitFor(() => expect(connection.state).toBe("connecting"));
    await expect(fake.echo("lost")).rejects.toThrow("has lost its host");
    await connection.whenOnline();
    expect(await fake.echo("found")).toBe("found");
    expect(states).toEqual(["connecting", "online", "connecting", "online"]);
  });

  test("when its host is away it says so and comes back by itself, and at once when the user does", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const { connection, tab, states } = connect(web.url);
    await connection.whenOnline();
    await web.close();
    await vi.waitFor(() => expect(connection.state).toBe("offline"));
    expect(states).toEqual(["connecting", "online", "connecting", "offline"]);
    // Another process on the same port knows nothing of the old one's sessions.
    const next = await startWebHost({ host, assets: web.assets, port: web.port });
    later(() => next.close());
    tab.back();
    await vi.waitFor(() => expect(connection.state).toBe("refused"), 2_000);
  });

  test("who comes back to the page does not wait for the next try", async () => {
    const web = await startTestHost();
    const { connection, tab } = connect(web.url);
    await connection.whenOnline();
    await web.close();
    await vi.waitFor(() => expect(tab.sockets).toHaveLength(4), 3_000);
    await vi.waitFor(() => expect(tab.sockets[3]!.readyState).toBe(WebSocket.CLOSED));
    // The next try by itself is more than a second away.
    tab.back();
    await vi.waitFor(() => expect(tab.sockets).toHaveLength(5), 500);
  });

  test("waiting can be given up", async () => {
    const web = await startTestHost();
    const { connection } = connect(web.url);
    await connection.whenOnline();
    await web.close();
    await vi.waitFor(() => expect(connection.state).not.toBe("online"));
    await expect(connection.whenOnline(AbortSignal.timeout(20))).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("a watched stream catches up", () => {
  test("what happened while the connection was down is not missed", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const { connection, tab } = connect(web.url);
    const seen: number[] = [];
    const stop = new AbortController();
    const watching = keepWatching(connection, (client, signal) => asFake(client).watch(undefined, { signal }), (value) => seen.push(value), stop.signal);
    await vi.waitFor(() => expect(seen).toEqual([0]));
    host.say(1);
    await vi.waitFor(() => expect(seen).toEqual([0, 1]));
    tab.sockets[0]!.terminate();
    await vi.waitFor(() => expect(host.watching).toBe(0));
    host.say(2);
    await vi.waitFor(() => expect(seen).toEqual([0, 1, 2]), 2_000);
    host.say(3);
    await vi.waitFor(() => expect(seen).toEqual([0, 1, 2, 3]));
    stop.abort();
    await watching;
    await vi.waitFor(() => expect(host.watching).toBe(0));
  });

  test("a stream that the host ended is asked for again", async () => {
    const web = await startTestHost();
    const { connection } = connect(web.url);
    let asked = 0;
    const stop = new AbortController();
    const seen: number[] = [];
    async function* short() {
      yield (asked += 1);
    }
    const watching = keepWatching(connection, async () => short(), (value) => seen.push(value), stop.signal);
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]), 2_000);
    stop.abort();
    await watching;
  });

  test("an error of the host, of the listener, or a refusal ends it with that error", async () => {
    const web = await startTestHost();
    const { connection } = connect(web.url);
    const { signal } = new AbortController();
    await expect(keepWatching(connection, async (client) => (await asFake(client).fails()) as never, () => {}, signal)).rejects.toThrow("the disk is on fire");
    const broken = () => {
      throw new Error("a bug of the page");
    };
    await expect(keepWatching(connection, (client, stop) => asFake(client).watch(undefined, { signal: stop }), broken, signal)).rejects.toThrow("a bug of the page");
    const refused = connect(web.origin);
    await expect(keepWatching(refused.connection, (client, stop) => asFake(client).watch(undefined, { signal: stop }), () => {}, signal)).rejects.toThrow("does not know this page");
  });
});

describe("a host that is connected and answers nothing", () => {
  test("is told of after seconds in which a call waits and nothing comes, and no more when something does", async () => {
    const web = await startTestHost();
    const { connection, tab, fake } = connect(web.url);
    await connection.whenOnline();
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    later(() => vi.useRealTimers());
    tab.sockets[0]?.pause();
    const answer = fake.echo("late");
    await vi.advanceTimersByTimeAsync(3_000);
    expect(connection.silent).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([connection.state, connection.silent]).toEqual(["online", true]);
    tab.sockets[0]?.resume();
    expect(await answer).toBe("late");
    expect(connection.silent).toBe(false);
  });
});

describe("a file is handed over", () => {
  test("with its name and the page's session", async () => {
    const web = await startTestHost();
    const { connection } = connect(web.url);
    await connection.whenOnline();
    expect(await connection.upload(new Blob(["12345"]), "Füße & Hände.png")).toMatchObject({ name: "Füße & Hände.png", bytes: 5 });
  });

  test("and what is wrong with it is said", async () => {
    const web = await startTestHost({ largestUpload: 3 });
    const { connection } = connect(web.url);
    await connection.whenOnline();
    await expect(connection.upload(new Blob(["12345"]), "a.png")).rejects.toMatchObject({ name: "UploadError", code: "tooLarge", message: expect.stringContaining("a.png") });
    await expect(connection.upload(new Blob(["1"]), "a.png", AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
    await web.close();
    await expect(connection.upload(new Blob(["1"]), "a.png")).rejects.toMatchObject({ code: "offline" });
  });
});
