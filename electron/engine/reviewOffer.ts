import type { RecordedError } from "../../shared/contract/records.ts";
import { mediaUses } from "../../shared/plan/key.ts";
import type { Step } from "../../shared/plan/types.ts";
import { bare } from "./words.ts";

/** How services speak of people in a picture; the document only says that "without review, generation may fail". */
const PEOPLE = /\b(real (human|person|people)|humans?|persons?|people|faces?|portraits?|celebrit(y|ies)|likeness|privacy|review(ed)?|asset[- ]library)\b/i;

/**
 * A refusal or failure that may be about people in media which were sent without a review, with the offer to have them reviewed. The user
 * decides: nothing is registered by itself.
 */
export function withReviewOffer(error: RecordedError, { request }: Pick<Step, "request">): RecordedError {
  const unreviewed = mediaUses(request.body).filter(({ as, media }) => as === "url" && media.review === "auto" && (media.source.type === "file" || media.source.type === "url"));
  const nodes = [...new Set(unreviewed.flatMap(({ media }) => media.origins[0] ?? []))];
  if (nodes.length === 0 || !PEOPLE.test(error.message)) return error;
  const which = nodes.length === 1 ? `node ${nodes[0]}` : `nodes ${nodes.join(", ")}`;
  return { ...error, message: `${bare(error.message)}. If ${which} shows a real person, it needs a review first: set Review to always and run again.`, offers: { review: nodes } };
}
