import type { Problem } from "../graph/problem.ts";
import { trimMend } from "./clipMends.ts";
import type { Inputs, PortSpec } from "./define.ts";
import { mediaAt, nameOf } from "./inputs.ts";
import type { MediaValue } from "./values.ts";

/** Seconds that a reference video or audio may have, by the service's limit; and, as a warning, all of one kind together. */
const LIMIT_SECONDS = 15;
/** A clip that is shortened for others keeps at least so many. */
const SHORTEST_SECONDS = 2;

/** The length rules of reference videos and audios. A clip of unknown length is not judged. */
export function checkClips(inputs: Inputs, port: PortSpec): Problem[] {
  const clips = mediaAt(inputs, port.name);
  if (clips.length === 0) return [];
  const problems = clips.flatMap((clip, index): Problem[] => {
    if (clip.duration === null || clip.duration.max <= LIMIT_SECONDS) return [];
    const name = nameOf(clip, port, index);
    const fix = `Use a clip of at most ${LIMIT_SECONDS} s.`;
    const mends = trimMend(clip, LIMIT_SECONDS);
    const mended = mends.length > 0 ? { mends } : {};
    if (clip.duration.min > LIMIT_SECONDS) {
      return [{ severity: "error", port: port.name, message: `${name} has ${roundedSeconds(clip.duration.min)} s; a reference may have at most ${LIMIT_SECONDS} s.`, fix, ...mended }];
    }
    return [
      {
        severity: "warning",
        port: port.name,
        message: `${name} may come out at up to ${roundedSeconds(clip.duration.max)} s; a reference may have at most ${LIMIT_SECONDS} s.`,
        fix,
        ...mended,
      },
    ];
  });
  const together = clips.reduce((total, clip) => total + (clip.duration?.min ?? 0), 0);
  if (clips.length > 1 && together > LIMIT_SECONDS) {
    problems.push({
      severity: "warning",
      port: port.name,
      message: `${port.label} have ${roundedSeconds(together)} s together; the model may refuse or ignore what is over ${LIMIT_SECONDS} s.`,
      fix: "Use fewer or shorter clips.",
      ...togetherMend(clips, together),
    });
  }
  return problems;
}

/** The longest clip, shortened by what is too much; not where next to nothing of it would be left. */
function togetherMend(clips: readonly MediaValue[], together: number): Pick<Problem, "mends"> {
  const longest = clips.reduce((best, clip) => ((clip.duration?.min ?? 0) > (best.duration?.min ?? 0) ? clip : best));
  const left = Math.floor((longest.duration?.min ?? 0) - (together - LIMIT_SECONDS));
  const mends = left >= SHORTEST_SECONDS ? trimMend(longest, left) : [];
  return mends.length > 0 ? { mends } : {};
}

/** Rounded up, so that 15.004 s never reads as the 15 s that would be fine. */
export function roundedSeconds(seconds: number): number {
  return Math.ceil(seconds * 100 - 1e-6) / 100;
}
