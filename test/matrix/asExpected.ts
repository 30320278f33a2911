import type { Cell, Observed } from "./types.ts";

/** What was seen in the words of the table, so that it equals `expected` when all is well. */
export function asExpected({ expected }: Cell, observed: Observed): Record<string, unknown> {
  const { outcome, message, posts, charged, billed, unknown, next } = observed;
  const isSaid = expected.says === "" ? message === "" : message.includes(expected.says);
  const sent = expected.posts === "2+" && posts >= 2 ? "2+" : posts;
  return { outcome, says: isSaid ? expected.says : message, posts: sent, charged, billed, unknown, next: next.outcome, tasks: next.tasks };
}
