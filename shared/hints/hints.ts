import type { Graph } from "../graph/document.ts";
import type { Catalogue } from "../nodes/catalogue.ts";
import type { Range } from "../nodes/values.ts";
import type { Plan } from "../plan/types.ts";
import { creditsText } from "../pricing/interval.ts";
import { applyHint } from "./apply.ts";
import { proposalsOf, type Proposal } from "./proposals.ts";
import { trimsOf } from "./trims.ts";
import type { Hint, HintKind } from "./types.ts";

export type { Hint } from "./types.ts";

export interface HintsContext {
  graph: Graph;
  /** The plan of that graph. */
  plan: Plan;
  catalogue: Catalogue;
  /**
   * Plans an edited graph with the same knowledge and scope as `plan`. Give it a planner of its own, primed with `graph`: the
   * editor's would lose what it knows, and a fresh one takes as long for each idea as for the whole graph.
   */
  replan: (graph: Graph) => Plan;
  /** How many ideas of each kind are planned at most, the most promising ones. Default 4. */
  perKind?: number;
}

/**
 * Ways to spend less on what a run would pay for now, the one that saves most first. Each is proved by planning the edited graph: its
 * saving is the difference of the two quotes, sharing, cache and all that follows included, and no new error may come of it.
 */
export function hintsOf({ graph, plan, catalogue, replan, perKind = 4 }: HintsContext): Hint[] {
  const faulty = faultyNodes(plan);
  const proved = mostPromising([...proposalsOf(graph, plan, catalogue), ...trimsOf(graph, plan, catalogue)], perKind).flatMap((proposal): Hint[] => {
    const edited = applyHint(graph, proposal.edits);
    if (!edited) return [];
    const after = replan(edited);
    const saves = differenceOf(plan.quote, after.quote);
    if (saves.min <= 0 || [...faultyNodes(after)].some((id) => !faulty.has(id))) return [];
    // Who has the draft already does not want to hear of it again.
    if (proposal.kind === "draftFirst" && creditsOf(after, proposal.concerns).max === 0) return [];
    return [hintFrom(proposal, saves, plan, after)];
  });
  return proved.sort(bySaving);
}

function mostPromising(proposals: readonly Proposal[], perKind: number): Proposal[] {
  const ranked = proposals.filter(({ estimate }) => estimate > 0).sort((a, b) => b.estimate - a.estimate);
  const seen = new Map<HintKind, number>();
  return ranked.filter(({ kind }) => {
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    return before < perKind;
  });
}

function hintFrom({ kind, nodeId, mark, advice, detail, edits, concerns }: Proposal, saves: Range, before: Plan, after: Plan): Hint {
  const figures = `${creditsText(creditsOf(after, concerns))} instead of ${creditsText(creditsOf(before, concerns))} credits`;
  const local = differenceOf(creditsOf(before, concerns), creditsOf(after, concerns));
  // What follows may be cheaper too, or no longer share a request with others.
  const whole = local.min === saves.min && local.max === saves.max ? "" : `, ${creditsText(saves)} less for the whole run`;
  return { id: mark === undefined ? `${kind}:${nodeId}` : `${kind}:${nodeId}:${mark}`, kind, nodeId, message: `${advice}: ${figures}${whole}.`, saves, detail, edits };
}

function creditsOf(plan: Plan, ids: readonly string[]): Range {
  return plan.nodes.filter(({ id }) => ids.includes(id)).reduce((sum, { credits }) => ({ min: sum.min + credits.min, max: sum.max + credits.max }), { min: 0, max: 0 });
}

/** Both ends belong to the same unknowns (how long a clip comes out), so each is compared with its like. */
function differenceOf(before: Range, after: Range): Range {
  const ends = [before.min - after.min, before.max - after.max];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

function faultyNodes({ nodes }: Plan): Set<string> {
  return new Set(nodes.filter(({ problems }) => problems.some(({ severity }) => severity === "error")).map(({ id }) => id));
}

function bySaving(a: Hint, b: Hint): number {
  return b.saves.min - a.saves.min || b.saves.max - a.saves.max || (a.id < b.id ? -1 : 1);
}
