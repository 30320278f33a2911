import { VisuallyHidden } from "@mantine/core";
import { IconFileUnknown, IconMovie, IconPhoto, IconWaveSine } from "@tabler/icons-react";
import { memo, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { numberText } from "../ui/format.ts";
import { clockText } from "../ui/useNow.ts";
import classes from "./Tile.module.css";
import { labelOf } from "./names.ts";
import { dateText } from "./when.ts";

interface Props {
  item: MediaItem;
  index: number;
  id: string;
  chosen: boolean;
  /** Where the keyboard is. */
  active: boolean;
  width: number;
  count: number;
}

const SIGN = { image: IconPhoto, video: IconMovie, audio: IconWaveSine } as const;
/** Tiles are no options of a form. */
const OPTION = { role: "option" } as const;
const REST_MS = 250;

/** A file of the library: its picture, what made it, and under the pointer its prompt; a video plays there. */
export const MediaTile = memo(function MediaTile({ item, index, id, chosen, active, width, count }: Props) {
  const { t } = useTranslation("library");
  const [over, setOver] = useState(false);
  const { facts, take, present, at } = item;
  const label = labelOf(item);
  const seconds = facts.durationSeconds;
  const Sign = present ? SIGN[facts.type] : IconFileUnknown;
  return (
    <div
      className={classes["tile"]}
      {...OPTION}
      id={id}
      aria-selected={chosen}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-index={index}
      data-active={active || undefined}
      draggable={present}
      style={{ width }}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
    >
      <div className={classes["picture"]} style={{ height: Math.round((width * 9) / 16) }}>
        {present ? <MediaThumb sha256={facts.sha256} type={facts.type} width={width * devicePixelRatio > 170 ? 320 : 160} /> : <span className={classes["lost"]}>{t("tile.lost")}</span>}
        {over && present && facts.type === "video" && <Moving sha256={facts.sha256} />}
        {seconds !== null && <b className="num">{clockText(Math.round(seconds) * 1000)}</b>}
        {(over || active) && (
          <div className={classes["over"]} aria-hidden>
            {take?.prompt && <p>{take.prompt}</p>}
            <small className="num">{[dateText(at), take?.billed ? t("tile.credits", { credits: numberText(take.billed) }) : null].filter(Boolean).join(" · ")}</small>
          </div>
        )}
      </div>
      <div className={classes["caption"]} title={label}>
        <Sign size={12} stroke={1.75} aria-hidden />
        <span>{label}</span>
        <VisuallyHidden>{[t(`type.${facts.type}`), take?.prompt, dateText(at)].filter(Boolean).join(", ")}</VisuallyHidden>
      </div>
    </div>
  );
});

/** Begins when the pointer has come to rest. */
function Moving({ sha256 }: { sha256: string }) {
  const url = useApp(({ grant }) => mediaUrl(grant, sha256));
  const [rested, setRested] = useState(false);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(!matchMedia("(prefers-reduced-motion: reduce)").matches), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return rested && url !== null ? <video src={url} muted loop autoPlay playsInline tabIndex={-1} draggable={false} data-playing={playing} onPlaying={() => setPlaying(true)} aria-hidden /> : null;
}
