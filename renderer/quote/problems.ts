import type { NodePlanView } from "../../shared/contract/api/plan.ts";
import type { Problem } from "../../shared/graph/problem.ts";
import type { PlanState } from "../state/planStore.ts";
import { blocks } from "../ui/runPrice.ts";

/** Problems of one node, or with a null id of the document as a whole; what stands in the way comes first. */
export interface ProblemGroup {
  id: string | null;
  problems: readonly Problem[];
}

/** Everything that is wrong, by node: the document first, then nodes with errors, then those with warnings only. */
export function allProblems({ nodes, summary }: PlanState): ProblemGroup[] {
  const ofDocument = new Map<string | null, Problem[]>();
  for (const problem of summary.problems) {
    const id = problem.node ?? null;
    ofDocument.set(id, [...(ofDocument.get(id) ?? []), problem]);
  }
  const groups: ProblemGroup[] = [];
  for (const node of nodes.values()) {
    const problems = [...(ofDocument.get(node.id) ?? []), ...node.problems];
    ofDocument.delete(node.id);
    if (problems.length > 0) groups.push({ id: node.id, problems: problems.sort(byWeight) });
  }
  const rest = [...ofDocument].map(([id, problems]) => ({ id, problems: problems.sort(byWeight) }));
  return [...rest, ...groups.sort((one, other) => weight(one.problems[0]) - weight(other.problems[0]))];
}

/** How many errors stand in the way of running everything. */
export function errorsIn(nodes: Iterable<NodePlanView>, problems: readonly Problem[]): number {
  let errors = problems.filter(blocks).length;
  for (const node of nodes) if (node.problems.length > 0) errors += node.problems.filter(blocks).length;
  return errors;
}

function byWeight(one: Problem, other: Problem): number {
  return weight(one) - weight(other);
}

function weight(problem: Problem | undefined): number {
  return problem && blocks(problem) ? 0 : 1;
}
