import { edgesAt } from "../../shared/edit/edgesAt.ts";
import { paramsOf, portsOf } from "../../shared/edit/ports.ts";
import type { ValueView } from "../../shared/contract/api/plan.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import type { Inputs } from "../../shared/nodes/define.ts";
import type { Range, Value } from "../../shared/nodes/values.ts";
import type { SessionState } from "../state/session.ts";
import { reachOf } from "./subject.ts";

/** Credits, with the arithmetic of one take each. */
interface ClipPrice extends Range {
  formula: string;
}

/**
 * Credits that the takes of everything that a clip goes into cost when it is `seconds` long, whether or not they are there already; null where nothing
 * is paid by its length. By the price lists that the plan is made of.
 */
export function priceOf(state: Pick<SessionState, "doc" | "plan">, id: string, seconds: number): ClipPrice | null {
  const { passed, consumers } = reachOf(state.doc, id);
  const paid = consumers.flatMap((node): ClipPrice[] => {
    const kind = catalogue.get(node.kind);
    if (kind?.role !== "task") return [];
    const inputs = inputsOf(state, node, passed, seconds);
    if (!inputs) return [];
    const { credits, formula } = kind.price({ params: paramsOf(node, kind), inputs });
    const takes = node.takes ?? 1;
    return [{ min: credits.min * takes, max: credits.max * takes, formula }];
  });
  return paid.length === 0 ? null : paid.reduce((sum, one) => ({ min: sum.min + one.min, max: sum.max + one.max, formula: `${sum.formula} + ${one.formula}` }));
}

/** The first item of each wire, the clip's (what comes by `passed`) with another length; null while something is not known. */
function inputsOf({ doc, plan }: Pick<SessionState, "doc" | "plan">, node: GraphNode, passed: ReadonlySet<string>, seconds: number): Inputs | null {
  const inputs: Record<string, Value[]> = {};
  for (const { name } of portsOf(node, catalogue).inputs) inputs[name] = [];
  for (const { from, to } of edgesAt(doc, node.id).incoming) {
    const value = plan.nodes.get(from.node)?.values[0];
    if (!value) return null;
    inputs[to.port]?.push(asValue(value, passed.has(from.node) && value.type !== "image" && value.type !== "text" ? seconds : null));
  }
  return inputs;
}

function asValue({ type, label, identity, width, height, durationSeconds }: ValueView, seconds: number | null): Value {
  if (type === "text") return { type, text: label ?? "", origins: [] };
  const length = seconds ?? durationSeconds;
  return { type, identity: identity ?? label ?? "", source: { type: "pending", step: "", ordinal: 0 }, review: "never", format: null, bytes: null, width, height, duration: length === null ? null : { min: length, max: length }, origins: [] };
}
