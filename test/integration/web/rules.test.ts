import { describe, expect, test } from "vitest";
import { ask, askRaw, ended, exchange, openSocket, startTestHost, tokenOf } from "./support.ts";

describe("a name that was made to point at this machine gets nothing (DNS rebinding)", () => {
  const names = (port: number) => ["evil.example", `evil.example:${port}`, `localhost:${port}`, "127.0.0.1", `127.0.0.1:${port + 1}`, `127.0.0.1.evil.example:${port}`, `[::1]:${port}`, `127.0.0.1:${port} `.trim().concat(".")];

  test("for pages, files, media, the session and uploads", async () => {
    const web = await startTestHost();
    for (const host of names(web.port)) {
      for (const path of ["/", "/assets/main-Abc12345.js", "/media/x/y"]) expect([host, (await ask(web, path, { headers: { host } })).status]).toEqual([host, 421]);
      const token = tokenOf(web.mintUrl());
      expect((await exchange(web, token, { host })).status).toBe(421);
      // And the token is not spent by it.
      expect((await exchange(web, token)).status).toBe(200);
    }
  });

  test("for sockets", async () => {
    const web = await startTestHost();
    for (const host of names(web.port)) expect(await ended(openSocket(web, { host }))).toBe(421);
  });

  test("however the host is smuggled in", async () => {
    const web = await startTestHost();
    const host = `127.0.0.1:${web.port}`;
    expect(await askRaw(web, `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4(00|21)/);
    expect(await askRaw(web, `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(await askRaw(web, `GET //evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(await askRaw(web, `GET / HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4(00|21)/);
    expect(await askRaw(web, `GET / HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe("another origin may not change anything", () => {
  const strangers = (port: number) => [null, "null", "https://evil.example", `http://localhost:${port}`, `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`, `http://127.0.0.1:${port}/`, "http://127.0.0.1"];

  test("by POST or PUT", async () => {
    const web = await startTestHost();
    for (const origin of strangers(web.port)) {
      const token = tokenOf(web.mintUrl());
      expect([origin, (await exchange(web, token, { origin })).status]).toEqual([origin, 403]);
      expect((await ask(web, "/upload?name=a.png", { method: "POST", headers: { origin }, body: "x" })).status).toBe(403);
      expect((await ask(web, "/media/a/b/poster", { method: "PUT", headers: { origin }, body: "x" })).status).toBe(403);
      expect((await exchange(web, token)).status).toBe(200);
    }
  });

  test("by a socket", async () => {
    const web = await startTestHost();
    for (const origin of strangers(web.port).filter((one) => one !== null)) expect([origin, await ended(openSocket(web, { origin }))]).toEqual([origin, 403]);
    expect(await askRaw(web, `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403/);
  });
});

describe("another site may not even read", () => {
  test.each(["cross-site", "same-site", "nonsense", ""])("Sec-Fetch-Site: %s is refused everywhere", async (site) => {
    const web = await startTestHost();
    const headers = { "sec-fetch-site": site };
    for (const path of ["/", "/assets/main-Abc12345.js", "/media/x/y"]) expect((await ask(web, path, { headers })).status).toBe(403);
    expect((await exchange(web, tokenOf(web.url), headers)).status).toBe(403);
    expect(await ended(openSocket(web, headers))).toBe(403);
  });

  test("the page itself and the user's own address bar are served", async () => {
    const web = await startTestHost();
    for (const site of ["same-origin", "none"]) expect((await ask(web, "/", { headers: { "sec-fetch-site": site } })).status).toBe(200);
    expect((await ask(web, "/")).status).toBe(200);
  });

  test("no answer carries a CORS header, whoever asks", async () => {
    const web = await startTestHost();
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST", "access-control-request-private-network": "true" };
    const answers = [await ask(web, "/", { headers }), await ask(web, "/session", { method: "OPTIONS", headers }), await exchange(web, tokenOf(web.url)), await ask(web, "/media/x/y", { headers })];
    expect(answers.map(({ status }) => status)).toEqual([200, 405, 200, 200]);
    for (const answer of answers) expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("unknown methods are refused", async () => {
    const web = await startTestHost();
    for (const method of ["OPTIONS", "DELETE", "PATCH", "TRACE", "PROPFIND"]) expect([method, (await ask(web, "/", { method, headers: { origin: web.origin } })).status]).toEqual([method, 405]);
    expect((await ask(web, "/", { method: "POST", headers: { origin: web.origin } })).status).toBe(404);
    expect((await ask(web, "/elsewhere", { method: "PUT", headers: { origin: web.origin } })).status).toBe(404);
  });
});

describe("whoever keeps a connection busy with nothing loses it", () => {
  test("headers that are too large are refused", async () => {
    const web = await startTestHost();
    const answer = await askRaw(web, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nX: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431/);
  });

  test("it listens on this machine only", async () => {
    const web = await startTestHost();
    expect(web.origin).toBe(`http://127.0.0.1:${web.port}`);
    await expect(fetch(`http://[::1]:${web.port}/`)).rejects.toThrow("fetch failed");
  });
});
