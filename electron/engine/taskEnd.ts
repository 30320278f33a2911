import type { TaskReport } from "../../shared/seegen/task.ts";

/** What the journal keeps of a finished task. A bill below zero is none: the upper quote counts, as where the service says nothing, so that no budget grows by it. */
export function completion({ outputs, creditsRaw }: TaskReport) {
  const billed = creditsRaw !== null && creditsRaw >= 0 ? creditsRaw : null;
  return { to: "completed" as const, urls: outputs.map(({ url }) => url), billed, creditsRaw };
}

/** Milliseconds from making a task to its end, by the service's clock; null where it does not say. */
export function durationOf({ createdAt, completedAt }: TaskReport): number | null {
  return createdAt === null || completedAt === null || completedAt < createdAt ? null : completedAt - createdAt;
}
