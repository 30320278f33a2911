import type { Player } from "./player.ts";
import { changePrefs, nextCompareMode, useViewerPrefs } from "./prefs.ts";

export type ZoomTo = "in" | "out" | "fit" | "full";

interface Pressed {
  key: string;
  shiftKey: boolean;
}

interface Reach {
  /** Something here plays. */
  plays: boolean;
  /** Two are compared. */
  compares: boolean;
  player: Player;
  go: (index: number) => void;
  index: number;
  count: number;
  zoom: (change: ZoomTo) => void;
}

/** What a key does in the viewer. False: nothing. */
export function pressed({ key, shiftKey }: Pressed, { plays, compares, player, go, index, count, zoom }: Reach): boolean {
  const prefs = useViewerPrefs.getState();
  const many = shiftKey ? 10 : 1;
  const arrow = (direction: 1 | -1) => {
    if (!plays) go(index + direction);
    else if (player.getState().playing) player.seek(player.getState().time + direction * many);
    else player.step(direction * many);
  };
  const does: Record<string, () => void> = {
    ArrowLeft: () => arrow(-1),
    ArrowRight: () => arrow(1),
    Home: () => (plays ? player.seek(0) : go(0)),
    End: () => (plays ? player.seek(player.getState().duration) : go(count - 1)),
    PageUp: () => go(index - 1),
    PageDown: () => go(index + 1),
    "[": () => go(index - 1),
    "]": () => go(index + 1),
    "+": () => zoom("in"),
    "=": () => zoom("in"),
    "-": () => zoom("out"),
    "0": () => zoom("fit"),
    "1": () => zoom("full"),
    i: () => changePrefs({ info: !prefs.info }),
    ...(plays && { " ": () => player.toggle(), ",": () => player.step(-1), ".": () => player.step(1), l: () => changePrefs({ loop: !prefs.loop }), m: () => changePrefs({ muted: !prefs.muted }) }),
    ...(compares && { w: nextCompareMode }),
  };
  const act = does[key.length === 1 ? key.toLowerCase() : key];
  act?.();
  return act !== undefined;
}
