import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { mediaUrl, useApp } from "../../state/app.ts";
import { MediaThumb } from "../../ui/MediaThumb.tsx";
import type { Player } from "./player.ts";
import classes from "./Stage.module.css";

interface Props {
  facts: MediaFacts;
  player: Player;
  /** Says what it is to who cannot see it. */
  label: string;
  /** Pixels are shown as squares. */
  pixelated: boolean;
}

/** A file as large as its parent: a picture, a video or a sound's wave. */
export function MediaContent(props: Props) {
  const { t } = useTranslation("library");
  const [failed, setFailed] = useState(false);
  const [url, renew] = useSteadyUrl(props.facts.sha256, props.facts.format === "heic");
  const onError = () => {
    // The address may have become too old while the viewer was open.
    if (!renew()) setFailed(true);
  };
  if (url === null) return null;
  if (failed) return <p className={classes["failed"]}>{t("viewer.cannotShow", { format: props.facts.format.toUpperCase() })}</p>;
  if (props.facts.type === "image") return <Picture {...props} url={url} onError={onError} />;
  if (props.facts.type === "video") return <Video key={url} {...props} url={url} onError={onError} />;
  return <Sound key={url} {...props} url={url} onError={onError} />;
}

/** Media grants are renewed while a video plays; it must not begin anew for that. What browsers have no decoder for, the host shows a smaller picture of. */
function useSteadyUrl(sha256: string, smaller: boolean): [string | null, () => boolean] {
  const current = useApp(({ grant }) => mediaUrl(grant, sha256, smaller ? 1280 : undefined));
  const [kept, setKept] = useState(current);
  const renew = () => {
    if (current === kept) return false;
    setKept(current);
    return true;
  };
  return [kept ?? current, renew];
}

interface Shown extends Props {
  url: string;
  onError: () => void;
}

function Picture({ url, facts, label, pixelated, onError }: Shown) {
  const [loaded, setLoaded] = useState<string | null>(null);
  return (
    <>
      {loaded !== url && <MediaThumb sha256={facts.sha256} type="image" width={640} fit="contain" />}
      <img
        className={classes["picture"]}
        src={url}
        alt={label}
        draggable={false}
        decoding="async"
        data-loaded={loaded === url}
        data-pixelated={pixelated}
        data-clear={facts.format !== "jpeg"}
        onLoad={() => setLoaded(url)}
        onError={onError}
      />
    </>
  );
}

function Video({ url, player, label, pixelated, onError }: Shown) {
  const attach = useCallback((element: HTMLVideoElement) => player.attach(element), [player]);
  // Muted until the player says who is heard.
  return <video ref={attach} muted className={classes["picture"]} src={url} aria-label={label} preload="auto" playsInline disablePictureInPicture data-loaded data-pixelated={pixelated} onError={onError} />;
}

function Sound({ url, facts, player, label, onError }: Shown) {
  const attach = useCallback((element: HTMLAudioElement) => player.attach(element), [player]);
  const share = useStore(player, ({ time, duration }) => (duration > 0 ? time / duration : 0));
  return (
    <div className={classes["sound"]}>
      <MediaThumb sha256={facts.sha256} type="audio" width={1280} fit="contain" />
      <i style={{ left: `${share * 100}%` }} aria-hidden />
      <audio ref={attach} muted src={url} aria-label={label} preload="auto" onError={onError} />
    </div>
  );
}
