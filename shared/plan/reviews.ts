import type { Problem } from "../graph/problem.ts";
import type { MediaUse } from "../nodes/define.ts";
import type { MediaValue, Range } from "../nodes/values.ts";
import { mediaUses } from "./key.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Step, StepPlan } from "./types.ts";

/** Seconds that a review takes beside the task itself ("usually within seconds", API document). */
const REVIEW_SECONDS: Range = { min: 2, max: 30 };

/** The step with the time of the reviews that it has to wait for. */
export function withReviewTime(step: Step, { assets }: Knowledge): Step {
  if (!assets || reviewedUses(step).every((use) => assets.review(use.media.identity, use.media.type)?.status === "active")) return step;
  const { latency } = step.forecast;
  return { ...step, forecast: { ...step.forecast, latency: { min: latency.min + REVIEW_SECONDS.min, max: latency.max + REVIEW_SECONDS.max } } };
}

/** A warning for each medium that still has to be sent and that the review has refused: what needs it fails for nothing, all else runs. */
export function refusedByReview(steps: readonly StepPlan[], { assets }: Knowledge): Problem[] {
  if (!assets) return [];
  const uses = steps.flatMap(({ step, missing }) => (missing > 0 ? reviewedUses(step) : []));
  return [...new Map(uses.map((use) => [use.media.identity, use.media])).values()].flatMap((media): Problem[] => {
    const review = assets.review(media.identity, media.type);
    if (review?.status !== "failed") return [];
    const by = media.origins[0] ?? "?";
    const other = media.type === "video" ? "" : `, set Review of node ${by} to never`;
    return [
      {
        severity: "warning",
        code: "review",
        message: `The review refused ${nameOf(media)} of node ${by}: ${sentence(review.failReason)} This node cannot be made; nothing is charged for it.`,
        fix: `Use other media${other}, or have it reviewed again.`,
      },
    ];
  });
}

/** Media that go out as reviewed assets and are not assets of the document already. */
export function reviewedUses({ request }: Pick<Step, "request">): MediaUse[] {
  return mediaUses(request.body).filter((use) => use.as === "asset" && use.media.source.type !== "asset");
}

function sentence(reason: string | null): string {
  return `${(reason ?? "no reason was given").replace(/[.\s]+$/, "")}.`;
}

function nameOf({ type, source }: MediaValue): string {
  return source.type === "file" ? source.name : `the ${type}`;
}
