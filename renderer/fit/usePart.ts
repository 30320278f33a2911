import { useEffect, useState, type RefObject } from "react";

export interface PartPlayer {
  isPlaying: boolean;
  /** Seconds. */
  now: number;
  toggle: () => void;
  /** Shows one moment, and stops there. */
  show: (seconds: number) => void;
}

/** Plays a part of a video or a sound: from its beginning, to its end, again and again where `loop`. Seconds. */
export function usePart(ref: RefObject<HTMLVideoElement | null>, part: readonly [number, number], loop: boolean): PartPlayer {
  const [isPlaying, setIsPlaying] = useState(false);
  const [now, setNow] = useState(part[0]);
  const [from, to] = part;
  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    const look = (): void => {
      const media = ref.current;
      if (media) {
        const isOver = media.currentTime >= to - 0.01 || media.ended;
        if (isOver && !loop) {
          media.pause();
          setIsPlaying(false);
        } else if (isOver || media.currentTime < from - 0.3) {
          media.currentTime = from;
          // A sound that has come to its end has stopped.
          if (media.paused) media.play().catch(() => setIsPlaying(false));
        }
        setNow(Math.min(to, media.currentTime));
      }
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [ref, isPlaying, from, to, loop]);
  const show = (seconds: number): void => {
    const media = ref.current;
    if (!media) return;
    media.pause();
    setIsPlaying(false);
    media.currentTime = seconds;
    setNow(seconds);
  };
  const toggle = (): void => {
    const media = ref.current;
    if (!media) return;
    if (isPlaying) {
      media.pause();
      setIsPlaying(false);
      return;
    }
    if (media.currentTime < from || media.currentTime >= to - 0.05) media.currentTime = from;
    setIsPlaying(true);
    media.play().catch(() => setIsPlaying(false));
  };
  return { isPlaying, now, toggle, show };
}
