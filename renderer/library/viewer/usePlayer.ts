import { useEffect, useMemo, useState } from "react";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { mediaUrl, useApp } from "../../state/app.ts";
import { createPlayer, type Player } from "./player.ts";
import { framesOf } from "./readFrames.ts";

/** The clock of what is looked at. It begins to play by itself, unless the user wants little to move. */
export function usePlayer(facts: MediaFacts | null, other: MediaFacts | null): Player {
  const [reduceMotion] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  const player = useMemo(() => createPlayer({ autoplay: reduceMotion ? 0 : [facts, other].filter((one) => one && one.type !== "image").length }), [facts, other, reduceMotion]);
  const video = facts?.type === "video" ? facts.sha256 : null;
  useEffect(() => {
    let current = true;
    const url = video === null ? null : mediaUrl(useApp.getState().grant, video);
    if (video !== null && url !== null) void framesOf(video, url).then((frames) => current && player.setFrames(frames));
    return () => {
      current = false;
    };
  }, [player, video]);
  useEffect(() => player.connect(), [player]);
  return player;
}
