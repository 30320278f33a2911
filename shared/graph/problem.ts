import type { Operation } from "../fit/operation.ts";

/**
 * A change of what an input brings that mends a problem: made here, for nothing, with the file left as it is. It goes onto the node that
 * hands the medium on, or onto a node put in between.
 */
export interface Mend {
  /** What a button says: "Enlarge to 400 px". */
  label: string;
  /** The node that hands on what is at fault. */
  from: string;
  operation: Operation;
}

/** What is wrong, where, and how to mend it. `error` stands in the way of running the node; `warning` does not. */
export interface Problem {
  severity: "error" | "warning";
  /** `hosting`: no hindrance to a plan, but a run cannot send it. `review`: the service's review has refused a medium. */
  code?: "hosting" | "review";
  /** Plain English: names the thing at fault and says why. */
  message: string;
  /** How to mend it. */
  fix?: string;
  node?: string;
  edge?: string;
  port?: string;
  param?: string;
  /** Ways to mend it with one click, the mildest first. */
  mends?: readonly Mend[];
}

export function problemText(problem: Problem): string {
  const place = [problem.node && `node ${problem.node}`, problem.edge && `edge ${problem.edge}`, problem.port && `port ${problem.port}`, problem.param && `param ${problem.param}`]
    .filter(Boolean)
    .join(", ");
  return `${place ? `${place}: ` : ""}${problem.message}${problem.fix ? ` ${problem.fix}` : ""}`;
}

/** The same complaint about several items is told once. */
export function distinct(problems: Problem[]): Problem[] {
  if (problems.length < 2) return problems;
  const seen = new Set<string>();
  return problems.filter(({ message, port, param }) => {
    const mark = `${port ?? ""} ${param ?? ""} ${message}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
}
