import { describe, expect, it } from "vitest";
import type { NodePlanView } from "../../../shared/contract/api/plan.ts";
import type { StepEvent, StepState } from "../../../shared/contract/runEvents.ts";
import { statusOf } from "../../../renderer/canvas/scene/status.ts";
import { node } from "./support.ts";

const plan = (parts: Partial<NodePlanView>) => ({ problems: [], steps: [], ...parts }) as unknown as NodePlanView;
const step = (state: StepState) => [{ state } as StepEvent];
const cached = plan({ steps: [{ needed: 0, wanted: 1, stored: ["a"] }] as unknown as NodePlanView["steps"] });
const task = node("v", "generateSd2");

describe("the stripe of a node in the overview", () => {
  it("says running before anything else", () => expect(statusOf(task, plan({ problems: [{ severity: "error", message: "" }] }), step("generating"))).toBe("running"));
  it("says failed after a failure, a lost answer, and where an error stands", () => {
    expect(statusOf(task, cached, step("failed"))).toBe("failed");
    expect(statusOf(task, cached, step("unknown"))).toBe("failed");
    expect(statusOf(task, plan({ problems: [{ severity: "error", message: "" }] }), undefined)).toBe("failed");
  });
  it("does not make a failure of a warning", () => expect(statusOf(task, plan({ problems: [{ severity: "warning", message: "" }] }), undefined)).toBe("none"));
  it("says ready when every take is there", () => {
    expect(statusOf(task, cached, undefined)).toBe("ready");
    expect(statusOf(task, plan({ steps: [{ needed: 1, wanted: 1, stored: [] }] as unknown as NodePlanView["steps"] }), undefined)).toBe("none");
  });
  it("says nothing of what is switched off", () => expect(statusOf({ ...task, state: "disabled" }, cached, step("failed"))).toBe("none"));
});
