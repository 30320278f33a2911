import { beforeEach, describe, expect, test, vi } from "vitest";
import { cancelRun, reroll, startRun } from "../../../renderer/actions/runs.ts";
import { useApp, type Tab } from "../../../renderer/state/app.ts";
import type { HostConnection } from "../../../renderer/state/connection.ts";
import { createSession } from "../../../renderer/state/session.ts";
import { holdDraft } from "../../../renderer/state/drafts.ts";
import { useTrouble } from "../../../renderer/state/trouble.ts";
import { useRunQuestion } from "../../../renderer/ui/runQuestion.ts";
import type { HostInfo } from "../../../shared/contract/api/host.ts";
import type { StartRunResult } from "../../../shared/contract/api/runs.ts";
import { fromGraph, ranksOf } from "../../../shared/edit/records.ts";
import { graph, node, prompt } from "../plan/support.ts";
import { planState } from "./support.ts";

const start = vi.fn<(input: object) => Promise<StartRunResult>>();
const cancel = vi.fn<(input: object) => Promise<{ ok: boolean }>>();
const settled = vi.fn<() => Promise<void>>();
const began: StartRunResult = { status: "started", runId: "r1" };
const refused = (code: Extract<StartRunResult, { status: "refused" }>["code"], max: number): StartRunResult => ({ status: "refused", code, message: "why", quote: { min: max, max } });

function open(askAbove: number): void {
  const document = graph([prompt("p"), node("a", "generateSd2"), node("b", "generateSd2", { duration: 6 })], ["p.text>a.prompt", "p.text>b.prompt"]);
  const session = createSession({ session: "s1", graph: document, ranks: ranksOf(fromGraph(document)), path: null, unsaved: false, seq: 0, recovered: false, notes: [] }, () => {});
  session.setState({ plan: planState(document) });
  const tab: Tab = { id: "s1", session, outbox: { add: () => {}, settled, pending: false, resend: () => {} }, close: () => {} };
  const connection = { client: () => ({ runs: { start, cancel } }) } as unknown as HostConnection;
  useApp.setState(({ settings }) => ({ connection, tabs: [tab], active: "s1", settings: { ...settings, askAbove } }));
}

/** Answers the question that is open, and says what was asked. */
async function answer(yes: boolean) {
  await vi.waitFor(() => expect(useRunQuestion.getState().question).not.toBeNull());
  const { question, answer } = useRunQuestion.getState();
  answer(yes);
  return question;
}

beforeEach(() => {
  start.mockReset().mockResolvedValue(began);
  cancel.mockReset().mockResolvedValue({ ok: true });
  settled.mockReset().mockResolvedValue();
  useTrouble.setState({ list: [] });
  useRunQuestion.getState().answer(false);
});

describe("money moves only as the user saw it", () => {
  test("below the threshold a run starts at once, with the price that was shown as the most it may cost", async () => {
    open(500);
    await startRun();
    expect(start).toHaveBeenCalledExactlyOnceWith({ session: "s1", accepted: 440 });
    expect(settled).toHaveBeenCalledBefore(start);
  });

  test("above it the user is asked once, and a no sends nothing", async () => {
    open(439);
    const running = startRun();
    expect(await answer(false)).toMatchObject({ type: "price", rerollOf: null, price: { credits: { min: 440, max: 440 } } });
    await running;
    expect(start).not.toHaveBeenCalled();
    const again = startRun();
    await answer(true);
    await again;
    expect(start).toHaveBeenCalledOnce();
  });

  test("a part is asked about, and accepted, at its own price", async () => {
    open(300);
    await startRun({ only: ["b"] });
    expect(start).toHaveBeenCalledExactlyOnceWith({ session: "s1", accepted: 240, only: ["b"] });
  });

  test("a price that rose is asked about until it is accepted or refused", async () => {
    open(500);
    start.mockResolvedValueOnce(refused("price", 600)).mockResolvedValueOnce(refused("price", 700));
    const running = startRun();
    expect(await answer(true)).toMatchObject({ type: "changed", refused: { quote: { max: 600 } } });
    expect(await answer(false)).toMatchObject({ type: "changed", refused: { quote: { max: 700 } } });
    await running;
    expect(start.mock.calls.map(([input]) => input)).toMatchObject([{ accepted: 440 }, { accepted: 600 }]);
  });

  test("any other refusal is told and not tried again", async () => {
    open(500);
    start.mockResolvedValueOnce(refused("budget", 440));
    const running = startRun();
    expect(await answer(true)).toMatchObject({ type: "refused", refused: { code: "budget" }, partly: false });
    await running;
    expect(start).toHaveBeenCalledOnce();
  });

  test("another take is asked about at the price of one take", async () => {
    open(100);
    const running = reroll("a");
    expect(await answer(true)).toMatchObject({ type: "price", rerollOf: "a", price: { credits: { max: 200 } } });
    await running;
    expect(start).toHaveBeenCalledExactlyOnceWith({ session: "s1", accepted: 200, reroll: "a" });
  });

  test("what is still being typed belongs to what is run", async () => {
    open(500);
    const written: string[] = [];
    settled.mockImplementationOnce(async () => void written.push("sent"));
    const release = holdDraft(() => written.push("typed"));
    await startRun();
    release();
    expect(written).toEqual(["typed", "sent"]);
  });

  test("a double click is one run, and one more take", async () => {
    open(500);
    await Promise.all([startRun(), startRun()]);
    expect(start).toHaveBeenCalledOnce();
    await reroll("b");
    await reroll("b");
    expect(start).toHaveBeenCalledTimes(2);
  });

  test("what is accepted is the price at the click, not what it became while the newest edits travelled", async () => {
    open(500);
    settled.mockImplementationOnce(async () => {
      const dearer = graph([prompt("p"), node("a", "generateSd2", { duration: 12 })], ["p.text>a.prompt"]);
      useApp.getState().tabs[0]?.session.setState({ plan: planState(dearer) });
    });
    await startRun();
    expect(start).toHaveBeenCalledExactlyOnceWith({ session: "s1", accepted: 440 });
  });

  test("the host is told where the price was seen: the sandbox's is no consent to spend at the service", async () => {
    open(500);
    useApp.setState({ info: { realm: "sandbox" } as HostInfo });
    await startRun();
    useApp.setState({ info: null });
    expect(start).toHaveBeenCalledExactlyOnceWith({ session: "s1", accepted: 440, realm: "sandbox" });
  });

  test("with edits that have not reached the host nothing starts, and the user is told", async () => {
    open(500);
    settled.mockRejectedValueOnce(new Error("The host does not answer."));
    await startRun();
    expect(start).not.toHaveBeenCalled();
    expect(useTrouble.getState().list.map(({ message }) => message)).toEqual(["The host does not answer."]);
  });

  test("a run is cancelled only after the user was told what that means", async () => {
    open(500);
    const cancelling = cancelRun("r1");
    expect(await answer(false)).toEqual({ type: "cancel", runId: "r1" });
    await cancelling;
    expect(cancel).not.toHaveBeenCalled();
    const again = cancelRun("r1");
    await answer(true);
    await again;
    expect(cancel).toHaveBeenCalledExactlyOnceWith({ runId: "r1" });
  });
});
