/** When the frames of a video are shown, in seconds, ascending. */
export type FrameTimes = readonly number[];

/** Which frame is seen at a time; the first one before it begins. */
export function frameAt(times: FrameTimes, time: number): number {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    // Players round the time of a frame to a microsecond.
    if ((times[middle] ?? 0) <= time + 1e-4) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** A time in the middle of a frame, where no rounding leads to its neighbour. */
export function middleOf(times: FrameTimes, frame: number, duration: number): number {
  const at = Math.min(Math.max(0, frame), times.length - 1);
  const from = times[at] ?? 0;
  return (from + Math.max(from, times[at + 1] ?? duration)) / 2;
}

/** Where a step of some frames leads. Without known frames, or with fewer than two, a step is a 24th of a second. */
export function stepped(times: FrameTimes | null, time: number, frames: number, duration: number): number {
  const to = times && times.length > 1 ? middleOf(times, frameAt(times, time) + frames, duration) : time + frames / ASSUMED_RATE;
  return Math.min(Math.max(0, to), Math.max(0, duration));
}

const ASSUMED_RATE = 24;

/** Frames in a second, as they are on average; null when they are not known. Rounded as people say it: 23.976, 30. */
export function rateOf(times: FrameTimes | null): number | null {
  const [first, last] = [times?.[0], times?.at(-1)];
  if (!times || times.length < 2 || first === undefined || last === undefined || last <= first) return null;
  return Math.round(((times.length - 1) / (last - first)) * 1000) / 1000;
}

/** `0:04.25`, `1:02:03.00` */
export function timeText(seconds: number): string {
  const hundredths = Math.max(0, Math.floor(seconds * 100 + 1e-6));
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.floor(hundredths / 100);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const end = `${two(whole % 60)}.${two(hundredths % 100)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}
