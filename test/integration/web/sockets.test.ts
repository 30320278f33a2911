import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { describe, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { ended, fakeHost, newSession, nextMessage, opened, openSocket, startTestHost, tokenOf } from "./support.ts";

interface FakeClient {
  echo(text: string): Promise<string>;
  fails(): Promise<void>;
  watch(input?: undefined, options?: { signal: AbortSignal }): Promise<AsyncIterableIterator<number>>;
}

function clientOf(socket: WebSocket): FakeClient {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })) as unknown as FakeClient;
}

const CALL = JSON.stringify({ i: "1", p: { u: "/echo", b: { json: "attack" } } });

describe("nothing reaches the contract without a session", () => {
  test("a call in place of the session is refused, and is not made", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const socket = openSocket(web);
    await opened(socket);
    socket.send(CALL);
    expect(await ended(socket)).toBe(4401);
    expect(host.called).toEqual([]);
  });

  test("nor are calls that follow a wrong session in the same breath", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const socket = openSocket(web);
    await opened(socket);
    socket.send(JSON.stringify({ session: "x".repeat(43) }));
    for (let count = 0; count < 10; count += 1) socket.send(CALL);
    expect(await ended(socket)).toBe(4401);
    expect(host.called).toEqual([]);
  });

  test.each([
    ["a wrong one", () => JSON.stringify({ session: "A".repeat(43) })],
    ["an empty one", () => JSON.stringify({ session: "" })],
    ["a list", (good: string) => JSON.stringify({ session: [good] })],
    ["one with something beside it", (good: string) => JSON.stringify({ session: good, i: "1" })],
    ["the good one, not as JSON", (good: string) => good],
    ["the good one as bytes", (good: string) => Buffer.from(JSON.stringify({ session: good }))],
    ["the good one in a message above 1 kB", (good: string) => JSON.stringify({ session: good }) + " ".repeat(1_024)],
    ["nothing", () => ""],
    ["null", () => "null"],
  ])("%s is refused", async (_, message) => {
    const web = await startTestHost();
    const session = await newSession(web);
    const socket = openSocket(web);
    await opened(socket);
    socket.send(message(session));
    expect(await ended(socket)).toBe(4401);
  });

  test("a one-time token is no session", async () => {
    const web = await startTestHost();
    const socket = openSocket(web);
    await opened(socket);
    socket.send(JSON.stringify({ session: tokenOf(web.mintUrl()) }));
    expect(await ended(socket)).toBe(4401);
  });

  test("whoever says nothing is sent away", async () => {
    const web = await startTestHost({ patience: { sessionMs: 50 } });
    const socket = openSocket(web);
    await opened(socket);
    const at = performance.now();
    expect(await ended(socket)).toBe(4401);
    expect(performance.now() - at).toBeLessThan(2_000);
  });

  test("a large first message is cut off long before it has arrived", async () => {
    const web = await startTestHost();
    const socket = openSocket(web);
    await opened(socket);
    const at = performance.now();
    // Its end never comes: only counting what arrives can find this.
    socket.send(Buffer.alloc(5_000), { fin: false });
    expect(await ended(socket)).toBe(4401);
    expect(performance.now() - at).toBeLessThan(2_000);
  });

  test("only eight may wait at a time, and they do not keep out who comes later", async () => {
    const web = await startTestHost({ patience: { sessionMs: 300 } });
    const session = await newSession(web);
    const waiting = Array.from({ length: 8 }, () => openSocket(web));
    await Promise.all(waiting.map(opened));
    expect(await ended(openSocket(web))).toBe(503);
    await Promise.all(waiting.map(ended));
    const socket = openSocket(web);
    await opened(socket);
    socket.send(JSON.stringify({ session }));
    expect(await nextMessage(socket)).toBe('{"ok":true}');
  });

  test("at most 32 windows", async () => {
    const web = await startTestHost();
    const session = await newSession(web);
    for (let count = 0; count < 32; count += 1) await accepted(web, session);
    expect(await ended(openSocket(web))).toBe(503);
  });

  test("no other path is a socket", async () => {
    const web = await startTestHost();
    for (const path of ["/", "/socket/", "/socket?x=1", "/session"]) expect(await ended(openSocket(web, {}, path))).toBe(404);
  });
});

async function accepted(web: { origin: string }, session: string): Promise<WebSocket> {
  const socket = openSocket(web);
  await opened(socket);
  socket.send(JSON.stringify({ session }));
  expect(await nextMessage(socket)).toBe('{"ok":true}');
  return socket;
}

describe("a socket with a session is the contract's", () => {
  test("calls are answered, and the session message is not among them", async () => {
    const host = fakeHost();
    const errors = vi.spyOn(console, "error");
    const web = await startTestHost({ host });
    const client = clientOf(await accepted(web, await newSession(web)));
    expect(await client.echo("hello")).toBe("hello");
    expect(host.called).toEqual(["hello"]);
    expect(errors).not.toHaveBeenCalled();
  });

  test("messages are not compressed", async () => {
    const web = await startTestHost();
    const socket = await accepted(web, await newSession(web));
    expect(socket.extensions).toBe("");
  });

  test("an input that is none is refused with its place", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const client = clientOf(await accepted(web, await newSession(web)));
    await expect(client.echo(7 as unknown as string)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(host.called).toEqual([]);
  });

  test("what goes wrong in the host is said in its own words, and told to the terminal", async () => {
    const told: unknown[] = [];
    const web = await startTestHost({ trouble: (error) => told.push(error) });
    const client = clientOf(await accepted(web, await newSession(web)));
    await expect(client.fails()).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR", message: "the disk is on fire" });
    expect(told).toMatchObject([{ message: "the disk is on fire" }]);
  });

  test("a stream ends in the host when its reader stops, and when its socket goes", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const socket = await accepted(web, await newSession(web));
    const client = clientOf(socket);
    host.say(3);
    const stop = new AbortController();
    const first = await client.watch(undefined, { signal: stop.signal });
    expect((await first.next()).value).toBe(3);
    const second = await client.watch();
    expect((await second.next()).value).toBe(3);
    host.say(4);
    expect((await second.next()).value).toBe(4);
    expect(host.watching).toBe(2);
    stop.abort();
    await vi.waitFor(() => expect(host.watching).toBe(1));
    socket.terminate();
    await vi.waitFor(() => expect(host.watching).toBe(0));
  });

  test("a document of 64 MiB passes, more than 72 MiB is cut off", async () => {
    const web = await startTestHost();
    const session = await newSession(web);
    const socket = await accepted(web, session);
    const document = "x".repeat(64 * 1024 * 1024);
    expect((await clientOf(socket).echo(document)).length).toBe(document.length);
    const other = await accepted(web, session);
    other.send(Buffer.alloc(73 * 1024 * 1024));
    // 1009: too big. The reset may overtake it.
    expect([1009, 1006]).toContain(await ended(other));
  });

  test("a socket that answers no ping is dead", async () => {
    const web = await startTestHost({ patience: { pingMs: 50 } });
    const session = await newSession(web);
    const [alive, dead] = [await accepted(web, session), await accepted(web, session)];
    dead.pong = () => {};
    let pings = 0;
    dead.on("ping", () => {
      pings += 1;
    });
    expect(await ended(dead)).toBe(1006);
    expect(pings).toBeLessThanOrEqual(2);
    expect(alive.readyState).toBe(alive.OPEN);
  });

  test("the end of the host is said to every window, and nothing stays open", async () => {
    const host = fakeHost();
    const web = await startTestHost({ host });
    const session = await newSession(web);
    const sockets = [await accepted(web, session), await accepted(web, session)];
    await (await clientOf(sockets[0]!).watch()).next();
    const silent = openSocket(web);
    await opened(silent);
    const codes = Promise.all([...sockets, silent].map(ended));
    await web.close();
    expect(await codes).toEqual([1001, 1001, 1001]);
    await vi.waitFor(() => expect(host.watching).toBe(0));
    await expect(fetch(web.origin)).rejects.toThrow("fetch failed");
  });
});
