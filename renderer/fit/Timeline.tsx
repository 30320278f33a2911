import { ActionIcon, RangeSlider } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { secondsText } from "./madeWords.ts";
import classes from "./Trim.module.css";
import type { PartPlayer } from "./usePart.ts";

interface TimelineProps {
  /** Of a video, whose key frames are marked; null for a sound. */
  url: string | null;
  seconds: number;
  part: readonly [number, number];
  onPart: (part: readonly [number, number]) => void;
  player: PartPlayer;
}

/** Shorter than this is nothing to send. */
const SHORTEST = 0.1;

export function Timeline({ url, seconds, part, onPart, player }: TimelineProps) {
  const { t } = useTranslation("fit");
  const marks = useKeyFrames(url);
  const at = (time: number): string => `${(Math.min(seconds, Math.max(0, time)) / seconds) * 100}%`;
  const words = player.isPlaying ? t("trim.pause") : t("trim.play");
  return (
    <div className={classes["line"]}>
      <ActionIcon variant="default" size={32} aria-label={words} title={words} onClick={player.toggle}>
        {player.isPlaying ? <IconPlayerPauseFilled size={15} /> : <IconPlayerPlayFilled size={15} />}
      </ActionIcon>
      <div className={classes["track"]}>
        <RangeSlider
          min={0}
          max={seconds}
          step={0.01}
          minRange={Math.min(SHORTEST, seconds)}
          value={[part[0], part[1]]}
          onChange={onPart}
          label={(value) => `${secondsText(value)} s`}
          thumbFromLabel={t("trim.from")}
          thumbToLabel={t("trim.to")}
          size={8}
          thumbSize={18}
        />
        <div className={classes["marks"]} aria-hidden>
          {marks.map((time) => (
            <span key={time} className={classes["mark"]} style={{ left: at(time) }} />
          ))}
          <span className={classes["now"]} style={{ left: at(player.now) }} />
        </div>
      </div>
      <span className={`num ${classes["time"]}`}>
        {player.now.toFixed(2)} / {secondsText(seconds)} s
      </span>
    </div>
  );
}

/** Seconds at which the video may be cut; none while, and where, they are not known. */
function useKeyFrames(url: string | null): readonly number[] {
  const [found, setFound] = useState<readonly number[]>([]);
  useEffect(() => {
    if (url === null) return undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const { keyFramesOf } = await import("./keyFrames.ts");
      const times = await keyFramesOf(url);
      if (!isOver) setFound(times);
    };
    // Marks are a help; a file that cannot be read for them may well be cut.
    look().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [url]);
  return found;
}
