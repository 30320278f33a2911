import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { WebOptions } from "../../../electron/web/options.ts";
import { runWebHost } from "../../../electron/web/program.ts";
import { ask, exchange, fakeHost, later, startTestHost, tempFolder, tokenOf, write } from "./support.ts";

const OPTIONS: WebOptions = { port: 0, open: false, service: false, speed: 60, bench: false, home: null, file: null };

async function running(options: Partial<WebOptions> = {}) {
  const root = tempFolder();
  write(root, "dist/renderer/index.html", "the page");
  const told: string[] = [];
  const host = { ...fakeHost(), closed: 0, close: async () => void (host.closed += 1) };
  const start = () => runWebHost({ root, options: { ...OPTIONS, ...options }, openHost: async () => host, tell: (line) => told.push(line) });
  return { told, host, start, address: () => /http:\S+/.exec(told.join("\n"))?.[0] ?? "" };
}

test("the address that is printed opens the editor, and it is said that none was opened", async () => {
  const { told, host, start, address } = await running();
  const end = await start();
  const { origin } = new URL(address());
  expect((await ask({ origin }, "/")).text).toBe("the page");
  expect((await exchange({ origin }, tokenOf(address()))).status).toBe(200);
  expect(told.join("\n")).toContain("No browser was opened (--no-open)");
  await end();
  expect(host.closed).toBe(1);
  await expect(ask({ origin }, "/")).rejects.toThrow("ECONNREFUSED");
});

test("a port that is taken is said in words, and the library is let go", async () => {
  const { port } = await startTestHost();
  const { host, start } = await running({ port });
  await expect(start()).rejects.toThrow(`Port ${port} is taken by another program.`);
  expect(host.closed).toBe(1);
});

test.each([
  [["--service"], 1, "The real service needs a key: set SEEGEN_API_KEY"],
  [["nowhere.shotgraph"], 1, "There is no file "],
  [["--port", "x"], 2, "port number from 0 to 65535"],
  [["--help"], 0, "--no-open"],
])("npm start -- %j says at once what is wrong", async (args, code, words) => {
  const { SEEGEN_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "../../../electron/web/main.ts"), ...args], { env: { ...env, SHOTGRAPH_HOME: tempFolder() }, stdio: ["ignore", "pipe", "pipe"] });
  later(() => child.kill());
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (said += piece.toString("utf8")));
  expect((await once(child, "close"))[0]).toBe(code);
  expect(said).toContain(words);
});
