import { IconFileOff, IconMovie, IconWaveSine } from "@tabler/icons-react";
import { useState, type CSSProperties } from "react";
import type { MediaType } from "../../shared/graph/media.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import classes from "./MediaThumb.module.css";
import { drawPoster } from "./posters.ts";

interface MediaThumbProps {
  sha256: string;
  type: MediaType;
  /** Pixels of the picture that is loaded: the least of these that is not smaller than what is shown. */
  width: 160 | 320 | 640 | 1280;
  /** Empty where a text beside it says what it is. */
  alt?: string;
  /** `contain` shows all of it, `cover` fills the place. */
  fit?: "cover" | "contain";
}

const SIGN = { image: IconFileOff, video: IconMovie, audio: IconWaveSine } as const;

/** A small picture of a library file that fills its parent. The picture of a video or a sound is drawn where there is none yet; a file that has none gets a sign. */
export function MediaThumb(props: MediaThumbProps) {
  // What was found out about a file does not hold for the next one.
  return <Thumb key={props.sha256} {...props} />;
}

function Thumb({ sha256, type, width, alt = "", fit = "cover" }: MediaThumbProps) {
  const grant = useApp((state) => state.grant);
  const [found, setFound] = useState<"asked" | "drawing" | "drawn" | "none">("asked");
  const url = mediaUrl(grant, sha256, width);
  if (grant === null || url === null || found === "drawing") return <span className={classes.empty} data-drawing={found === "drawing"} />;
  if (found === "none") {
    const Sign = SIGN[type];
    return (
      <span className={classes.empty}>
        <Sign size={18} stroke={1.5} aria-hidden />
      </span>
    );
  }
  const onError = () => {
    if (type === "image" || found === "drawn") {
      setFound("none");
      return;
    }
    setFound("drawing");
    void drawPoster(grant.base, sha256, type).then(setFound);
  };
  const style: CSSProperties = { objectFit: type === "audio" ? "contain" : fit };
  return <img className={classes.picture} src={found === "drawn" ? `${url}&drawn` : url} alt={alt} style={style} loading="lazy" decoding="async" draggable={false} onError={onError} />;
}
