/** What a follower does to be where the leader is. */
export type Correction = { is: "fine" } | { is: "pace"; rate: number } | { is: "seek"; to: number };

/** Seconds beyond which walking faster takes too long. */
const JUMP = 0.1;
/** Seconds that a jump takes. */
const LEAD = 0.03;
/** Finer than this nobody sees. */
const FINEST = 1 / 120;
/** Playing this much faster or slower is not noticed. */
const MOST_PACE = 0.12;
/** Seconds in which a drift is walked off. */
const WITHIN = 0.4;

/**
 * While both play: a drift that nobody sees is none, a small one is walked off by playing a little faster or slower, a large one is jumped over.
 * @param drift seconds by which the follower is ahead
 * @param frame seconds of a frame
 */
export function correction(drift: number, { rate, frame, leader }: { rate: number; frame: number; leader: number }): Correction {
  if (Math.abs(drift) >= JUMP) return { is: "seek", to: leader + LEAD * rate };
  if (Math.abs(drift) <= Math.min(FINEST, frame / 4)) return { is: "fine" };
  const pace = Math.min(MOST_PACE, Math.max(-MOST_PACE, -drift / WITHIN));
  return { is: "pace", rate: rate * (1 + pace) };
}
