import { expect, test } from "vitest";
import { ask, exchange, startTestHost, tokenOf } from "./support.ts";

const TOKEN = /^[\w-]{43}$/;

test("the address opens the editor once", async () => {
  const web = await startTestHost();
  const token = tokenOf(web.url);
  expect(token).toMatch(TOKEN);
  const first = await exchange(web, token);
  expect(first.status).toBe(200);
  expect(first.headers["cache-control"]).toBe("no-store");
  const { session } = JSON.parse(first.text) as { session: string };
  expect(session).toMatch(TOKEN);
  expect(session).not.toBe(token);
  const second = await exchange(web, token);
  expect(second.status).toBe(403);
  expect(JSON.parse(second.text)).toMatchObject({ error: { code: "spent" } });
});

test("two pages that use one address at the same time get one session", async () => {
  const web = await startTestHost();
  const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(web, tokenOf(web.url))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(7);
});

test("each new address is another one, and a session is no address", async () => {
  const web = await startTestHost();
  const [one, two] = [tokenOf(web.mintUrl()), tokenOf(web.mintUrl())];
  expect(one).not.toBe(two);
  const { session } = JSON.parse((await exchange(web, one)).text) as { session: string };
  expect((await exchange(web, session)).status).toBe(403);
  expect((await exchange(web, two)).status).toBe(200);
});

test("a token that nobody spent gives way after sixteen newer ones", async () => {
  const web = await startTestHost();
  for (let count = 0; count < 16; count += 1) web.mintUrl();
  expect((await exchange(web, tokenOf(web.url))).status).toBe(403);
});

test("guesses and malformed bodies get no session and spend nothing", async () => {
  const web = await startTestHost();
  const token = tokenOf(web.url);
  const headers = { origin: web.origin, "content-type": "application/json" };
  const post = async (body: string, more: Record<string, string> = {}) => (await ask(web, "/session", { method: "POST", headers: { ...headers, ...more }, body })).status;
  expect(await post(JSON.stringify({ token: token.slice(0, -1) }))).toBe(403);
  expect(await post(JSON.stringify({ token: `${token}x` }))).toBe(403);
  expect(await post(JSON.stringify({ token: "" }))).toBe(400);
  expect(await post(JSON.stringify({ token: [token] }))).toBe(400);
  expect(await post("{")).toBe(400);
  expect(await post("")).toBe(400);
  expect(await post(JSON.stringify({ token, padding: "x".repeat(2_000) }))).toBe(413);
  // What a form of another page could send without asking first.
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) expect(await post(JSON.stringify({ token }), { "content-type": type })).toBe(415);
  expect((await ask(web, `/session?token=${token}`)).status).toBe(404);
  expect((await exchange(web, token)).status).toBe(200);
});
