import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { fitChange, type Fit } from "../../shared/edit/mends.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { closeFit } from "../ui/fitStore.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import classes from "./FitViews.module.css";
import { subjectOf } from "./subject.ts";
import { TrimSide } from "./TrimSide.tsx";
import { Timeline } from "./Timeline.tsx";
import trimClasses from "./Trim.module.css";
import { usePart } from "./usePart.ts";

type Clip = Extract<Fit, { type: "video" | "audio" }>;

/** A player with the part that is kept between two handles. Taken as one step of undo. */
export function TrimView({ id }: { id: string }) {
  const { t } = useTranslation("fit");
  const session = useSession();
  const [subject] = useState(() => subjectOf(session.getState(), id));
  const isPending = useSessionState((state) => subjectOf(state, id)?.from.sha256 === null);
  const { from, operation } = subject ?? {};
  if (!operation || operation.type === "image" || from?.sha256 == null || from.seconds === null) {
    return (
      <div className={classes["stage"]}>
        <p className={classes["nothing"]}>{t(isPending ? "view.noClip" : "view.elsewhere")}</p>
      </div>
    );
  }
  const take = (fit: Clip["fit"]) => {
    const change = fitChange(session.getState().doc, id, { type: operation.type, fit });
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("trim.undo") });
    closeFit();
  };
  return <Trim id={id} sha256={from.sha256} seconds={from.seconds} before={operation} onTake={take} />;
}

function Trim({ id, sha256, seconds, before, onTake }: { id: string; sha256: string; seconds: number; before: Clip; onTake: (fit: Clip["fit"]) => void }) {
  const url = useApp(({ grant }) => mediaUrl(grant, sha256));
  const start = Math.min(before.fit.start ?? 0, seconds);
  const [part, setPart] = useState<readonly [number, number]>([start, Math.min(seconds, start + (before.fit.seconds ?? seconds))]);
  const [mute, setMute] = useState(before.type === "video" && before.fit.mute === true);
  const [loop, setLoop] = useState(true);
  const media = useRef<HTMLVideoElement | null>(null);
  const player = usePart(media, part, loop);
  const change = (next: readonly [number, number]) => {
    const [from, to] = part;
    if (next[0] !== from) player.show(next[0]);
    else if (next[1] !== to) player.show(Math.max(next[0], next[1] - 0.02));
    setPart(next);
  };
  const take = () => onTake(fitOf(before, part, seconds, mute));
  return (
    <div className={classes["view"]}>
      <div className={trimClasses["left"]}>
        <div className={`${classes["stage"]} ${trimClasses["stage"]}`}>
          {before.type === "audio" && (
            <div className={trimClasses["wave"]}>
              <MediaThumb sha256={sha256} type="audio" width={1280} />
            </div>
          )}
          {url !== null && (
            <video ref={media} className={trimClasses["video"]} src={url} muted={mute} playsInline preload="auto" data-sound={before.type === "audio"} aria-hidden>
              <track kind="captions" />
            </video>
          )}
        </div>
        <Timeline url={before.type === "video" ? url : null} seconds={seconds} part={part} onPart={change} player={player} />
      </div>
      <TrimSide
        id={id}
        type={before.type}
        seconds={seconds}
        part={part}
        onPart={change}
        mute={mute}
        onMute={setMute}
        loop={loop}
        onLoop={setLoop}
        onTake={take}
        onReset={() => {
          setPart([0, seconds]);
          setMute(false);
          player.show(0);
        }}
      />
    </div>
  );
}

/** What is left out is not done: a part that is all of it is no part. */
function fitOf({ type, fit: { start: _start, seconds: _seconds, ...rest } }: Clip, [from, to]: readonly [number, number], seconds: number, mute: boolean): Clip["fit"] {
  const cut = { ...(from > 0 ? { start: rounded(from) } : {}), ...(to < seconds ? { seconds: rounded(to - from) } : {}) };
  if (type === "audio") return { ...rest, ...cut };
  const { mute: _mute, ...others } = rest as { mute?: boolean };
  return { ...others, ...cut, ...(mute ? { mute } : {}) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
