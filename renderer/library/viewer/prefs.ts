import { create } from "zustand";

export const COMPARE_MODES = ["side", "wipe", "difference"] as const;
type CompareMode = (typeof COMPARE_MODES)[number];

export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

interface ViewerPrefs {
  loop: boolean;
  muted: boolean;
  rate: number;
  compare: CompareMode;
  /** Whether facts and provenance are shown beside. */
  info: boolean;
}

/** How the viewer was left; it opens like that again in this window. */
export const useViewerPrefs = create<ViewerPrefs>()(() => ({ loop: true, muted: false, rate: 1, compare: "side", info: true }));

export function changePrefs(change: Partial<ViewerPrefs>): void {
  useViewerPrefs.setState(change);
}

export function nextCompareMode(): void {
  const { compare } = useViewerPrefs.getState();
  changePrefs({ compare: COMPARE_MODES[(COMPARE_MODES.indexOf(compare) + 1) % COMPARE_MODES.length] ?? "side" });
}
