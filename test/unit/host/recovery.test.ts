import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openRecovery } from "../../../electron/host/editor/recovery.ts";

const home = mkdtempSync(join(tmpdir(), "shotgraph-recovery-"));
afterEach(() => rmSync(home, { recursive: true, force: true }));

test("a graph that is closed while it is being kept does not come back at the next start", async () => {
  const recovery = openRecovery(home);
  const text = "x".repeat(1_000_000);
  const writing = recovery.write({ session: "s", path: null, unsaved: true, text });
  await recovery.forget("s");
  await writing;
  expect(await recovery.left()).toEqual([]);
});
