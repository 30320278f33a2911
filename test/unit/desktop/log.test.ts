import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diagnosticsText } from "../../../electron/desktop/manners/diagnostics.ts";
import { openLog } from "../../../electron/desktop/manners/log.ts";
import { createRedactor } from "../../../electron/desktop/manners/redact.ts";
import { settingsSchema } from "../../../shared/contract/api/host.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shotgraph-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KEY = 'a1b2"c3 d4/e5+f6';

describe("secrets in texts", () => {
  test("that are known are taken out as they are, in JSON and in addresses", () => {
    const redactor = createRedactor();
    redactor.know(KEY);
    const text = redactor.redact(`${KEY} ${JSON.stringify({ key: KEY })} https://x/?q=${encodeURIComponent(KEY)}`);
    for (const form of [KEY, JSON.stringify(KEY).slice(1, -1), encodeURIComponent(KEY)]) expect(text).not.toContain(form);
  });

  test.each([
    ["Authorization: Bearer abcdef1234567890", "abcdef1234567890"],
    ['{"authorization":"Bearer abcdef1234567890"}', "abcdef1234567890"],
    ["https://b.example/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026&X-Amz-Signature=deadbeef99&y=1", "deadbeef99"],
    ["https://b.example/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026&X-Amz-Signature=deadbeef99&y=1", "AKIAIOSFODNN7EXAMPLE"],
    ["the key is sk-proj-1234567890abcdef", "sk-proj-1234567890abcdef"],
    ["secretAccessKey=wJalrXUtnFEMIK7MDENG", "wJalrXUtnFEMIK7MDENG"],
    ["http://127.0.0.1:4000/#token=0123456789abcdef", "0123456789abcdef"],
  ])("that nobody has told are known by their looks: %s", (text, secret) => {
    expect(createRedactor().redact(text)).not.toContain(secret);
  });

  test("leave innocent words as they are", () => {
    const text = "The service refused the API key: it is not valid. 12 keys of the keyboard; token count 5; task sk-1.";
    expect(createRedactor().redact(text)).toBe(text);
  });
});

describe("the log", () => {
  test("is a file that holds no key, whatever is written", () => {
    const redactor = createRedactor();
    redactor.know("sgk0123456789");
    const log = openLog(folder, redactor);
    log.write("a request with sgk0123456789\nand Bearer zzzzzzzzzzzz");
    const text = readFileSync(join(folder, "main.log"), "utf8");
    expect(text).toContain("a request with [key]");
    expect(text).not.toMatch(/sgk0123456789|zzzzzzzzzzzz/);
    expect(log.last(10).join("\n")).toContain("Bearer [key]");
  });

  test("is turned over when it is full, and never grows beyond two files", () => {
    const log = openLog(folder, createRedactor(), 2_000);
    for (let line = 0; line < 200; line += 1) log.write(`line ${line} ${"x".repeat(50)}`);
    expect(existsSync(join(folder, "main.old.log"))).toBe(true);
    const sizes = ["main.log", "main.old.log"].map((name) => statSync(join(folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(2_400);
    expect(log.last(3).map((line) => /line (\d+)/.exec(line)?.[1])).toEqual(["197", "198", "199"]);
  });

  test("read back has no key that was learnt only after it was written", () => {
    const redactor = createRedactor();
    const log = openLog(folder, redactor);
    log.write("an early sgk0123456789");
    redactor.know("sgk0123456789");
    expect(log.last(5).join("\n")).not.toContain("sgk0123456789");
  });
});

test("diagnostics name versions, settings and the log, and neither keys nor the user's name", () => {
  const redactor = createRedactor();
  redactor.know("sgk0123456789");
  const text = diagnosticsText(
    {
      version: "1.2.3",
      platform: "linux",
      versions: { electron: "45.4.1", node: "24.0.0" },
      packaged: true,
      languages: ["de-AT"],
      state: "running",
      problem: null,
      info: { version: "1.2.3", platform: "linux", realm: "service", hasKey: true, baseUrl: "https://seegen.ai/api/v1", dataFolder: "/home/maria/.local/share/shotgraph", heldBy: null, bench: false, sandboxSpeed: 60, opened: null, notices: [] },
      secrets: { protection: "os", names: { seegenKey: "saved", bucketSecret: "absent" } },
      settings: settingsSchema.parse({}),
      logs: ["the key sgk0123456789 in /home/maria/x"],
      now: new Date(0),
    },
    (one) => redactor.redact(one),
    "/home/maria",
  );
  for (const part of ["Shotgraph 1.2.3", "45.4.1", "de-AT", "protection os; seegenKey saved", '"askAbove":500', "the key [key] in ~/x"]) expect(text).toContain(part);
  expect(text).not.toMatch(/maria|sgk0123456789/);
});
