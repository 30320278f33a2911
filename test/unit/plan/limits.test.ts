import { describe, expect, test } from "vitest";
import { PLAN_LIMITS } from "../../../shared/plan/limits.ts";
import { graph, list, messagesOf, node, nodeOf, planOf, prompt, reasonOf, stepOf, video } from "./support.ts";

const numbers = (count: number) => Array.from({ length: count }, (_unused, at) => at);

describe("a short file cannot describe more than can be planned", () => {
  test("lists of lists: a node hands on at most 10,000 items", () => {
    const spread = (id: string, takes: number) => node(id, "upscaleVideo", {}, { takes, spread: true });
    const wires = ["r.video>a.video", "a.video>b.video", "b.video>c.video", "c.video>o.in"];
    const fits = planOf(graph([video("r"), spread("a", 50), spread("b", 50), spread("c", 4), node("o", "output")], wires));
    expect(nodeOf(fits, "c")).toMatchObject({ problems: [] });
    expect(nodeOf(fits, "c").steps).toHaveLength(2500);
    const bursts = planOf(graph([video("r"), spread("a", 50), spread("b", 50), spread("c", 5), node("o", "output")], wires));
    expect(messagesOf(bursts, "c")).toEqual(["error -: This would make 12500 items; a node hands on at most 10000."]);
    expect([reasonOf(bursts, "c"), reasonOf(bursts, "o"), nodeOf(bursts, "c").steps]).toEqual(["invalid", "blocked", []]);
    expect(nodeOf(planOf(graph([video("r"), spread("a", 50), spread("b", 50), node("c", "upscaleVideo", {}, { takes: 5 })], wires.slice(0, 3))), "c").problems).toEqual([]);
  });

  test("a list of many lines", () => {
    const lines = (count: number) => planOf(graph([node("l", "promptList", { lines: "x\n".repeat(count) })]));
    expect(lines(PLAN_LIMITS.items).ok).toBe(true);
    expect(messagesOf(lines(PLAN_LIMITS.items + 1), "l")).toEqual(["error -: This would make 10001 items; a node hands on at most 10000."]);
    expect(reasonOf(lines(PLAN_LIMITS.items + 1), "l")).toBe("invalid");
  });

  test("texts that contain texts that contain texts", () => {
    const ids = numbers(40).map((at) => `t${at}`);
    const doubling = graph([prompt("p", "ha"), ...ids.map((id) => node(id, "prompt", { text: "{{x}}{{x}}" })), node("v", "generateSd2")], ["p.text>t0.x", ...ids.slice(1).map((id, at) => `t${at}.text>${id}.x`), "t39.text>v.prompt"]);
    const plan = planOf(doubling);
    const wrong = plan.nodes.filter(({ problems }) => problems.length > 0);
    expect(wrong.map(({ id }) => id)).toEqual(["t18"]);
    expect(wrong[0]?.problems).toEqual([
      { severity: "error", message: "The texts that this node makes of others would have more than 1000000 characters.", fix: "Shorten the texts that it is made of, or use them fewer times." },
    ]);
    expect(reasonOf(plan, "v")).toBe("blocked");
  });

  test("one text used thousands of times, or by thousands of items", () => {
    const often = planOf(graph([prompt("p", "x".repeat(90_000)), node("q", "prompt", { text: "{{x}}".repeat(20_000) })], ["p.text>q.x"]));
    expect(reasonOf(often, "q")).toBe("invalid");
    const many = planOf(graph([list("l", ...numbers(200).map(String)), prompt("p", "x".repeat(5000)), node("q", "prompt", { text: "{{n}} {{x}}" })], ["l.text>q.n", "p.text>q.x"]));
    expect(reasonOf(many, "q")).toBe("invalid");
  });

  test("long prompts with texts put into them are ordinary", () => {
    const plan = planOf(graph([prompt("p", "x".repeat(5000)), node("q", "prompt", { text: `${"y".repeat(90_000)} {{x}} {{x}} {{x}}` })], ["p.text>q.x"]));
    expect([reasonOf(plan, "q"), plan.ok]).toEqual(["free", true]);
  });

  test("thousands of edges at one port are counted, not collected", () => {
    const wires = numbers(3000).map((at) => ({ id: `e${at}`, from: { node: "l", port: "text" }, to: { node: "v", port: "prompt" } }));
    const begin = performance.now();
    const plan = planOf({ ...graph([list("l", ...numbers(9000).map(String)), node("v", "generateSd2")]), edges: wires });
    expect(messagesOf(plan, "v")).toEqual(['error prompt: "Prompt" takes at most 1 edge; 3000 are connected.']);
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});

test("a value remembers who made it and the last nodes that it came through, so that a chain of 20,000 reroutes plans", () => {
  const ids = numbers(20_000).map((at) => `r${at}`);
  const chain = graph([prompt("p"), ...ids.map((id) => node(id, "reroute")), node("v", "generateSd2")], ["p.text>r0.in", ...ids.slice(1).map((id, at) => `r${at}.out>${id}.in`), "r19999.out>v.prompt"]);
  const begin = performance.now();
  const origins = stepOf(planOf(chain), "v").step.inputs["prompt"]?.[0]?.origins ?? [];
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(origins).toHaveLength(PLAN_LIMITS.origins);
  expect([origins[0], origins[1], origins.at(-1)]).toEqual(["p", "r19937", "r19999"]);
});
