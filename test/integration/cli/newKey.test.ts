import { expect, test } from "vitest";
import { openDocument, openWorkspace, settingsFromEnvironment } from "../../../electron/host/index.ts";
import type { RunEvent } from "../../../shared/contract/runEvents.ts";
import { graphFile, graphOf, service } from "./support.ts";

test("a run whose key is refused goes on with the new key as soon as it is given, and repeats nothing", async () => {
  const { place, books } = await service({ scenario: { rules: [{ match: { endpoint: "createTask", nth: 2 }, fault: { kind: "http", status: 401 } }] } });
  const file = await graphFile(place.home, "list", graphOf({ words: ["promptList", { lines: ["one", "two", "three"] }], shot: ["gptImage2", { resolution: "1k" }] }, ["words.text shot.prompt"]));
  const workspace = await openWorkspace({ settings: settingsFromEnvironment({ ...place.env, SHOTGRAPH_HOME: place.home }, place.home), executor: { spends: "a test" } });
  try {
    const opened = await openDocument(file);
    if (opened.status !== "ok") throw new Error(opened.status);
    const events: RunEvent[] = [];
    // With this pace the next look by itself would be most of a minute away.
    const execution = workspace.run(workspace.plan(opened.graph), { concurrency: 1, pace: 10, onEvents: (batch) => events.push(...batch) });
    await expect.poll(() => events.some((event) => event.type === "paused" && event.why === "key"), { timeout: 20_000 }).toBe(true);
    expect(books().calls.createTask).toBe(2);
    workspace.useKey("the-new-key");
    const result = await execution.result;
    expect([result.outcome, result.billed]).toEqual(["done", 45]);
    expect(events.filter(({ type }) => type === "resumed")).toMatchObject([{ why: "key" }]);
    expect(books()).toMatchObject({ tasks: { created: 3 }, calls: { createTask: 4 } });
  } finally {
    await workspace.close();
  }
}, 60_000);
