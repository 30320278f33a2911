import type { z } from "zod";
import type { resolveUnknownInput, UnknownTake } from "../../../shared/contract/api/unknown.ts";
import type { Library } from "../../../shared/contract/library.ts";
import { LibraryError } from "../../../shared/contract/libraryErrors.ts";

export function unknownTakes(library: Pick<Library, "takesIn">): readonly UnknownTake[] {
  return library.takesIn(["unknown"]).map(({ id, createdAt, graphId, graphName, nodeId, item, model, quoted, error }) => ({
    take: id,
    at: createdAt,
    graphId,
    graphName,
    nodeId,
    item,
    model,
    quoted,
    why: error?.message ?? "The answer to this request was lost.",
  }));
}

/** What the user decides about a lost answer. Nothing is sent by it. Returns what stood in the way, or null. */
export async function resolveUnknown(library: Pick<Library, "advance">, { take, decision }: z.infer<typeof resolveUnknownInput>): Promise<string | null> {
  try {
    if (decision.do === "adopt") await library.advance(take, { to: "submitted", taskId: decision.taskId });
    else if (decision.do === "resend") await library.advance(take, { to: "abandoned", error: { code: "resend", message: "The user had it sent again; whether this one was charged is not known." } });
    else await library.advance(take, { to: "refused", error: { code: "forgotten", message: "The user says that it was not charged." } });
    return null;
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    return error.message;
  }
}
